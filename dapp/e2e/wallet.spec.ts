/**
 * Is the test wallet a faithful wallet? MetaMask's own conformance page drives it: what that page verifies, a real
 * wallet would have answered.
 */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'
import { test as base, expect, type Page } from '@playwright/test'
import { createPublicClient, http, type PublicClient } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { packageFile } from '../../scripts/paths.ts'
import { localChainId, startAnvil } from '../../scripts/services/anvil.ts'
import { type LocalServer, listen } from '../../scripts/services/http.ts'
import { PortAllocator } from '../../scripts/services/ports.ts'
import { Supervisor } from '../../scripts/services/processes.ts'
import { TestWallet } from './wallet.ts'

const mnemonic = 'test test test test test test test test test test test junk'
const [first, second] = [1, 2].map((addressIndex) => mnemonicToAccount(mnemonic, { addressIndex })) as [
  ReturnType<typeof mnemonicToAccount>,
  ReturnType<typeof mnemonicToAccount>,
]
const mimeTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
}

interface Conformance {
  readonly rpcUrl: string
  readonly chain: PublicClient
  readonly site: LocalServer
}

const test = base.extend<{ wallet: TestWallet; dapp: Page }, { conformance: Conformance }>({
  conformance: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are needed from this pattern
    async ({}, use, info) => {
      const supervisor = new Supervisor(join(info.project.outputDir, 'wallet-logs'), (error) => {
        throw error
      })
      const { url } = await startAnvil(supervisor, await new PortAllocator().near(18_545), mnemonic)
      const site = await serveTestDapp()
      await use({ rpcUrl: url, chain: createPublicClient({ transport: http(url), pollingInterval: 50 }), site })
      await site.close()
      await supervisor.stopAll()
    },
    { scope: 'worker' },
  ],
  wallet: async ({ context, conformance }, use) => {
    const { rpcUrl } = conformance
    await use(await TestWallet.install(context, { rpcUrl, chainId: localChainId, account: first, legacy: true }))
  },
  dapp: async ({ page, wallet, conformance }, use) => {
    // The page asks others for fonts and styles; the test asks nobody.
    await page.route(
      (url) => url.hostname !== '127.0.0.1',
      (route) => route.abort(),
    )
    await page.goto(conformance.site.url)
    await page.getByRole('button', { name: 'Use Test Wallet' }).click()
    await page.locator('#connectButton').click()
    await expect(page.locator('#accounts')).toHaveText(wallet.address.toLowerCase())
    await use(page)
  },
})

function serveTestDapp(): Promise<LocalServer> {
  const index = packageFile('@metamask/test-dapp', 'dist', 'index.html')
  if (index === undefined) throw new Error('the package @metamask/test-dapp is not installed')
  const server = createServer((request, response) => {
    const name = (request.url ?? '/').slice(1) || 'index.html'
    const file = packageFile('@metamask/test-dapp', 'dist', name)
    if (file === undefined) return response.writeHead(404).end()
    response.writeHead(200, { 'content-type': mimeTypes[extname(file)] ?? 'application/octet-stream' })
    return response.end(readFileSync(file))
  })
  return listen(server, 0)
}

test('announces itself, connects, changes account and network, gives up its permission', async ({ dapp, wallet }) => {
  await expect(dapp.locator('#provider')).toContainText('Test Wallet')
  await expect(dapp.locator('#chainId')).toHaveText('0x7a69')
  await dapp.locator('#switchEthereumChain').click()
  await expect(dapp.locator('#chainId')).toHaveText('0x53a')
  await wallet.moveTo(localChainId)
  await expect(dapp.locator('#chainId')).toHaveText('0x7a69')

  await wallet.use(second)
  await expect(dapp.locator('#accounts')).toHaveText(second.address.toLowerCase())
  await dapp.locator('#getPermissions').click()
  await expect(dapp.locator('#permissionsResult')).toContainText('eth_accounts')
  await dapp.locator('#getAccounts').click()
  await expect(dapp.locator('#getAccountsResult')).toHaveText(second.address.toLowerCase())
  await dapp.locator('#revokeAccountsPermission').click()
  await expect(dapp.locator('#accounts')).toBeEmpty()
})

test('signs what the page verifies', async ({ dapp, wallet }) => {
  const signer = new RegExp(`^${wallet.address}$`, 'i')
  const verifications = {
    personalSign: ['personalSignVerifyECRecoverResult', 'personalSignVerifySigUtilResult'],
    signTypedDataV4: ['signTypedDataV4VerifyResult'],
    signPermit: ['signPermitVerifyResult'],
  }
  for (const [kind, results] of Object.entries(verifications)) {
    await dapp.locator(`#${kind}`).click()
    await expect(dapp.locator(`#${kind}Result`)).toHaveText(/^0x[0-9a-f]{130}$/)
    await dapp.locator(`#${kind}Verify`).click()
    for (const result of results) await expect(dapp.locator(`#${result}`)).toHaveText(signer)
  }
})

test('sends payments, deploys a contract and calls it', async ({ dapp, wallet, conformance: { chain } }) => {
  for (const button of ['#sendButton', '#sendEIP1559Button', '#createToken']) await dapp.locator(button).click()
  await expect(dapp.locator('#erc20TokenAddresses')).toHaveText(/^0x[0-9a-fA-F]{40}$/)
  await dapp.locator('#transferTokens').click()
  await expect.poll(() => chain.getTransactionCount({ address: wallet.address })).toBe(4)
  const { transactions } = await chain.getBlock({ includeTransactions: true })
  expect(transactions[0]).toMatchObject({ from: wallet.address.toLowerCase() })
  const receipt = await chain.getTransactionReceipt({ hash: transactions[0]?.hash ?? '0x' })
  expect(receipt.logs).toHaveLength(1)
})

test('refuses as a person does, and lets a test read before it decides', async ({ dapp, wallet }) => {
  wallet.mode = 'reject'
  // The page writes this one refusal on the button itself.
  await dapp.locator('#personalSign').click()
  await expect(dapp.locator('#personalSign')).toHaveText('Error: User rejected the request.')

  wallet.mode = 'ask'
  await dapp.locator('#signTypedDataV4').click()
  const asked = await wallet.next('eth_signTypedData_v4')
  expect(JSON.parse(String(asked.params[1]))).toMatchObject({
    primaryType: 'Mail',
    message: { contents: 'Hello, Bob!' },
  })
  await expect(dapp.locator('#signTypedDataV4Result')).toBeEmpty()
  asked.reject()
  await expect(dapp.locator('#signTypedDataV4Result')).toHaveText('Error: User rejected the request.')

  const codes = await dapp.evaluate(() => {
    const { ethereum } = window as unknown as { ethereum: { request(call: object): Promise<unknown> } }
    const codeOf = (method: string) => ethereum.request({ method }).catch((error) => error.code)
    return Promise.all([codeOf('eth_noSuchMethod'), codeOf('wallet_sendCalls')])
  })
  expect(codes, "the node's refusal and the wallet's").toEqual([-32601, 4200])
})
