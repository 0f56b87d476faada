/** The OpenAPI document. `node oracles/telemetry/api/openapi.ts` writes `oracles/telemetry/api/openapi.json`. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createLog } from '../log.ts'
import { type ApiParts, buildApi, DEFAULT_API_LIMITS } from './app.ts'

export const DOCUMENT_FILE = join(import.meta.dirname, 'openapi.json')

/** The document as text. It describes the interface only, so the parts behind it are never called. */
export async function openApiDocument(): Promise<string> {
  const parts = { rateLimits: DEFAULT_API_LIMITS, stream: { close() {} } } as ApiParts
  const app = await buildApi(parts, createLog('silent'))
  await app.ready()
  const document = JSON.stringify(app.swagger(), undefined, 2)
  await app.close()
  return `${document}\n`
}

if (import.meta.main) await writeFile(DOCUMENT_FILE, await openApiDocument())
