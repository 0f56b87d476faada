import type { IncomingMessage, ServerResponse } from 'node:http'

/** A request that is answered with a status and a sentence. */
export class HttpError extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** @throws HttpError 405 */
export function requireMethod(request: IncomingMessage, ...methods: string[]): void {
  if (!methods.includes(request.method ?? '')) throw new HttpError(405, `use ${methods.join(' or ')}`)
}

/** @throws HttpError 400 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new HttpError(400, 'the request is not JSON')
  }
}

/**
 * The whole body of a request.
 * @param limit bytes
 * @throws HttpError 413
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > limit) throw new HttpError(413, `the request is longer than ${limit} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** Answers that depend on the moment: never stored, and never sniffed into something executable. */
export const apiHeaders = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }

/** Answers with 200 and a text. */
export function sendText(response: ServerResponse, type: string, text: string): void {
  response.writeHead(200, { ...apiHeaders, 'content-type': type }).end(text)
}

/** Answers with a JSON document. */
export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { ...apiHeaders, 'content-type': 'application/json; charset=utf-8' })
  response.end(JSON.stringify(value))
}

/** What to ask another server. */
export interface Question {
  readonly method: string | undefined
  /** JSON. */
  readonly body: string | undefined
}

/**
 * Asks another server, for at most 30 seconds.
 * @throws HttpError 502 with the given sentence when it does not answer
 */
export async function ask(url: string, { method, body }: Question, whenDown: string): Promise<Response> {
  const headers = body === undefined ? {} : { 'content-type': 'application/json' }
  const signal = AbortSignal.timeout(30_000)
  try {
    return await fetch(url, { ...(method && { method }), headers, ...(body !== undefined && { body }), signal })
  } catch {
    throw new HttpError(502, whenDown)
  }
}
