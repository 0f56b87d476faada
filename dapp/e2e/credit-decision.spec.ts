/** The bank decides otherwise and says why; an auditor takes a decision and computes it again. */
import { formatBps } from '@tallystick/sdk'
import { company } from '../../scripts/demo/companies.ts'
import { expect, languages, test } from './fixtures.ts'
import { shown } from './merchant.ts'
import { Person } from './person.ts'
import { yuan } from './scene.ts'

const drawn = 50_000n * yuan
/** Reasons without words: the pages that show them are tested for words of the other language. */
const [firstResolution, secondResolution] = ['2026-117', '2026-118']
const merchantPath = `/treasury/lines/${company('qingteng').address}`

for (const language of languages) {
  test(`an auditor computes a decision again, bit for bit: ${language}`, async ({ browsers, chain, credit }) => {
    // Opening decides on the latest score; a line that is open already may have been decided by an earlier one.
    await credit.withoutLine('qingteng')
    await credit.readyLine('qingteng')
    await chain.indexed()
    const { score } = await credit.score('qingteng')
    const auditor = await Person.of('zhengxin', browsers, { language })
    const { page } = auditor
    await auditor.open('Decisions')
    await page.getByRole('table').first().getByRole('row').nth(1).getByRole('link').first().click()
    await expect(auditor.text('From the data to the score')).toBeVisible()
    await expect(
      page.getByRole('table', { name: auditor.words('The decision, recorded and recomputed') }),
    ).toBeVisible()

    const disclosure = await credit.disclosure('qingteng')
    const drop = page.locator('main input[type=file]')
    await drop.setInputFiles(asJson(withHigherTurnover(disclosure)))
    await expect(
      auditor.text('These are not the figures that were scored: their fingerprint is another one than on chain.'),
    ).toBeVisible()
    await drop.setInputFiles(asJson('{"no": "disclosure"}'))
    await expect(auditor.text('This is no file of a platform’s figures.')).toBeVisible()
    await drop.setInputFiles(asJson(disclosure))
    await expect(auditor.text('The score follows from these figures, bit for bit.')).toBeVisible()
    const compared = page.getByRole('table', { name: auditor.words('The score from all sources') })
    const figures = compared.getByRole('row').nth(1).getByRole('cell')
    await expect(figures.filter({ hasText: String(score) }), 'record, page and contract').toHaveCount(3)
    await expect(auditor.text('Asked without a transaction, the contract finds the score right.')).toBeVisible()
    await page.getByTestId('challenge').click()
    await auditor.approve()
    await auditor.done()
    expect((await credit.score('qingteng')).score).toBe(score)
  })
}

for (const language of languages) {
  test(`the bank sees its book and decides otherwise, with a reason: ${language}`, async ({
    browsers,
    chain,
    credit,
  }) => {
    test.setTimeout(120_000)
    await chain.provideCash(1_000_000n * yuan)
    await credit.readyLine('qingteng')
    await credit.draw('qingteng', drawn)
    await chain.indexed()
    const bank = await Person.of('jiangnan', browsers, { language })
    const { page } = bank
    await bank.open('Credit lines')
    const { limit, rateBps, principal } = await credit.line('qingteng')
    const { name, nameZh } = company('qingteng')
    const row = page.getByRole('row').filter({ hasText: language === 'en' ? name : nameZh })
    await expect(row.first()).toContainText(shown(limit))
    await expect(row.first()).toContainText(shown(principal))

    await page.goto(merchantPath)
    const decide = async (wanted: bigint, reason: string) => {
      await page.getByTestId('override').click()
      const dialog = bank.dialog('Decide in place of the policy')
      await bank.field('New limit', dialog).fill(shown(wanted))
      await bank.field('Yearly price', dialog).fill(formatBps(rateBps).slice(0, -1))
      await bank.field('Reason', dialog).fill(reason)
      await page.getByTestId('submit-override').click()
      await bank.approve()
      await bank.done()
    }
    await decide(limit - 1_000n * yuan, firstResolution)
    expect((await credit.line('qingteng')).limit, 'tightening acts at once').toBe(limit - 1_000n * yuan)
    await expect(page.locator('main')).toContainText(firstResolution)
    await decide(limit, secondResolution)
    expect((await credit.line('qingteng')).limit, 'loosening is announced').toBe(limit - 1_000n * yuan)
    await bank.open('Announced changes')
    await expect(page.getByRole('row').filter({ hasText: secondResolution }).first()).toBeVisible()
    expect((await credit.line('qingteng')).principal, 'what is drawn is not called').toBe(principal)
    await credit.settle('qingteng')
  })
}

test('the bank tightens its policy at once and announces a looser one', async ({ browsers, credit }) => {
  const bank = await Person.of('jiangnan', browsers)
  const { page } = bank
  await bank.open('Line policy')
  const { version, scoreMaxAge } = await credit.rules()
  const days = scoreMaxAge / 86_400
  const change = async (wanted: number) => {
    await page.getByTestId('change-policy').click()
    await expect(page.getByTestId('submit-policy')).toHaveAccessibleDescription(bank.words('Nothing has changed.'))
    await bank.field('Oldest data at a draw', bank.dialog('Change the line policy')).fill(String(wanted))
    await page.getByTestId('submit-policy').click()
    await bank.approve()
    await bank.done()
  }
  await change(days - 1)
  expect(await credit.rules()).toMatchObject({ version: version + 1, scoreMaxAge: (days - 1) * 86_400 })
  await change(days)
  expect(await credit.rules(), 'announcing changes nothing').toMatchObject({ version: version + 1 })
})

test('models show their drift, and the oracle its health', async ({ browsers, credit }) => {
  await credit.readyLine('qingteng')
  const bank = await Person.of('jiangnan', browsers)
  const { page } = bank
  await bank.open('Models and oracle')
  await expect(bank.text('Population stability index (PSI)')).toBeVisible()
  await expect(page.getByTestId('oracle-answered')).toContainText(/[1-9]/)
  await page.getByTestId('manage-model-1').click()
  await expect(page.getByTestId('activate-model')).toHaveAccessibleDescription(
    bank.words('Only a validated model is activated.'),
  )
})

function asJson(text: string) {
  return { name: 'disclosure.json', mimeType: 'application/json', buffer: Buffer.from(text) }
}

/** The file as somebody would forge it. */
function withHigherTurnover(disclosure: string): string {
  const file: { readonly features: readonly (number | null)[] } = JSON.parse(disclosure)
  const [turnover, ...others] = file.features
  return JSON.stringify({ ...file, features: [(turnover ?? 0) + 1, ...others] })
}
