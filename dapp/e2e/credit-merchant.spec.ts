/** A merchant's way: consent, score, decision, money, and a limit that breathes with the business. */
import { explainReason } from '@tallystick/sdk'
import { company } from '../../scripts/demo/companies.ts'
import type { Chain } from './chain.ts'
import { type Credit, lineStates } from './credit.ts'
import { expect, type Language, languages, test } from './fixtures.ts'
import { Merchant, shown } from './merchant.ts'
import { yuan } from './scene.ts'

const loan = 60_000n * yuan
const part = 20_000n * yuan

for (const language of languages) {
  test(`from consent to a line closed to the last unit: ${language}`, async ({ browsers, chain, credit }) => {
    test.setTimeout(180_000)
    // A month without figures would make the score too old, and another test may have asked for one just now.
    await credit.business('qingteng', 'grow', 1)
    await credit.withoutLine('qingteng')
    await chain.provideCash(1_000_000n * yuan)
    const merchant = await Merchant.of('qingteng', browsers, { language })
    await test.step('sees what a platform would release, and signs exactly this', () => consent(merchant, credit))
    await test.step('has a score within seconds', () => apply(merchant, credit))
    await test.step('the simulator agrees with the stored score', () => simulate(merchant, credit))
    await test.step('opens the line and draws', () => openAndDraw(merchant, chain, credit))
    await test.step('repays a part', () => repayPart(merchant, chain, credit))
    await test.step('without consent there is no new money, but repaying goes on', () => revoke(merchant, credit))
    await test.step('consents again, draws again, and closes the line', () => drawAndClose(merchant, credit))
  })

  test(`a merchant in trouble is told why there is no line: ${language}`, async ({ browsers, credit }) => {
    await credit.business('lubang', 'fall', 1)
    await credit.consent('lubang')
    const merchant = await Merchant.of('lubang', browsers, { language })
    await merchant.askForScore()
    const { score } = await credit.score('lubang')
    const decision = merchant.card('The decision')
    await expect(decision).toContainText(String(score))
    await expectReasons(merchant, await credit.reasons('lubang'))
    await expect(decision).toContainText(refusals[language].noLine)
    await merchant.open('My line')
    await expect(merchant.page.getByTestId('open-line')).toHaveAccessibleDescription(refusals[language].noLimit)
    expect((await credit.line('lubang')).state).toBe(lineStates.none)
  })
}

/** Sentences that name amounts, times or accounts, as a person reads them. */
const refusals: Readonly<
  Record<Language, Readonly<Record<'noLine' | 'noLimit' | 'cooldown' | 'consent' | 'stale' | 'tooOld', RegExp>>>
> = {
  en: {
    noLine: /No line: the policy begins at a score of 600\./,
    noLimit: /The policy gives no limit to a score of \d+ with a turnover of [\d,.]+ a month\./,
    cooldown: /Qingteng Foods was scored lately\. A new score can be requested from \d{4}-\d\d-\d\d/,
    consent: /No score of Qingteng Foods stands on a consent that is still live\./,
    stale: /The score stands on data of .+; they may not be older than .+\. Request a new score\./,
    tooOld: /data .*too old/,
  },
  'zh-CN': {
    noLine: /600/,
    noLimit: /按现行政策，评分 \d+、月交易额 [\d,.]+ 不能获得额度。/,
    cooldown: /青藤食品 刚完成评分，\d{4}-\d\d-\d\d .+之后才能再次申请。/,
    consent: /青藤食品 没有以有效授权为依据的评分/,
    stale: /评分所依据的数据截至 .+，不得早于 .+，请重新申请评分。/,
    tooOld: /平台数据已过时。/,
  },
}

async function consent(merchant: Merchant, credit: Credit): Promise<void> {
  await merchant.open('Data and consent')
  const card = merchant.platformCard(credit.platform)
  await expect(card.locator('li')).not.toHaveCount(0)
  const fields = await card.locator('li').allInnerTexts()
  expect(fields.length).toBeGreaterThanOrEqual(8)
  await card.getByTestId('consent').click()
  const dialog = merchant.page.getByRole('dialog')
  for (const field of fields) await expect(dialog).toContainText(field)
  await merchant.page.getByTestId('sign-consent').click()
  const review = merchant.dialog('Review and sign')
  await expect(review).toContainText(merchant.words('Let a platform release data about you'))
  for (const kind of await card.locator('dt.font-medium').allInnerTexts()) {
    await expect(review).toContainText(new RegExp(kind, 'i'))
  }
  await merchant.page.getByTestId('approve').click()
  await merchant.approve()
  await merchant.done()
  expect(await credit.consentExpiry('qingteng')).toBeGreaterThan(0)
  await expect(card).toContainText(merchant.words('Consent in force'))
}

