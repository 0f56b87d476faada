/** The network around the page fails: the page says what it means, loses nothing and recovers by itself. */
import type { BrowserContext } from '@playwright/test'
import { parseInvoice, receivablesAbi } from '@tallystick/sdk'
import { decodeFunctionData, type Hex } from 'viem'
import { signer } from './chain.ts'
import { expect, type Language, languages, test } from './fixtures.ts'
import { asFile, freshInvoice } from './invoices.ts'
import { Person } from './person.ts'

/** Sentences with block numbers in them. */
const lagging: Readonly<Record<Language, RegExp>> = {
  en: /The records are behind the chain: block 1 of \d+\. Lists will follow by themselves\./,
  'zh-CN': /记录落后于链：.*1.*\d+/,
}

/** The page asks the index how far it is every three seconds, and gives up waiting for a record after twenty. */
const [nextQuestionMs, patienceMs] = [4_000, 21_000]

const unreachable =
  'The records cannot be reached. Lists show what was loaded last; amounts beside a button come from the chain and are current.'

for (const language of languages) {
  test.describe(language, () => {
    test('a wallet on another network is asked to switch, and then works', async ({ browsers, chain }) => {
      const { page, wallet } = await browsers.withWallet(signer('lanhai'), { language })
      const lanhai = new Person(page, language)
      await page.goto('/')
      await page.getByTestId('connect').click()
      await page.getByRole('button', { name: 'Test Wallet' }).click()
      await expect(page.getByTestId('account')).toBeVisible()
      await wallet.moveTo(1)
      await expect(page.getByTestId('wrong-network')).toHaveText(lanhai.words('Wrong network: switch'))
      const { ubl } = freshInvoice(await chain.now())
      await lanhai.open('New invoice')
      await lanhai.drop(asFile(ubl))
      const button = page.getByTestId('request-confirmation')
      await expect(button).toHaveAccessibleDescription(lanhai.words('Switch your wallet to this network first.'))

      await page.getByTestId('wrong-network').click()
      await expect(page.getByTestId('account')).toBeVisible()
      wallet.mode = 'ask'
      await button.click()
      const asked = await wallet.next('eth_sendTransaction')
      // What the wallet is asked to sign is what the file says.
      const { to, data } = asked.params[0] as { to: string; data: Hex }
      expect(to.toLowerCase()).toBe(chain.receivables.address.toLowerCase())
      const call = decodeFunctionData({ abi: receivablesAbi, data })
      const { fingerprint, contentHash } = parseInvoice(ubl)
      expect(call).toMatchObject({
        functionName: 'request',
        args: [{ fingerprint, contentHash, face: 356_000_000_000n }],
      })
      asked.approve()
      await lanhai.done()
    })

    test('without the chain’s node nothing is lost, and it goes on when the node is back', async ({
      browsers,
      chain,
      problems,
    }) => {
      const lanhai = await Person.of('lanhai', browsers, { language })
      const { ubl } = freshInvoice(await chain.now())
      await lanhai.open('New invoice')
      await lanhai.drop(asFile(ubl))
      const button = lanhai.page.getByTestId('request-confirmation')
      await expect(button).not.toHaveAttribute('aria-disabled')
      const context = lanhai.page.context()
      problems.expect(/Failed to load resource: net::ERR_(FAILED|CONNECTION_REFUSED)/)
      await context.route('**/rpc', (route) => route.abort())
      await button.click()
      await expect(lanhai.transaction).toHaveAttribute('data-stage', 'failed', { timeout: 30_000 })
      await lanhai.refused(
        language === 'en'
          ? 'The network node cannot be reached. Nothing is lost; try again in a moment.'
          : '无法连接网络节点。数据没有丢失，请稍后重试。',
      )
      await context.unroute('**/rpc')
      await button.click()
      await lanhai.approve()
      await lanhai.done()
    })

    test('records that lag or cannot be reached are announced, and return', async ({ browsers, problems }) => {
      const page = await browsers.visitor({ language })
      const visitor = new Person(page, language)
      problems.expect(/Failed to load resource: net::ERR_FAILED/)
      await pretendToLag(page.context())
      await page.clock.install()
      await page.goto('/receivables')
      await expect(page.getByText(lagging[language])).toBeVisible()
      await page.context().unroute('**/graphql')
      await page.clock.fastForward(nextQuestionMs)
      await expect(page.getByText(lagging[language])).toBeHidden()
      await page.context().route('**/graphql', (route) => route.abort())
      await page.clock.fastForward(nextQuestionMs)
      await expect(visitor.text(unreachable)).toBeVisible()
      await page.context().unroute('**/graphql')
      await page.clock.fastForward(nextQuestionMs)
      await expect(visitor.text(unreachable)).toBeHidden()
    })
  })
}

test('a mined transaction is never an error because the records lag', async ({ browsers, chain }) => {
  const lanhai = await Person.of('lanhai', browsers)
  const { ubl } = freshInvoice(await chain.now())
  await lanhai.page.clock.install()
  await lanhai.page.goto('/invoices/new')
  await lanhai.drop(asFile(ubl))
  const button = lanhai.page.getByTestId('request-confirmation')
  await expect(button).not.toHaveAttribute('aria-disabled')
  await pretendToLag(lanhai.page.context())
  await button.click()
  await lanhai.approve()
  await expect(lanhai.transaction).toHaveAttribute('data-stage', 'indexing')
  await lanhai.page.clock.fastForward(patienceMs)
  await expect(lanhai.transaction).toHaveAttribute('data-stage', 'done')
  await expect(lanhai.transaction).toContainText(lanhai.words('Complete. The records are still catching up.'))
})

test('a transaction that was sent is followed on after a reload', async ({ browsers, chain }) => {
  const lanhai = await Person.of('lanhai', browsers)
  const { ubl } = freshInvoice(await chain.now())
  await lanhai.open('New invoice')
  await lanhai.drop(asFile(ubl))
  await pretendToLag(lanhai.page.context())
  await lanhai.page.getByTestId('request-confirmation').click()
  await lanhai.approve()
  await expect(lanhai.transaction).toHaveAttribute('data-stage', 'indexing')
  // A question may be on its way through the route; the reload gives it up.
  await lanhai.page.context().unrouteAll({ behavior: 'ignoreErrors' })
  await lanhai.page.reload()
  await lanhai.done()
})

/** The index answers, but says that it has come no further than block 1. */
async function pretendToLag(context: BrowserContext): Promise<void> {
  await context.route('**/graphql', async (route) => {
    const response = await route.fetch()
    const body = await response.json()
    const block = body.data?._meta?.block
    if (block) block.number = 1
    await route.fulfill({ response, json: body })
  })
}
