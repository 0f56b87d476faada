import { existsSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { extname, join } from 'node:path'
import { type DemoEndpoints, routeDemo } from './demo-routes.ts'
import { indexedBlock } from './graph-node.ts'
import { type LocalServer, listen } from './http.ts'
import { apiHeaders, ask, HttpError, readBody, requireMethod, sendJson, sendText } from './http-answers.ts'
import { refuse } from './json-rpc-gate.ts'
import { proxyPlatform } from './platform-proxy.ts'
import { rpc } from './rpc.ts'
import { StaticSite } from './static-site.ts'
import { proxyTelemetry } from './telemetry-proxy.ts'

/** What the web server stands in front of. */
export interface WebOptions {
  readonly port: number
  readonly siteDir: string
  readonly deploymentPath: string
  readonly rpcUrl: string
  readonly graphqlUrl: string
  /** Where each platform listens, by slug; the page reaches it under `/platforms/<slug>`. */
  readonly platforms: Readonly<Record<string, string>>
  /** Where the machines' gateway answers; the page reaches it under `/telemetry`. */
  readonly gatewayUrl: string
  /** Folder of each model's card and plots, by name, served under `/models/<name>/`. */
  readonly models: Readonly<Record<string, string>>
  readonly demo?: DemoEndpoints
}

/** Largest bodies: a signed transaction carries at most 128 KiB, our longest GraphQL document a few KiB. */
const bodyLimits = { rpc: 2_000_000, graphql: 100_000 }

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
  if (path.startsWith('/telemetry/')) {
    return proxyTelemetry(request, response, path.slice('/telemetry'.length), options.gatewayUrl)
  }
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

async function forward(response: ServerResponse, url: string, body: string, whenDown: string): Promise<void> {
  const answer = await ask(url, { method: 'POST', body }, whenDown)
  const text = await answer.text()
  response.writeHead(answer.status, { ...apiHeaders, 'content-type': 'application/json; charset=utf-8' }).end(text)
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