async function apply(merchant: Merchant, credit: Credit): Promise<void> {
  const before = await credit.score('qingteng')
  await merchant.askForScore()
  await expect.poll(async () => (await credit.score('qingteng')).updatedAt).toBeGreaterThan(before.updatedAt)
  const { score, pdBps, version } = await credit.score('qingteng')
  expect(score).toBeGreaterThan(640)
  expect(pdBps).toBeGreaterThan(0)
  expect(version).toBeGreaterThan(0)
  const decision = merchant.page
    .locator('main section')
    .filter({ hasText: merchant.words('The decision') })
    .first()
  await expect(decision).toContainText(String(score))
  await expectReasons(merchant, await credit.reasons('qingteng'))
  const again = merchant.page.getByTestId('request-score')
  await expect(again).toHaveAccessibleDescription(refusals[merchant.language].cooldown)
}

/** The reasons on the page are those on chain, the weightiest first, in the reader's language. */
async function expectReasons(merchant: Merchant, codes: readonly number[]): Promise<void> {
  const known = codes.flatMap((code) => explainReason(code) ?? [])
  const items = merchant.page.getByTestId('reasons').locator('li')
  if (known.length === 0) return expect(items).toHaveCount(0)
  const words = merchant.language === 'en' ? 'en' : 'zh'
  await expect(items).toContainText(known.map(({ meaning }) => meaning[words]))
}

async function simulate(merchant: Merchant, credit: Credit): Promise<void> {
  const { page } = merchant
  await page.getByTestId('fetch-disclosure').click()
  await page.getByTestId('approve').click()
  await expect(merchant.text('These are the figures that were scored')).toBeVisible()
  const { score } = await credit.score('qingteng')
  const simulated = page.getByTestId('simulated-score')
  await expect(simulated.getByText(String(score), { exact: true }).first()).toBeVisible()
  const rating = page.getByTestId('slider-avg_rating')
  await rating.focus()
  await rating.press('Home')
  await expect(page.getByText(merchant.words('Tried out'), { exact: true })).toBeVisible()
  await expect(simulated.getByText(String(score), { exact: true })).toHaveCount(0)
  await merchant.button('Back to my figures').click()
  await expect(simulated.getByText(String(score), { exact: true }).first()).toBeVisible()
}

async function openAndDraw(merchant: Merchant, chain: Chain, credit: Credit): Promise<void> {
  const { page } = merchant
  await merchant.open('My line')
  await page.getByTestId('open-line').click()
  await merchant.approve()
  await merchant.done()
  const { limit, rateBps } = await credit.line('qingteng')
  expect(limit).toBeGreaterThan(loan)
  await expect(page.getByTestId('line-limit')).toContainText(shown(limit))
  await expect(page.getByTestId('line-rate')).toContainText(`${(rateBps / 100).toFixed(2)}%`)

  await page.getByTestId('draw').click()
  const dialog = merchant.dialog('Draw money from the line')
  await merchant.field('Amount', dialog).fill(shown(limit + yuan))
  await expect(dialog).toContainText(shown(limit))
  await expect(page.getByTestId('confirm-draw')).toHaveAttribute('aria-disabled', 'true')
  await merchant.button('Cancel', dialog).click()

  const balance = await chain.balanceOf(company('qingteng').address)
  await merchant.draw(loan)
  expect(await chain.balanceOf(company('qingteng').address)).toBe(balance + loan)
  await expect(page.getByTestId('line-drawn')).toContainText(shown(loan))
  const interest = page.getByTestId('debt-interest')
  const first = await interest.textContent()
  await expect(interest, 'interest ticks').not.toHaveText(first ?? '')
}

