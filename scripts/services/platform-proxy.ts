import type { IncomingMessage, ServerResponse } from 'node:http'
import { apiHeaders, ask, HttpError, readBody, requireMethod } from './http-answers.ts'

/** Largest body of a call, as the platforms have it. */
const bodyLimit = 16_384

/** What a page may ask of a platform; the oracle network's endpoint is none of it. */
const platformCalls: readonly (readonly [method: string, path: RegExp])[] = [
  ['GET', /^v1\/merchants\/0x[0-9a-fA-F]{40}\/fields$/],
  ['POST', /^v1\/merchants\/0x[0-9a-fA-F]{40}\/disclosure$/],
  ['GET', /^v1\/model\/0x[0-9a-fA-F]{64}$/],
]

/** Passes `/platforms/<slug>/…` on to a platform, if a page may ask for it. */
export async function proxyPlatform(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  platforms: Readonly<Record<string, string>>,
): Promise<void> {
  const [, , slug = '', ...rest] = path.split('/')
  const call = rest.join('/')
  const url = Object.hasOwn(platforms, slug) ? platforms[slug] : undefined
  const methods = platformCalls.filter(([, pattern]) => pattern.test(call)).map(([method]) => method)
  if (url === undefined || methods.length === 0) throw new HttpError(404, `no platform offers ${path} to a page`)
  requireMethod(request, ...methods)
  const body = request.method === 'POST' ? await readBody(request, bodyLimit) : undefined
  const answer = await ask(`${url}/${call}`, { method: request.method, body }, `the platform ${slug} does not answer`)
  const type = answer.headers.get('content-type') ?? 'application/octet-stream'
  const content = Buffer.from(await answer.arrayBuffer())
  response.writeHead(answer.status, { ...apiHeaders, 'content-type': type }).end(content)
}
