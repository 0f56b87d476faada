/** One invoice, all the way: from a file on a supplier's desk to settled cash, by the people of the demo. */
import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { formatAmount, idHex, parseInvoice, type ReceivableTerms, termsHash, tokenIdOf } from '@tallystick/sdk'
import { company, type DemoKey } from '../../scripts/demo/companies.ts'
import { root } from '../../scripts/paths.ts'
import { type Chain, signer } from './chain.ts'
import { type Browsers, expect, type Language, languages, test } from './fixtures.ts'
import { asFile, type FreshInvoice, freshInvoice, withPayable } from './invoices.ts'
import { Person } from './person.ts'
import { yuan } from './scene.ts'
import type { RunningSystem } from './stack.ts'

const cast = ['lanhai', 'donghai', 'xinda', 'jiangnan'] as const satisfies readonly DemoKey[]

type Cast = Readonly<Record<(typeof cast)[number], Person>>

async function gather(browsers: Browsers, language: Language): Promise<Cast> {
  const people = await Promise.all(
    cast.map(async (key) => [key, await Person.of(key, browsers, { language })] as const),
  )
  return Object.fromEntries(people) as Cast
}

/** As the page writes an amount of the settlement asset. */
const shown = (units: bigint) => formatAmount(units, 6)

const face = 356_000n * yuan
/** 40 % of the face, which Xinda Metals receives. */
const passedOn = 142_400n * yuan
const kept = face - passedOn
const xindaFinances = 100_000n * yuan

for (const language of languages) {
  test(`from a file to settled cash: ${language}`, async ({ browsers, chain, system }, info) => {
    test.setTimeout(180_000)
    const people = await gather(browsers, language)
    const invoice = freshInvoice(await chain.now())
    const baseId = await test.step('the supplier asks for confirmation', () => ask(people.lanhai, chain, invoice))
    await test.step('the core enterprise compares and confirms', () => confirm(people, chain, invoice, baseId))
    await test.step('the bank deposits', () => deposit(people.jiangnan, chain))
    await test.step('the supplier passes 40 % on and finances the rest', () => split(people, chain, baseId))
    await test.step('its own supplier finances part of its share', () => financeShare(people.xinda, chain, baseId))
    await test.step('an edited copy in the other syntax is refused', () => duplicate(people, chain, invoice))
    await test.step('the bank sees its deals', () => seeDeals(people.jiangnan, chain, baseId))
    await test.step('a cut acts at once, a raise after its delay', () => changeLimit(people.jiangnan, chain))
    await test.step('the due date arrives and the core enterprise settles', () => settle(people, chain, baseId))
    await test.step('everybody is paid to the last unit', () => payOut(people, chain, baseId))
    const auditor = new Person(await browsers.visitor({ language }), language)
    await test.step('the auditor follows the ledger and exports it', () => readLedger(auditor, chain, baseId))
    await test.step('the audit command finds no difference', () => runAudit(system, info.outputPath('deployment.json')))
  })
}

for (const language of languages) {
  test(`a debt confirmed by signature: ${language}`, async ({ browsers, chain }) => {
    const lanhai = await Person.of('lanhai', browsers, { language })
    const { ubl } = freshInvoice(await chain.now())
    const terms = await chain.request(ubl)
    await chain.indexed()
    const signature = await test.step('the core enterprise signs', () => sign(browsers, language, terms))
    await test.step('the supplier submits the signature', () => submit(lanhai, signature))
    const args = [terms.supplier, terms.fingerprint] as const
    const baseId = await chain.client.readContract({ ...chain.receivables, functionName: 'baseIdOf', args })
    const { receivable } = await chain.query<{ receivable: object }>(
      'query ($id: ID!) { receivable(id: $id) { state origin face } }',
      { id: idHex(baseId) },
    )
    expect(receivable).toEqual({ state: 'Open', origin: 'Signed', face: String(face) })
  })
}

