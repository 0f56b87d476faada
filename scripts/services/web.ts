import { existsSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { extname, join } from 'node:path'
import { indexedBlock } from './graph-node.ts'
import { type LocalServer, listen } from './http.ts'
import { refuse } from './json-rpc-gate.ts'
import { rpc } from './rpc.ts'
import { StaticSite } from './static-site.ts'

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
}

/** What the web server stands in front of. */
export interface WebOptions {
  readonly port: number
  readonly siteDir: string
  readonly deploymentPath: string
  readonly rpcUrl: string
  readonly graphqlUrl: string
  /** Where each platform listens, by slug; the page reaches it under `/platforms/<slug>`. */
  readonly platforms: Readonly<Record<string, string>>
  /** Folder of each model's card and plots, by name, served under `/models/<name>/`. */
  readonly models: Readonly<Record<string, string>>
  readonly demo?: DemoEndpoints
}

/** Largest bodies: a signed transaction carries at most 128 KiB, our longest GraphQL document a few KiB. */
const bodyLimits = { rpc: 2_000_000, graphql: 100_000, platform: 16_384, demo: 1_000 }

class HttpError extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** Starts the page's server: the built site, and the chain, the index and the deployment under the same origin. */
export function startWeb(options: WebOptions): Promise<LocalServer> {
  const site = new StaticSite(options.siteDir)
  const server = createServer((request, response) => {
    route(request, response, site, options).catch((error: unknown) => answerError(response, error))
  })
  return listen(server, options.port)
}

async function route(
  request: IncomingMessage,
  response: ServerResponse,
  site: StaticSite,
  options: WebOptions,
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://page')
  const path = decode(pathname)
  if (path === '/rpc') return proxyRpc(request, response, options.rpcUrl)
  if (path === '/graphql') return proxyGraphql(request, response, options.graphqlUrl)
  if (path.startsWith('/platforms/')) return proxyPlatform(request, response, path, options.platforms)
  if (path.startsWith('/demo/')) return routeDemo(request, response, path.slice('/demo/'.length), options.demo)
  requireMethod(request, 'GET', 'HEAD')
  if (path === '/deployment.json') return sendDeployment(response, options.deploymentPath)
  if (path.startsWith('/models/')) return sendModelFile(response, path, options.models)
  if (path === '/health') return sendHealth(response, options)
  site.handle(request, response, path)
}

function decode(pathname: string): string {
  try {
    return decodeURIComponent(pathname)
  } catch {
    throw new HttpError(400, 'the address is not correctly encoded')
  }
}

function requireMethod(request: IncomingMessage, ...methods: string[]): void {
  if (!methods.includes(request.method ?? '')) throw new HttpError(405, `use ${methods.join(' or ')}`)
}

async function proxyRpc(request: IncomingMessage, response: ServerResponse, rpcUrl: string): Promise<void> {
  requireMethod(request, 'POST')
  const body = await readBody(request, bodyLimits.rpc)
  const refusal = refuse(body)
  if (refusal !== undefined) return sendJson(response, 200, refusal)
  await forward(response, rpcUrl, body, 'the chain does not answer')
}

async function proxyGraphql(request: IncomingMessage, response: ServerResponse, url: string): Promise<void> {
  requireMethod(request, 'POST')
  const body = await readBody(request, bodyLimits.graphql)
  await forward(response, url, body, 'the index does not answer')
}

/** What a page may ask of a platform; the oracle network's endpoint is none of it. */
const platformCalls: readonly (readonly [method: string, path: RegExp])[] = [
  ['GET', /^v1\/merchants\/0x[0-9a-fA-F]{40}\/fields$/],
  ['POST', /^v1\/merchants\/0x[0-9a-fA-F]{40}\/disclosure$/],
  ['GET', /^v1\/model\/0x[0-9a-fA-F]{64}$/],
]

async function proxyPlatform(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  platforms: WebOptions['platforms'],
): Promise<void> {
  const [, , slug = '', ...rest] = path.split('/')
  const call = rest.join('/')
  const url = Object.hasOwn(platforms, slug) ? platforms[slug] : undefined
  const methods = platformCalls.filter(([, pattern]) => pattern.test(call)).map(([method]) => method)
  if (url === undefined || methods.length === 0) throw new HttpError(404, `no platform offers ${path} to a page`)
  requireMethod(request, ...methods)
  const body = request.method === 'POST' ? await readBody(request, bodyLimits.platform) : undefined
  const answer = await ask(`${url}/${call}`, { method: request.method, body }, `the platform ${slug} does not answer`)
  const type = answer.headers.get('content-type') ?? 'application/octet-stream'
  const content = Buffer.from(await answer.arrayBuffer())
  response.writeHead(answer.status, { ...apiHeaders, 'content-type': type }).end(content)
}

