/** The OpenAPI document. `node oracles/platform/openapi.ts` writes `oracles/platform/openapi.json`. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type AppParts, buildApp, DEFAULT_RATE_LIMITS } from './app.ts'
import { chainClient } from './consent.ts'
import { FeatureSigner } from './signing.ts'

export const DOCUMENT_FILE = join(import.meta.dirname, 'openapi.json')

/** The document as text. It describes the interface only, so the parts behind it are never called. */
export async function openApiDocument(): Promise<string> {
  const unused = () => {
    throw new Error('describing the interface calls nothing behind it')
  }
  const app = await buildApp({
    provider: { id: 'any', name: 'any', nameZh: 'any', scopes: 0 },
    store: {} as AppParts['store'],
    gate: unused,
    clock: unused,
    client: chainClient('http://127.0.0.1'),
    signer: new FeatureSigner(`0x${'00'.repeat(32)}`),
    apiKey: '',
    model: new Uint8Array(),
    rateLimits: DEFAULT_RATE_LIMITS,
  })
  await app.ready()
  const document = JSON.stringify(app.swagger(), undefined, 2)
  await app.close()
  return `${document}\n`
}

if (import.meta.main) await writeFile(DOCUMENT_FILE, await openApiDocument())