/** The core enterprise uses a wallet of its browser: a test reads there what it is asked to sign. */
async function sign(browsers: Browsers, language: Language, terms: ReceivableTerms): Promise<string> {
  const { page, wallet } = await browsers.withWallet(signer('donghai'), { language })
  const donghai = new Person(page, language)
  await page.goto('/')
  await page.getByTestId('connect').click()
  await page.getByRole('button', { name: 'Test Wallet' }).click()
  await openNewestRequest(donghai, 'lanhai')
  wallet.mode = 'ask'
  await page.getByTestId('sign-confirmation').click()
  const asked = await wallet.next('eth_signTypedData_v4')
  const { primaryType, message } = JSON.parse(String(asked.params[1]))
  expect(primaryType).toBe('Confirmation')
  const { deadline, ...signed } = message
  expect(Number(deadline)).toBeGreaterThan(0)
  const expected = Object.entries(terms).map(([key, value]) => [key, String(value).toLowerCase()])
  const given = Object.entries(signed).map(([key, value]) => [key, String(value).toLowerCase()])
  expect(Object.fromEntries(given)).toEqual(Object.fromEntries(expected))
  asked.approve()
  const text = await page.getByTestId('signature').textContent()
  expect(wallet.requests('eth_sendTransaction')).toEqual([])
  return text ?? ''
}

async function submit(lanhai: Person, signature: string): Promise<void> {
  await openNewestRequest(lanhai, 'lanhai')
  await lanhai.text("I have the debtor's signature").click()
  await lanhai.field("The debtor's signature").fill(signature)
  await lanhai.page.getByTestId('submit-signature').click()
  await lanhai.approve()
  await lanhai.done()
}

async function ask(lanhai: Person, chain: Chain, invoice: FreshInvoice): Promise<bigint> {
  const { fingerprint } = parseInvoice(invoice.ubl)
  await lanhai.open('New invoice')
  await lanhai.drop(asFile(invoice.ubl))
  await expect(lanhai.page.getByText(invoice.number).first()).toBeVisible()
  await expect(lanhai.page.getByTestId('fingerprint')).toHaveAttribute('title', fingerprint)
  await lanhai.page.getByTestId('request-confirmation').click()
  await expect(lanhai.dialog('Review and sign')).toContainText(shown(face))
  await lanhai.approve()
  await lanhai.done()

  const terms = await chain.terms(invoice.ubl)
  const read = { ...chain.receivables, functionName: 'isRequested', args: [termsHash(terms)] } as const
  expect(await chain.client.readContract(read)).toBe(true)
  const { requests } = await chain.query<{ requests: { state: string; face: string }[] }>(
    'query ($id: Bytes!) { requests(where: { id: $id }) { state face } }',
    { id: termsHash(terms) },
  )
  expect(requests).toEqual([{ state: 'Open', face: String(face) }])
  const args = [terms.supplier, fingerprint] as const
  return chain.client.readContract({ ...chain.receivables, functionName: 'baseIdOf', args })
}

async function confirm({ donghai }: Cast, chain: Chain, invoice: FreshInvoice, baseId: bigint): Promise<void> {
  await openNewestRequest(donghai, 'lanhai')
  // Its own copy is in the other syntax: the same invoice all the same.
  await donghai.drop(asFile(invoice.cii))
  await expect(donghai.page.getByTestId('comparison-same')).toBeVisible()
  await donghai.page.getByTestId('confirm').click()
  await donghai.approve()
  await donghai.done()
  const receivable = await chain.client.readContract({
    ...chain.receivables,
    functionName: 'receivable',
    args: [baseId],
  })
  expect(receivable).toMatchObject({ face, paid: 0n, debtor: company('donghai').address })
  expect(await unitsOf(chain, 'lanhai', baseId, 0)).toBe(face)
}

/** The newest request is the first of the list. */
async function openNewestRequest(person: Person, supplier: DemoKey): Promise<void> {
  await person.open('Requests')
  const { name, nameZh } = company(supplier)
  const row = person.page.getByRole('table').getByRole('row').nth(1)
  await row.getByRole('button', { name: person.language === 'en' ? name : nameZh }).click()
}

async function deposit(bank: Person, chain: Chain): Promise<void> {
  const amount = 1_000_000n * yuan
  const [cash, balance] = await Promise.all([treasury(chain, 'cash'), chain.balanceOf(company('jiangnan').address)])
  await bank.open('Treasury')
  await bank.button('Deposit').click()
  const dialog = bank.dialog('Deposit into the treasury')
  await bank.field('Amount', dialog).fill(shown(amount))
  await bank.button('Deposit', dialog).click()
  await bank.approve('permit', 'sign')
  await bank.done()
  expect(await treasury(chain, 'cash')).toBe(cash + amount)
  expect(await chain.balanceOf(company('jiangnan').address)).toBe(balance - amount)
  await expect(bank.page.getByTestId('stat-cash')).toContainText(shown(cash + amount))
}