async function forward(response: ServerResponse, url: string, body: string, whenDown: string): Promise<void> {
  const answer = await ask(url, { method: 'POST', body }, whenDown)
  const text = await answer.text()
  response.writeHead(answer.status, { ...apiHeaders, 'content-type': 'application/json; charset=utf-8' }).end(text)
}

interface Question {
  readonly method: string | undefined
  /** JSON. */
  readonly body: string | undefined
}

async function ask(url: string, { method, body }: Question, whenDown: string): Promise<Response> {
  const headers = body === undefined ? {} : { 'content-type': 'application/json' }
  const signal = AbortSignal.timeout(30_000)
  try {
    return await fetch(url, { ...(method && { method }), headers, ...(body !== undefined && { body }), signal })
  } catch {
    throw new HttpError(502, whenDown)
  }
}

function sendDeployment(response: ServerResponse, path: string): void {
  if (!existsSync(path)) throw new HttpError(503, 'nothing is deployed yet')
  sendText(response, 'application/json; charset=utf-8', readFileSync(path, 'utf8'))
}

const modelFileTypes: Readonly<Record<string, string>> = {
  '.json': 'application/json; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
}

/** `/models/<name>/<file>`: a model's card and plots, for people. */
function sendModelFile(response: ServerResponse, path: string, models: WebOptions['models']): void {
  const [, , name = '', file = '', ...rest] = path.split('/')
  const folder = Object.hasOwn(models, name) ? models[name] : undefined
  const type = modelFileTypes[extname(file)]
  const found = folder !== undefined && type !== undefined && rest.length === 0 && existsSync(join(folder, file))
  if (!found) throw new HttpError(404, `there is no ${path}`)
  sendText(response, type, readFileSync(join(folder, file), 'utf8'))
}

/** 200 while chain and index both answer, else 503; the body says which. */
async function sendHealth(response: ServerResponse, options: WebOptions): Promise<void> {
  const [chain, index] = await Promise.allSettled([
    rpc<string>(options.rpcUrl, 'eth_blockNumber').then(Number),
    indexedBlock(options.graphqlUrl).then((block) => block?.number ?? null),
  ])
  const health = {
    chain: { block: chain.status === 'fulfilled' ? chain.value : null },
    index: { block: index.status === 'fulfilled' ? index.value : null },
  }
  const ok = health.chain.block !== null && health.index.block !== null
  sendJson(response, ok ? 200 : 503, { ok, ...health })
}

async function routeDemo(
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
  requireMethod(request, 'GET')
  if (path === 'accounts') return sendJson(response, 200, demo.accounts())
  if (path === 'clock') return sendJson(response, 200, await demo.clock())
  if (path === 'invoices') return sendJson(response, 200, await demo.invoices())
  const file = path.startsWith('invoices/') ? await demo.invoice(path.slice('invoices/'.length)) : undefined
  if (file === undefined) throw new HttpError(404, `there is no ${path} in the demo`)
  sendText(response, 'application/xml; charset=utf-8', file)
}

/** Does what a body of JSON asks for. */
async function act(
  request: IncomingMessage,
  response: ServerResponse,
  work: (body: unknown) => Promise<unknown>,
): Promise<void> {
  refuseForeignPage(request)
  const body = parseJson(await readBody(request, bodyLimits.demo))
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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new HttpError(400, 'the request is not JSON')
  }
}

async function readBody(request: IncomingMessage, limit: number): Promise<string> {
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
const apiHeaders = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }

function sendText(response: ServerResponse, type: string, text: string): void {
  response.writeHead(200, { ...apiHeaders, 'content-type': type }).end(text)
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { ...apiHeaders, 'content-type': 'application/json; charset=utf-8' })
  response.end(JSON.stringify(value))
}

function answerError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  const status = error instanceof HttpError ? error.status : 500
  const message = error instanceof HttpError ? error.message : 'the web server failed; its log says why'
  if (status === 500) process.stderr.write(`web: ${error instanceof Error ? error.stack : String(error)}\n`)
  // The rest of a refused body is not read, so the connection cannot be used again.
  if (status === 413) response.setHeader('connection', 'close')
  sendJson(response, status, { error: message })
}
