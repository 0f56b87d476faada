import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DemoEndpoints } from '../../scripts/services/demo-routes.ts'
import { type LocalServer, listen } from '../../scripts/services/http.ts'
import { startWeb } from '../../scripts/services/web.ts'

const folder = mkdtempSync(join(tmpdir(), 'tallystick-web-'))
const policy = "default-src 'none'; script-src 'self'"
const page = '<!doctype html><title>Tallystick</title>'
const chunk = `console.log(${JSON.stringify('x'.repeat(4_000))})`

mkdirSync(join(folder, 'site', 'assets'), { recursive: true })
writeFileSync(join(folder, 'site', 'index.html'), page)
writeFileSync(join(folder, 'site', 'csp.txt'), `${policy}\n`)
writeFileSync(join(folder, 'site', 'headers.json'), '{"referrer-policy":"same-origin"}')
writeFileSync(join(folder, 'site', 'assets', 'index-abc.js'), chunk)
writeFileSync(join(folder, 'secret.txt'), 'not part of the site')
writeFileSync(join(folder, 'deployment.json'), '{"name":"local"}')
mkdirSync(join(folder, 'model'))
writeFileSync(join(folder, 'model', 'card.json'), '{"name":"merchant-v1"}')
writeFileSync(join(folder, 'model', 'model.blob'), 'TSM1')

const demo: DemoEndpoints = {
  accounts: () => [{ name: 'Lanhai' }],
  invoices: async () => [{ fileName: 'a.xml' }],
  invoice: async (name) => (name === 'a.xml' ? '<Invoice/>' : undefined),
  clock: async () => ({ timestamp: 1, block: 1 }),
  moveClock: async (body) => {
    if ((body as { seconds?: number }).seconds === undefined) throw new RangeError('say how far')
    return { timestamp: 2, block: 2 }
  },
  advanceMerchant: async (key, body) => ({ key, body }),
  devices: () => [{ model: 'TS215' }],
  tellDevice: async (deviceId, what, body) => ({ deviceId, what, body }),
}

const received: string[] = []
let chain: LocalServer
let gateway: LocalServer
let local: LocalServer
let publicSite: LocalServer

beforeAll(async () => {
  const backend = createServer((request, response) => {
    request.setEncoding('utf8').on('data', (text) => received.push(text))
    request.on('end', () => response.end('{"jsonrpc":"2.0","id":1,"result":"0x1"}'))
  })
  chain = await listen(backend, 0)
  gateway = await listen(createServer(answerAsGateway), 0)
  const options = {
    port: 0,
    siteDir: join(folder, 'site'),
    deploymentPath: join(folder, 'deployment.json'),
    rpcUrl: chain.url,
    graphqlUrl: 'http://127.0.0.1:1/graphql',
    platforms: { market: chain.url, closed: 'http://127.0.0.1:1' },
    gatewayUrl: gateway.url,
    models: { 'merchant-v1': join(folder, 'model') },
  }
  local = await startWeb({ ...options, demo })
  publicSite = await startWeb(options)
})

afterAll(() => Promise.all([local, publicSite, gateway, chain].map((server) => server.close())))

/** The path and the token that it was asked with, or a stream whose second event comes when the first was read. */
function answerAsGateway(request: IncomingMessage, response: ServerResponse): void {
  if (!request.url?.startsWith('/v1/stream')) {
    response.writeHead(request.url === '/v1/gone' ? 410 : 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ url: request.url, method: request.method, token: request.headers.authorization }))
    return
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.write('event: reading\ndata: 1\n\n')
  streams.push(response)
}

const streams: ServerResponse[] = []