async function split({ lanhai }: Cast, chain: Chain, baseId: bigint): Promise<void> {
  await openReceivable(lanhai, baseId)
  await lanhai.button('Pass on').click()
  const dialog = lanhai.dialog('Pass units on')
  await lanhai.field('Receiver', dialog).selectOption({ value: company('xinda').address.toLowerCase() })
  await dialog.getByRole('button', { name: '40%' }).click()
  await lanhai.field('Invoice or contract number', dialog).fill('XD-2026-7')
  await lanhai.button('Pass on', dialog).click()
  await lanhai.approve()
  await lanhai.done()
  expect(await unitsOf(chain, 'xinda', baseId, 1)).toBe(passedOn)
  expect(await unitsOf(chain, 'lanhai', baseId, 0)).toBe(kept)
  await finance(lanhai, 'lanhai', chain, baseId, 0, kept)
}

async function financeShare(xinda: Person, chain: Chain, baseId: bigint): Promise<void> {
  await openReceivable(xinda, baseId)
  await finance(xinda, 'xinda', chain, baseId, 1, xindaFinances)
  expect(await unitsOf(chain, 'xinda', baseId, 1)).toBe(passedOn - xindaFinances)
}

/** Sells units and checks that the money is there at the price that was on screen, or a better one. */
async function finance(person: Person, key: DemoKey, chain: Chain, baseId: bigint, tier: number, units: bigint) {
  const seller = company(key).address
  const before = await chain.balanceOf(seller)
  await person.button('Finance').click()
  const dialog = person.dialog('Finance')
  await person.field('Units to finance', dialog).fill(shown(units))
  const advance = (units * 9_500n) / 10_000n
  await expect(dialog.getByTestId('quote-advance')).toContainText(shown(advance))
  await expect(dialog.getByTestId('quote-holdback')).toContainText(shown(units - advance))
  await expect(dialog.getByTestId('quote-fee')).toContainText(shown(advance / 1_000n))
  await expect(dialog.getByTestId('quote-cost')).toContainText(/\d\.\d\d\s?%/)
  const promised = amountIn(await dialog.getByTestId('quote-price').textContent())
  await person.button('Finance', dialog).click()
  await expect(person.dialog('Review and sign')).toContainText(shown(units))
  await person.approve()
  await person.done()
  const received = (await chain.balanceOf(seller)) - before
  // Waiting makes the discount smaller: by the minute that this takes, by less than a yuan.
  expect(received).toBeGreaterThanOrEqual(promised)
  expect(received - promised).toBeLessThan(yuan)
  const { deals } = await chain.query<{ deals: { price: string; units: string }[] }>(
    `query ($id: String!, $seller: Bytes!) {
      deals(where: { receivable: $id, seller: $seller }) { price units }
    }`,
    { id: idHex(baseId), seller: seller.toLowerCase() },
  )
  expect(deals).toEqual([{ price: String(received), units: String(units) }])
  expect(await unitsOf(chain, 'desk', baseId, tier)).toBeGreaterThanOrEqual(units)
}

async function duplicate({ lanhai, xinda }: Cast, chain: Chain, invoice: FreshInvoice): Promise<void> {
  const copy = asFile(withPayable(invoice.cii, '365000.00'))
  for (const person of [lanhai, xinda]) {
    await person.open('New invoice')
    await person.drop(copy)
    await expect(person.page.getByTestId('duplicate')).toContainText(
      person.words(
        'The registered copy has other content: this file is an edited copy. One invoice can become one receivable only, whoever presents it and in whatever format.',
      ),
    )
    await expect(person.page.getByTestId('request-confirmation')).toHaveAttribute('aria-disabled', 'true')
  }
  await expect(chain.request(withPayable(invoice.ubl, '365000.00'))).rejects.toThrow('AlreadyRegistered')
}

async function seeDeals(bank: Person, chain: Chain, baseId: bigint): Promise<void> {
  await bank.open('Treasury')
  for (const figure of ['cash', 'principal', 'owed'] as const) {
    await expect(bank.page.getByTestId(`stat-${figure}`)).toContainText(shown(await treasury(chain, figure)))
  }
  await bank.open('Deals')
  await expect(dealRows(bank, baseId)).toHaveCount(2)
}

function dealRows(bank: Person, baseId: bigint) {
  const link = bank.page.locator(`a[href*="${idHex(baseId)}"]`)
  return bank.page.getByRole('row').filter({ has: link })
}

