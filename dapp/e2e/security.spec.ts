/** The page is served as in production and treats everything that it is given as hostile. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { demoCompanies, demoMnemonic } from '../../scripts/demo/companies.ts'
import { siteDir } from '../../scripts/paths.ts'
import { expect, test } from './fixtures.ts'
import { asFile, edited, freshInvoice } from './invoices.ts'
import { screens } from './screens.ts'

test('every answer carries the production headers', async ({ browsers }) => {
  const page = await browsers.visitor()
  const response = await page.goto('/')
  const headers = (await response?.allHeaders()) ?? {}
  const policy = headers['content-security-policy'] ?? ''
  const directives = new Map(policy.split(';').map((text) => [text.trim().split(' ')[0], text.trim()]))
  expect(directives.get('default-src')).toBe("default-src 'none'")
  expect(directives.get('connect-src')).toBe("connect-src 'self'")
  expect(directives.get('require-trusted-types-for')).toBe("require-trusted-types-for 'script'")
  expect(directives.get('frame-ancestors')).toBe("frame-ancestors 'none'")
  expect(directives.get('base-uri')).toBe("base-uri 'none'")
  expect(directives.get('form-action')).toBe("form-action 'none'")
  expect(directives.get('script-src')).toMatch(/^script-src 'self'( 'sha(256|384)-[A-Za-z0-9+/=]+')*$/)
  expect(policy).not.toMatch(/unsafe-(inline|eval|hashes)|https?:|\*/)
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
  })
})

test('asks no third party for anything', async ({ browsers, system }) => {
  const page = await browsers.visitor()
  const origins = new Set<string>()
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url())
    if (protocol !== 'data:' && protocol !== 'blob:') origins.add(origin)
  })
  for (const { path } of screens) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  }
  expect([...origins]).toEqual([new URL(system.url).origin])
})

test('a script that was changed on the way does not run', async ({ browsers, problems }) => {
  const context = await browsers.context()
  const page = await context.newPage()
  problems.expect(/integrity/i, /Failed to fetch dynamically imported module/, /Failed to load/, /importing a module/i)
  let changed = 0
  await context.route('**/assets/*.js', async (route) => {
    const response = await route.fetch()
    const body = await response.text()
    changed += 1
    await route.fulfill({ response, body: `${body};globalThis.stolen = true` })
  })
  await page.goto('/')
  await expect.poll(() => problems.seen.join('\n')).toMatch(/integrity/i)
  expect(changed).toBeGreaterThan(0)
  expect(await page.evaluate(() => 'stolen' in globalThis)).toBe(false)
})

test('the page’s chain endpoint passes no control of the chain on', async ({ browsers }) => {
  const page = await browsers.visitor()
  await page.goto('/')
  const codes = await page.evaluate(async () => {
    const methods = ['evm_increaseTime', 'anvil_setBalance', 'eth_sendTransaction', 'eth_accounts', 'debug_traceCall']
    const call = async (method: string) => {
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: [] })
      const response = await fetch('/rpc', { method: 'POST', body, headers: { 'content-type': 'application/json' } })
      const answer = (await response.json()) as { error?: { code: number } }
      return answer.error?.code
    }
    return Promise.all(methods.map(call))
  })
  expect(codes).toEqual([-32601, -32601, -32601, -32601, -32601])
})

test('another site cannot move the demo clock', async ({ request, system }) => {
  const answer = await request.post(`${system.url}/demo/clock`, {
    headers: { origin: 'https://elsewhere.example', 'content-type': 'application/json' },
    data: { seconds: 60 },
  })
  expect(answer.status()).toBe(403)
})

test('the build contains no demo key', () => {
  const files = globSync('**/*', { cwd: siteDir, withFileTypes: true }).filter((entry) => entry.isFile())
  expect(files.length).toBeGreaterThan(3)
  const secrets = [demoMnemonic, ...demoCompanies.map(({ privateKey }) => privateKey.slice(2))]
  const leaks = files.flatMap((file) => {
    const text = readFileSync(join(file.parentPath, file.name), 'latin1').toLowerCase()
    return secrets.filter((secret) => text.includes(secret.toLowerCase())).map(() => file.name)
  })
  expect(leaks).toEqual([])
})

const attack = `"><img src=x onerror="globalThis.stolen=1"><script>globalThis.stolen=1</script>javascript:stolen=1`

test('markup in any field of an invoice stays text', async ({ browsers, chain }) => {
  const { ubl, number } = freshInvoice(await chain.now())
  const escaped = attack.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
  const hostile = [number, '金海路 88 号', '上海', '蓝海零部件有限公司', '东海重工股份有限公司', '液压缸 HC-80'].reduce(
    (xml, value) => edited(xml, value, `${escaped} ${value}`),
    ubl,
  )
  const page = await browsers.visitor()
  await page.goto('/invoices/new')
  await page.locator('input[type=file]').setInputFiles(asFile(hostile))
  await expect(page.getByText(attack).first()).toBeVisible()
  expect(await page.evaluate(() => 'stolen' in globalThis)).toBe(false)
  await expect(page.locator('main img, main script, a[href^="javascript"]')).toHaveCount(0)
})
