import type { IncomingMessage, ServerResponse } from 'node:http'
import { HttpError, parseJson, readBody, requireMethod, sendJson, sendText } from './http-answers.ts'

/** What exists on local chains only. Absent, every path under `/demo/` is "not found". */
export interface DemoEndpoints {
  /** `/demo/accounts`: the demo companies with their keys. */
  accounts(): unknown
  /** `/demo/invoices`: names and descriptions of the sample files. */
  invoices(): Promise<unknown>
  /** `/demo/invoices/<name>`: one file, or undefined. */
  invoice(name: string): Promise<string | undefined>
  /** `GET /demo/clock`: chain time. */
  clock(): Promise<unknown>
  /**
   * `POST /demo/clock`: moves chain time.
   * @throws RangeError with a sentence for the reader when the body makes no sense
   */
  moveClock(body: unknown): Promise<unknown>
  /**
   * `POST /demo/merchants/<key>/advance`: lets a merchant's business go on until chain time.
   * @throws RangeError with a sentence for the reader when the body makes no sense
   */
  advanceMerchant(key: string, body: unknown): Promise<unknown>
  /** `/demo/devices`: the papers of the demo's machines. */
  devices(): unknown
  /**
   * `POST /demo/devices/<id>/incident` and `…/reading`: lets something befall a machine, or lets it sign a reading now.
   * @throws RangeError with a sentence for the reader when there is no such machine or the body makes no sense
   */
  tellDevice(deviceId: string, what: 'incident' | 'reading', body: unknown): Promise<unknown>
}

const bodyLimit = 1_000

/** Answers a request under `/demo/`. */
export async function routeDemo(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  demo: DemoEndpoints | undefined,
): Promise<void> {
  if (demo === undefined) throw new HttpError(404, 'there is no demo on this network')
  if (path === 'clock' && request.method === 'POST') return act(request, response, demo.moveClock)
  const [, merchant] = /^merchants\/([a-z]+)\/advance$/.exec(path) ?? []
  if (merchant !== undefined) {
    requireMethod(request, 'POST')
    return act(request, response, (body) => demo.advanceMerchant(merchant, body))
  }
  const [, device, what] = /^devices\/(0x[0-9a-f]{64})\/(incident|reading)$/.exec(path) ?? []
  if (device !== undefined) {
    requireMethod(request, 'POST')
    return act(request, response, (body) => demo.tellDevice(device, what === 'reading' ? what : 'incident', body))
  }
  requireMethod(request, 'GET')
  if (path === 'accounts') return sendJson(response, 200, demo.accounts())
  if (path === 'clock') return sendJson(response, 200, await demo.clock())
  if (path === 'devices') return sendJson(response, 200, demo.devices())
  if (path === 'invoices') return sendJson(response, 200, await demo.invoices())
  const file = path.startsWith('invoices/') ? await demo.invoice(path.slice('invoices/'.length)) : undefined
  if (file === undefined) throw new HttpError(404, `there is no ${path} in the demo`)
  sendText(response, 'application/xml; charset=utf-8', file)
}

/** Does what a body of JSON asks for; an empty one asks for nothing in particular. */
async function act(
  request: IncomingMessage,
  response: ServerResponse,
  work: (body: unknown) => Promise<unknown>,
): Promise<void> {
  refuseForeignPage(request)
  const text = await readBody(request, bodyLimit)
  const body = text.length === 0 ? {} : parseJson(text)
  try {
    sendJson(response, 200, await work(body))
  } catch (error) {
    throw error instanceof RangeError ? new HttpError(400, error.message) : error
  }
}

/** Another site that is open in the same browser may not change the demo. Command-line tools send no Origin. */
function refuseForeignPage(request: IncomingMessage): void {
  const { origin, host } = request.headers
  if (origin !== undefined && origin !== `http://${host}`) throw new HttpError(403, 'this page may not do that')
}