async function changeLimit(bank: Person, chain: Chain): Promise<void> {
  const group = company('donghai').obligor
  const limit = async () => {
    const read = { ...chain.treasury, functionName: 'obligor', args: [group] } as const
    return (await chain.client.readContract(read)).limit
  }
  const before = await limit()
  await enterLimit(bank, before - 1_000_000n * yuan)
  await bank.button('Cut the limit').click()
  await bank.approve()
  await bank.done()
  expect(await limit()).toBe(before - 1_000_000n * yuan)

  await enterLimit(bank, before)
  await bank.button('Announce the raise').click()
  await bank.approve()
  await bank.done()
  expect(await limit(), 'announcing changes nothing').toBe(before - 1_000_000n * yuan)
  await bank.open('Announced changes')
  const waiting = bank.page
    .getByRole('row')
    .filter({ has: bank.page.getByText(bank.words('waiting'), { exact: true }) })
  await expect(waiting.first()).toBeVisible()
  await expect(bank.button('Execute', waiting.first())).toHaveAttribute('aria-disabled', 'true')
  await moveClock(bank, '1h')
  const due = bank.page
    .getByRole('row')
    .filter({ has: bank.page.getByText(bank.words('can be executed'), { exact: true }) })
    .filter({ hasText: shown(before) })
  await bank.button('Execute', due.first()).click()
  await bank.approve()
  await bank.done()
  expect(await limit()).toBe(before)
}

async function enterLimit(bank: Person, limit: bigint): Promise<void> {
  await bank.open('Limits and terms')
  const { name, nameZh } = company('donghai')
  const button = bank.button('Change limit')
  const row = bank.page.getByRole('row').filter({ hasText: bank.language === 'en' ? name : nameZh, has: button })
  await bank.button('Change limit', row).click()
  await bank.field('New limit', bank.dialog('Change a limit')).fill(shown(limit))
}

async function moveClock(person: Person, step: '1h' | '90d'): Promise<void> {
  await person.page
    .getByRole('contentinfo')
    .getByRole('button', { name: person.words('Demo clock') })
    .click()
  await person.page.getByTestId(`clock-${step}`).click()
  await expect(person.page.getByTestId(`clock-${step}`)).not.toHaveAttribute('aria-busy', 'true')
  await person.button('Close', person.dialog('Demo clock')).click()
}

async function settle({ donghai }: Cast, chain: Chain, baseId: bigint): Promise<void> {
  await moveClock(donghai, '90d')
  const before = await chain.balanceOf(company('donghai').address)
  await donghai.open('Payables')
  const row = donghai.page.getByRole('row').filter({ has: donghai.page.locator(`a[href*="${idHex(baseId)}"]`) })
  await donghai.button('Settle', row).click()
  await expect(donghai.dialog('Settle a payable')).toContainText(shown(face))
  await donghai.page.getByTestId('settle').click()
  await donghai.approve('permit', 'sign')
  await donghai.done()
  expect(await chain.balanceOf(company('donghai').address)).toBe(before - face)
}

async function payOut({ lanhai, xinda, jiangnan }: Cast, chain: Chain, baseId: bigint): Promise<void> {
  await collectDeals(jiangnan, baseId)
  const before = await chain.balanceOf(company('xinda').address)
  await openReceivable(xinda, baseId)
  await xinda.page.getByRole('button', { name: shown(passedOn - xindaFinances) }).click()
  await xinda.approve()
  await xinda.done()
  expect(await chain.balanceOf(company('xinda').address)).toBe(before + passedOn - xindaFinances)
  for (const [person, key, units] of [
    [lanhai, 'lanhai', kept],
    [xinda, 'xinda', xindaFinances],
  ] as const) {
    await collectHoldback(person, key, chain, units - (units * 9_500n) / 10_000n)
  }
  const { receivable } = await chain.query<{ receivable: Record<string, string> }>(
    'query ($id: ID!) { receivable(id: $id) { state paid units redeemedUnits redeemedAmount } }',
    { id: idHex(baseId) },
  )
  const whole = String(face)
  expect(receivable).toEqual({ state: 'Settled', paid: whole, units: '0', redeemedUnits: whole, redeemedAmount: whole })
}

