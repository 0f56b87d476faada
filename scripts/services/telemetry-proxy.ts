import { request as ask, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { apiHeaders, HttpError, readBody, requireMethod } from './http-answers.ts'

/** A note is the longest that a page sends. */
const bodyLimit = 20_000

/** Headers of a request that mean something to the gateway. */
const passedOn = ['accept', 'authorization', 'content-type', 'last-event-id'] as const

/** Headers of an answer that mean something to the page. */
const passedBack = ['content-type', 'content-disposition', 'retry-after', 'x-accel-buffering'] as const

/**
 * `/telemetry/…`: the interface of the machines' gateway. Streams of events are passed on as they come. Figures for
 * operators (`/metrics`) are not a page's business.
 */
export async function proxyTelemetry(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  gatewayUrl: string,
): Promise<void> {
  requireMethod(request, 'GET', 'POST')
  if (!/^\/(v1\/.+|health|openapi\.json)$/.test(path)) throw new HttpError(404, `there is no ${path} at the gateway`)
  const body = request.method === 'POST' ? await readBody(request, bodyLimit) : undefined
  const { search } = new URL(request.url ?? '/', 'http://page')
  const answer = await forward(new URL(path + search, gatewayUrl), request, response, body)
  response.writeHead(answer.statusCode ?? 502, { ...apiHeaders, ...only(answer.headers, passedBack) })
  response.flushHeaders()
  // A page that leaves in the middle of a stream is nobody's error.
  await pipeline(answer, response).catch(() => response.destroy())
}

function forward(
  url: URL,
  { method, headers }: IncomingMessage,
  response: ServerResponse,
  body: string | undefined,
): Promise<IncomingMessage> {
  return new Promise((done, fail) => {
    const question = ask(url, { ...(method && { method }), headers: only(headers, passedOn) }, done)
    question.once('error', () => fail(new HttpError(502, "the machines' gateway does not answer")))
    response.once('close', () => question.destroy())
    question.end(body)
  })
}

function only(headers: IncomingHttpHeaders, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = headers[name]
      return typeof value === 'string' ? [[name, value]] : []
    }),
  )
}