async function repayPart(merchant: Merchant, chain: Chain, credit: Credit): Promise<void> {
  const balance = await chain.balanceOf(company('qingteng').address)
  await merchant.repay(part)
  expect(await chain.balanceOf(company('qingteng').address)).toBe(balance - part)
  const { principal } = await credit.line('qingteng')
  expect(principal, 'interest is paid first').toBeGreaterThan(loan - part)
  expect(principal).toBeLessThan(loan - part + yuan)
}

async function revoke(merchant: Merchant, credit: Credit): Promise<void> {
  await merchant.open('Data and consent')
  const card = merchant.platformCard(credit.platform)
  await card.getByTestId('revoke').click()
  await merchant.approve()
  await merchant.done()
  expect(await credit.consentExpiry('qingteng')).toBe(0)
  await merchant.open('My line')
  await expect(merchant.page.getByTestId('suspension')).toContainText(refusals[merchant.language].consent)
  await expect(merchant.page.getByTestId('draw')).toHaveAttribute('aria-disabled', 'true')
  const { principal } = await credit.line('qingteng')
  await merchant.repay(1_000n * yuan)
  expect((await credit.line('qingteng')).principal).toBeLessThan(principal)
}

async function drawAndClose(merchant: Merchant, credit: Credit): Promise<void> {
  await consent(merchant, credit)
  const { principal } = await credit.line('qingteng')
  await merchant.draw(part)
  expect((await credit.line('qingteng')).principal).toBe(principal + part)
  await merchant.repay('all')
  expect((await credit.debt('qingteng')).total).toBe(0n)
  await merchant.page.getByTestId('close-line').click()
  await merchant.approve()
  await merchant.done()
  expect(await credit.line('qingteng')).toMatchObject({
    state: lineStates.closed,
    principal: 0n,
    accruedX18: 0n,
    penalty: 0n,
  })
  await expect(merchant.button('Open the line again')).toBeVisible()
}

test('sales grow and the limit rises by steps; they collapse and it is cut, the debt stays', async ({
  browsers,
  chain,
  credit,
}) => {
  test.setTimeout(120_000)
  await chain.provideCash(1_000_000n * yuan)
  await credit.readyLine('qingteng')
  const merchant = await Merchant.of('qingteng', browsers)
  const { page } = merchant
  const limit = async () => (await credit.line('qingteng')).limit
  const applyScore = async () => {
    await merchant.open('My line')
    await page.getByTestId('refresh-line').click()
    await merchant.approve()
    await merchant.done()
    await expect(page.getByTestId('line-limit')).toContainText(shown(await limit()))
  }
  const start = await limit()
  await credit.business('qingteng', 'grow', 60)
  await merchant.askForScore()
  await applyScore()
  const grown = await limit()
  expect(grown).toBeGreaterThan(start)
  expect(grown, 'one step is a quarter').toBeLessThanOrEqual((start * 125n) / 100n)
  await credit.pass(7)
  await page.reload()
  await applyScore()
  const further = await limit()
  expect(further, 'the next step is due after seven days').toBeGreaterThan(grown)

  await credit.draw('qingteng', further / 2n)
  await credit.business('qingteng', 'collapse', 29)
  await merchant.askForScore()
  await merchant.open('My line')
  await expect(merchant.text('Your latest score lowers the limit')).toBeVisible()
  await applyScore()
  const line = await credit.line('qingteng')
  expect(line.limit).toBeLessThan(further)
  expect(line).toMatchObject({ principal: further / 2n, state: lineStates.active })
  await credit.settle('qingteng')
})

for (const language of languages) {
  test(`a score that is too old gives no new money: ${language}`, async ({ browsers, credit }) => {
    await credit.readyLine('qingteng')
    await credit.pass(40)
    const merchant = await Merchant.of('qingteng', browsers, { language })
    await merchant.open('My line')
    await expect(merchant.page.getByTestId('suspension')).toContainText(refusals[language].stale)
    await expect(merchant.page.getByTestId('draw')).toHaveAttribute('aria-disabled', 'true')
    await merchant.link('Ask for a new score').click()
    await merchant.page.getByTestId('request-score').click()
    await merchant.approve()
    await expect(merchant.page.getByTestId('request-refused')).toContainText(refusals[language].tooOld)
  })
}