async function collectDeals(bank: Person, baseId: bigint): Promise<void> {
  await bank.open('Deals')
  for (let left = 2; left > 0; left--) {
    await bank.button('Manage', dealRows(bank, baseId).first()).click()
    await bank.button('Collect').click()
    await bank.approve()
    await bank.done()
    await bank.page.keyboard.press('Escape')
    await expect(dealRows(bank, baseId)).toHaveCount(left - 1)
  }
}

async function collectHoldback(person: Person, key: DemoKey, chain: Chain, holdback: bigint): Promise<void> {
  const { address } = company(key)
  const before = await chain.balanceOf(address)
  await person.open('Receivables')
  await person.page.getByRole('button', { name: shown(holdback) }).click()
  await person.approve()
  await person.done()
  expect(await chain.balanceOf(address)).toBe(before + holdback)
}

/** What the register and the desk say of this receivable's life; the treasury's own entries are among them. */
const lifeEvents = ['ConfirmationRequested', 'ReceivableCreated', 'Assigned', 'Financed', 'Financed']
const endEvents = ['ReceivableSettled', 'DealCollected', 'DealCollected', 'Redeemed']

async function readLedger(auditor: Person, chain: Chain, baseId: bigint): Promise<void> {
  const { page } = auditor
  await page.goto(`/audit/receivables/${idHex(baseId)}`)
  const { eventLogs } = await chain.query<{ eventLogs: { sequence: number; name: string; transactionHash: string }[] }>(
    'query ($id: Bytes!) { eventLogs(first: 1000, orderBy: sequence, where: { receivableId: $id }) { sequence name transactionHash } }',
    { id: idHex(baseId) },
  )
  const names = eventLogs.map(({ name }) => name)
  expect(names.filter((name) => lifeEvents.includes(name))).toEqual(lifeEvents)
  expect(names.filter((name) => endEvents.includes(name)).sort()).toEqual([...endEvents, 'Redeemed', 'Redeemed'].sort())
  const rows = page
    .getByRole('table')
    .filter({ hasText: auditor.words('Journal of events') })
    .getByRole('row')
  await expect(rows).toHaveCount(eventLogs.length + 1)

  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'CSV' }).click()])
  expect(file.suggestedFilename()).toMatch(/^tallystick-journal-31337-block-\d+\.csv$/)
  const lines = readFileSync(await file.path(), 'utf8')
    .trimEnd()
    .split('\r\n')
  expect(lines[0]).toMatch(/^\uFEFFsequence,chainId,blockNumber/)
  expect(lines.slice(1).map((line) => Number(line.split(',')[0]))).toEqual(eventLogs.map(({ sequence }) => sequence))
  for (const [index, { transactionHash }] of eventLogs.entries()) expect(lines[index + 1]).toContain(transactionHash)
}

const run = promisify(execFile)

async function runAudit({ rpcUrl, graphqlUrl, deployment }: RunningSystem, file: string): Promise<void> {
  writeFileSync(file, JSON.stringify(deployment))
  const script = join(root, 'scripts', 'audit.ts')
  const options = ['--json', '--deployment', file, '--rpc', rpcUrl, '--graphql', graphqlUrl]
  const { stdout } = await run(process.execPath, [script, ...options], { maxBuffer: 1 << 26 })
  const report = JSON.parse(stdout)
  expect(report).toMatchObject({ differences: 0 })
  expect(report.figures.length).toBeGreaterThan(50)
}

async function openReceivable(person: Person, baseId: bigint): Promise<void> {
  await person.page.goto(`/receivables/${idHex(baseId)}`)
  await expect(person.page.getByRole('heading', { level: 1 })).toBeVisible()
}

function unitsOf(chain: Chain, holder: DemoKey | 'desk', baseId: bigint, tier: number): Promise<bigint> {
  const owner = holder === 'desk' ? chain.desk.address : company(holder).address
  const args = [owner, tokenIdOf(baseId, tier)] as const
  return chain.client.readContract({ ...chain.receivables, functionName: 'balanceOf', args })
}

function treasury(chain: Chain, figure: 'cash' | 'principal' | 'owed'): Promise<bigint> {
  return chain.client.readContract({ ...chain.treasury, functionName: figure })
}

/** Minor units of an amount on screen. */
function amountIn(text: string | null): bigint {
  const [, whole = '', fraction = ''] = /([\d,]+)\.(\d+)/.exec(text ?? '') ?? []
  return BigInt(whole.replaceAll(',', '') + fraction.padEnd(6, '0'))
}
