import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { DOCUMENT_FILE, openApiDocument } from './openapi.ts'

describe('openapi.json', () => {
  it('is what the server serves: write it anew with `node oracles/platform/openapi.ts`', async () => {
    expect(JSON.parse(readFileSync(DOCUMENT_FILE, 'utf8'))).toEqual(JSON.parse(await openApiDocument()))
  })

  it('describes every endpoint and its refusals', async () => {
    const { paths } = JSON.parse(await openApiDocument()) as {
      paths: Record<string, Record<string, { operationId: string; responses: object }>>
    }
    const answers = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { responses }]) => [`${method} ${path}`, Object.keys(responses).join()]),
    )
    expect(Object.fromEntries(answers)).toEqual({
      'get /v1/merchants/{address}/features': '200,400,401,403,404,409,422,429,503',
      'get /v1/merchants/{address}/fields': '200,400,404,429,503',
      'post /v1/merchants/{address}/disclosure': '200,400,401,404,422,429,503',
      'get /v1/model/{hash}': '200,400,404,429',
      'get /health': '200,429,503',
    })
  })
})