function post(path: string, body: string, headers: Record<string, string> = {}, site = local): Promise<Response> {
  return fetch(`${site.url}${path}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  })
}

describe('the site', () => {
  it('sends the policy and headers of the build', async () => {
    const { headers } = await fetch(local.url)
    expect(headers.get('content-security-policy')).toBe(policy)
    expect(headers.get('referrer-policy')).toBe('same-origin')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cache-control')).toBe('no-cache')
  })

  it('answers a route of the page with the page', async () => {
    expect(await (await fetch(`${local.url}/receivables/0x12`)).text()).toBe(page)
  })

  it('compresses, and lets names with a hash be kept for ever', async () => {
    const response = await fetch(`${local.url}/assets/index-abc.js`, { headers: { 'accept-encoding': 'br' } })
    expect(response.headers.get('content-encoding')).toBe('br')
    expect(Number(response.headers.get('content-length'))).toBeLessThan(chunk.length / 10)
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(await response.text()).toBe(chunk)
  })

  it('answers 304 to a browser that has the file', async () => {
    const etag = (await fetch(local.url)).headers.get('etag') ?? ''
    const again = await fetch(local.url, { headers: { 'if-none-match': etag } })
    expect(again.status).toBe(304)
  })

  it.each(['/assets/missing.js', '/csp.txt', '/headers.json', '/..%2fsecret.txt', '/%2e%2e/secret.txt', '/%00.js'])(
    'does not serve %s',
    async (path) => {
      const response = await fetch(`${local.url}${path}`)
      expect(response.status).toBe(404)
    },
  )

  it('refuses an address that is not correctly encoded', async () => {
    expect((await fetch(`${local.url}/%E0%A4%A`)).status).toBe(400)
  })

  it('serves the deployment without letting it be kept', async () => {
    const response = await fetch(`${local.url}/deployment.json`)
    expect(await response.json()).toEqual({ name: 'local' })
    expect(response.headers.get('cache-control')).toBe('no-store')
  })
})

describe('the chain under the same origin', () => {
  const call = (method: string) => JSON.stringify({ jsonrpc: '2.0', id: 7, method, params: [] })

  it('passes reading and sending on', async () => {
    const response = await post('/rpc', call('eth_call'))
    expect(await response.json()).toMatchObject({ result: '0x1' })
    expect(received.at(-1)).toBe(call('eth_call'))
  })

  it.each([
    'anvil_setBalance',
    'evm_increaseTime',
    'eth_sendTransaction',
    'eth_sign',
    'personal_unlockAccount',
    'debug_traceCall',
  ])('refuses %s', async (method) => {
    const before = received.length
    const answer = await (await post('/rpc', call(method))).json()
    expect(answer).toMatchObject({ id: 7, error: { code: -32601 } })
    expect(received.length).toBe(before)
  })

  it('refuses a batch with one forbidden call in it', async () => {
    const answer = await (await post('/rpc', `[${call('eth_call')},${call('evm_mine')}]`)).json()
    expect(answer).toMatchObject({ error: { message: 'the method evm_mine is not available here' } })
  })

  it('refuses what is not JSON', async () => {
    expect(await (await post('/rpc', '{')).json()).toMatchObject({ error: { code: -32700 } })
  })

  it('refuses a body that is too long', async () => {
    expect((await post('/graphql', 'x'.repeat(200_000))).status).toBe(413)
  })

  it('says that the index is down', async () => {
    const response = await post('/graphql', '{}')
    expect(response.status).toBe(502)
    expect(await response.json()).toEqual({ error: 'the index does not answer' })
  })

  it('reports its health', async () => {
    const response = await fetch(`${local.url}/health`)
    expect(response.status).toBe(503)
    expect(await response.json()).toEqual({ ok: false, chain: { block: 1 }, index: { block: null } })
  })
})

describe('platforms under the same origin', () => {
  const merchant = `0x${'0a'.repeat(20)}`
  const disclosure = `/platforms/market/v1/merchants/${merchant}/disclosure`

  it('passes on what a merchant may ask', async () => {
    const response = await post(disclosure, '{"timestamp":1}')
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(received.at(-1)).toBe('{"timestamp":1}')
    expect((await fetch(`${local.url}/platforms/market/v1/merchants/${merchant}/fields`)).status).toBe(200)
    expect((await fetch(`${local.url}/platforms/market/v1/model/0x${'1f'.repeat(32)}`)).status).toBe(200)
  })

  it.each([
    `/platforms/market/v1/merchants/${merchant}/features`,
    '/platforms/market/health',
    `/platforms/nobody/v1/merchants/${merchant}/fields`,
    `/platforms/constructor/v1/merchants/${merchant}/fields`,
    `/platforms/market/v1/merchants/${merchant}/fields/../features`,
  ])('does not pass %s on', async (path) => {
    expect((await fetch(`${local.url}${path}`)).status).toBe(404)
  })

  it('wants the method of the call', async () => {
    expect((await fetch(`${local.url}${disclosure}`)).status).toBe(405)
  })

  it('refuses a body that is too long', async () => {
    expect((await post(disclosure, 'x'.repeat(20_000))).status).toBe(413)
  })

  it('says which platform is down', async () => {
    const response = await fetch(`${local.url}/platforms/closed/v1/merchants/${merchant}/fields`)
    expect(response.status).toBe(502)
    expect(await response.json()).toEqual({ error: 'the platform closed does not answer' })
  })
})

describe('models', () => {
  it('have a card', async () => {
    const response = await fetch(`${local.url}/models/merchant-v1/card.json`)
    expect(await response.json()).toEqual({ name: 'merchant-v1' })
  })

  it.each([
    'merchant-v1/model.blob',
    'merchant-v1/missing.json',
    'merchant-v1/..%2fdeployment.json',
    'other/card.json',
  ])('do not serve %s', async (path) => {
    expect((await fetch(`${local.url}/models/${path}`)).status).toBe(404)
  })
})

describe('the demo', () => {
  it('gives accounts, samples and the clock on a local chain', async () => {
    expect(await (await fetch(`${local.url}/demo/accounts`)).json()).toEqual([{ name: 'Lanhai' }])
    expect(await (await fetch(`${local.url}/demo/invoices/a.xml`)).text()).toBe('<Invoice/>')
    expect(await (await fetch(`${local.url}/demo/clock`)).json()).toEqual({ timestamp: 1, block: 1 })
  })

  it.each(['accounts', 'invoices', 'invoices/a.xml', 'clock'])('has no %s on other networks', async (path) => {
    expect((await fetch(`${publicSite.url}/demo/${path}`)).status).toBe(404)
  })

  it('moves the clock, and says why it does not', async () => {
    expect((await post('/demo/clock', '{"seconds":1}')).status).toBe(200)
    const refused = await post('/demo/clock', '{}')
    expect(refused.status).toBe(400)
    expect(await refused.json()).toEqual({ error: 'say how far' })
  })

  it('lets a merchant go on, on a local chain and by POST only', async () => {
    const advanced = await post('/demo/merchants/qingteng/advance', '{"kind":"grow"}')
    expect(await advanced.json()).toEqual({ key: 'qingteng', body: { kind: 'grow' } })
    expect((await fetch(`${local.url}/demo/merchants/qingteng/advance`)).status).toBe(405)
    expect((await post('/demo/merchants/qingteng/advance', '{}', {}, publicSite)).status).toBe(404)
  })

  it('shows the machines and tells the simulator what befalls one, on a local chain and by POST only', async () => {
    const id = `0x${'ab'.repeat(32)}`
    expect(await (await fetch(`${local.url}/demo/devices`)).json()).toEqual([{ model: 'TS215' }])
    const answer = await post(`/demo/devices/${id}/incident`, '{"kind":"theft"}')
    expect(await answer.json()).toEqual({ deviceId: id, what: 'incident', body: { kind: 'theft' } })
    expect((await fetch(`${local.url}/demo/devices/${id}/reading`)).status).toBe(405)
    expect((await post(`/demo/devices/${id}/incident`, '{"kind":"theft"}', {}, publicSite)).status).toBe(404)
    const foreign = { origin: 'https://elsewhere.example' }
    expect((await post(`/demo/devices/${id}/incident`, '{"kind":"theft"}', foreign)).status).toBe(403)
  })

  it('does not let another site move the clock', async () => {
    expect((await post('/demo/clock', '{"seconds":1}', { origin: 'http://elsewhere.example' })).status).toBe(403)
  })
})

describe("the machines' gateway", () => {
  it('is reached with path, query and token', async () => {
    const answer = await fetch(`${local.url}/telemetry/v1/alarms?state=active`, {
      headers: { authorization: 'Bearer t' },
    })
    expect(await answer.json()).toEqual({ url: '/v1/alarms?state=active', method: 'GET', token: 'Bearer t' })
    expect((await post('/telemetry/v1/notes', '{"text":"seen"}')).status).toBe(200)
    expect((await fetch(`${local.url}/telemetry/v1/gone`)).status).toBe(410)
  })

  it('sends events as they come', async () => {
    const { body, headers } = await fetch(`${local.url}/telemetry/v1/stream?token=t`)
    expect(headers.get('content-type')).toBe('text/event-stream')
    const reader = body?.getReader()
    const next = async () => new TextDecoder().decode((await reader?.read())?.value)
    expect(await next()).toContain('data: 1')
    streams.at(-1)?.write('event: alarm\ndata: 2\n\n')
    expect(await next()).toContain('data: 2')
    const closed = new Promise((done) => streams.at(-1)?.once('close', done))
    await reader?.cancel()
    await closed
  })

  it('does not show the figures of its operator', async () => {
    expect((await fetch(`${local.url}/telemetry/metrics`)).status).toBe(404)
    expect((await fetch(`${local.url}/telemetry/v1/../metrics`)).status).not.toBe(200)
  })
})
