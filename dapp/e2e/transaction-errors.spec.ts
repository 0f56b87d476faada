/** What the page says when a step cannot be taken: by whom, by which rule, or because the person decided otherwise. */
import { idHex, termsHash } from '@tallystick/sdk'
import type { LocalAccount } from 'viem'
import { company } from '../../scripts/demo/companies.ts'
import type { Chain } from './chain.ts'
import { type Browsers, expect, type Language, languages, test } from './fixtures.ts'
import { asFile, freshInvoice, withPayable } from './invoices.ts'
import { Person } from './person.ts'
import { yuan } from './scene.ts'

/** Sentences of the SDK that name amounts or accounts, as a person reads them. */
const sentences: Readonly<Record<Language, Readonly<Record<string, RegExp>>>> = {
  en: {
    rejected: /You declined the request in your wallet\. Nothing was sent\./,
    limit: /The debtor's limit is [\d,.]+( DCNY)?; this deal would raise the exposure to [\d,.]+/,
    liquidity: /The treasury has [\d,.]+( DCNY)? at hand, but 1[67],\d{3},[\d.,]+( DCNY)? is needed\./,
    price: /The price is [\d,.]+( DCNY)? now, below the [\d,.]+( DCNY)? that you accepted\. Nothing was sold\./,
  },
  'zh-CN': {
    rejected: /您在钱包中拒绝了请求，未发送任何内容。/,
    limit: /债务人限额为 [\d,.]+.*，本笔将使敞口达到 [\d,.]+/,
    liquidity: /资金池可用 [\d,.]+.*，需要 1[67],\d{3},[\d.,]+/,
    price: /现价为 [\d,.]+.*，低于您接受的 [\d,.]+.*，未成交。/,
  },
}

function sentence(language: Language, key: string): RegExp {
  const found = sentences[language][key]
  if (found === undefined) throw new Error(`no sentence ${key}`)
  return found
}

for (const language of languages) {
  test.describe(language, () => {
    test('a refusal in the wallet is a decision, not an error', async ({ browsers, chain }) => {
      const lanhai = await Person.of('lanhai', browsers, { language })
      const { ubl } = freshInvoice(await chain.now())
      await lanhai.open('New invoice')
      await lanhai.drop(asFile(ubl))
      await lanhai.page.getByTestId('request-confirmation').click()
      await lanhai.reject()
      await expect(lanhai.transaction).toHaveAttribute('data-stage', 'refused')
      await lanhai.refused(sentence(language, 'rejected'))
      const args = [termsHash(await chain.terms(ubl))] as const
      expect(await chain.client.readContract({ ...chain.receivables, functionName: 'isRequested', args })).toBe(false)
    })

    test('an invoice of somebody else, for somebody unknown, or asked for already', async ({ browsers, chain }) => {
      const lanhai = await Person.of('lanhai', browsers, { language })
      const xinda = await Person.of('xinda', browsers, { language })
      const { ubl } = freshInvoice(await chain.now())
      await expectObstacle(xinda, ubl, 'This invoice was issued by another company than the connected one.')
      const toStranger = ubl.replaceAll('91310000132240DH7X', '91310000999999XX9X')
      await expectObstacle(lanhai, toStranger, 'The buyer is not a registered core enterprise.')
      await chain.request(ubl)
      await chain.indexed()
      await expectObstacle(lanhai, ubl, 'You have asked for this confirmation already.')
      await dropInvoice(lanhai, withPayable(ubl, '365000.00'))
      await expect(lanhai.text('An edited copy')).toBeVisible()
    })

    test('an account that is unknown, frozen or without a wallet', async ({ browsers, chain }) => {
      const { ubl } = freshInvoice(await chain.now())
      const visitor = new Person(await browsers.visitor({ language }), language)
      await expectObstacle(visitor, ubl, "Connect your company's wallet first.")
      const stranger = await connectWith(browsers, await chain.newAccount(), language)
      const unknown = 'This account is not registered as a member. Ask the registry to register it.'
      await expectObstacle(stranger, ubl, unknown)
      const supplier = await chain.newSupplier()
      await chain.freeze(supplier.address)
      const frozen = await connectWith(browsers, supplier, language)
      await expectObstacle(frozen, ubl, 'This account is frozen. It can still pay and collect its own money.')
    })

    test('the debtor’s limit and the treasury’s cash are named before anything is signed', async ({
      browsers,
      chain,
    }) => {
      const lanhai = await Person.of('lanhai', browsers, { language })
      for (const [amount, key] of [
        ['30000000.00', 'limit'],
        ['18000000.00', 'liquidity'],
      ] as const) {
        await openFinancing(lanhai, chain, amount)
        await expect(lanhai.dialog('Finance')).toContainText(sentence(language, key))
        await expect(lanhai.button('Finance', lanhai.dialog('Finance'))).toHaveAttribute('aria-disabled', 'true')
      }
    })

    test('a price that moved between quote and signature sells nothing', async ({ browsers, chain }) => {
      await chain.provideCash(1_000_000n * yuan)
      const lanhai = await Person.of('lanhai', browsers, { language })
      const { tokenId, terms } = await openFinancing(lanhai, chain, '356000.00')
      await lanhai.button('Finance', lanhai.dialog('Finance')).click()
      await expect(lanhai.page.getByTestId('approve')).toBeVisible()
      await chain.raisePrice(10)
      await lanhai.approve()
      await expect(lanhai.transaction).toHaveAttribute('data-stage', 'failed')
      await expect(lanhai.transaction).toContainText(sentence(language, 'price'))
      const args = [company('lanhai').address, tokenId] as const
      expect(await chain.client.readContract({ ...chain.receivables, functionName: 'balanceOf', args })).toBe(
        terms.face,
      )
    })
  })
}

async function dropInvoice(person: Person, xml: string): Promise<void> {
  await person.page.goto('/invoices/new')
  await person.drop(asFile(xml))
}

/** The button says why it cannot be used. */
async function expectObstacle(person: Person, xml: string, reason: string): Promise<void> {
  await dropInvoice(person, xml)
  const button = person.page.getByTestId('request-confirmation')
  await expect(button).toHaveAttribute('aria-disabled', 'true')
  await expect(button).toHaveAccessibleDescription(person.words(reason))
}

async function connectWith(browsers: Browsers, account: LocalAccount, language: Language): Promise<Person> {
  const { page } = await browsers.withWallet(account, { language })
  const person = new Person(page, language)
  await page.goto('/')
  await page.getByTestId('connect').click()
  await page.getByRole('button', { name: 'Test Wallet' }).click()
  await expect(page.getByTestId('account')).toBeVisible()
  return person
}

/** Opens the dialog that sells a whole new receivable of this amount to the bank. */
async function openFinancing(person: Person, chain: Chain, amount: string) {
  const { ubl } = freshInvoice(await chain.now())
  const xml = amount === '356000.00' ? ubl : withPayable(ubl, amount)
  const made = await chain.receivable(xml)
  await chain.indexed()
  await person.page.goto(`/receivables/${idHex(made.baseId)}`)
  await person.button('Finance').click()
  await expect(person.dialog('Finance').getByTestId('quote-price')).toBeVisible()
  return made
}
