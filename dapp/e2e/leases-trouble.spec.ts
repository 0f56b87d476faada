/** What goes wrong with machines and rents, and who checks: alarms, a silent gateway, arrears to a write-off, rules, audit. */
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { alarmsIn } from '@tallystick/sdk'
import { root } from '../../scripts/paths.ts'
import { expect, languages, test } from './fixtures.ts'
import { endedStream, LeaseParty } from './lease-party.ts'
import { day } from './leasing.ts'
import { shown } from './merchant.ts'
import { yuan } from './scene.ts'

/** Numbers of the demo's leases, in the order of `scripts/demo/leases.ts`. */
const [wellUsed, unpaid] = [1n, 2n]
/** What the issue asks for. */
const chainPatienceMs = 15_000
/** In nobody's language: the pages of both show what officers write. */
const [note, task, outcome] = ['TS215, 10:40', 'TS215, 11:20', 'TS215, 16:05']

test('an alarm reaches the bank within seconds, the chain soon after, and is followed up', async ({
  browsers,
  leasing,
  problems,
}) => {
  test.setTimeout(240_000)
  problems.expect(endedStream)
  const { deviceId } = await leasing.lease(wellUsed)
  const bank = await LeaseParty.of('jiangnan', browsers)
  const { page } = bank
  await bank.open('Alarms')
  await bank.signIn()
  const row = page
    .getByRole('row')
    .filter({ hasText: `#${wellUsed}` })
    .filter({ has: page.getByTestId('acknowledge-TAMPER') })
  await expect(row).toHaveCount(0)
  // Tests before moved the clock: what befalls the machine now is to befall it today.
  await leasing.caughtUp(deviceId)
  const begin = Date.now()
  await leasing.befall(deviceId, 'tamper')
  await leasing.readingNow(deviceId)
  await expect(row, 'in the console').toBeVisible({ timeout: 5_000 })
  await expect
    .poll(async () => alarmsIn(await leasing.alarms(deviceId)).map(({ key }) => key), {
      timeout: chainPatienceMs,
    })
    .toContain('TAMPER')
  expect(Date.now() - begin).toBeLessThan(chainPatienceMs + 5_000)

  await test.step('acknowledged with a note', async () => {
    await row.getByTestId('acknowledge-TAMPER').click()
    await expect(page.getByTestId('confirm-acknowledge')).not.toHaveAttribute('aria-disabled', 'true', {
      timeout: 20_000,
    })
    await page.getByTestId('note').fill(note)
    await bank.act('confirm-acknowledge')
    await expect(row).toContainText(note)
  })
  await test.step('a follow-up is opened and closed', async () => {
    await row.getByTestId('follow-up-TAMPER').click()
    await page.getByTestId('note').fill(task)
    await bank.act('confirm-follow-up')
    await page.getByRole('tab', { name: bank.words('Follow-ups') }).click()
    const followUp = page.getByRole('row').filter({ hasText: task }).first()
    await followUp.getByRole('button', { name: /^Close follow-up/ }).click()
    await page.getByTestId('note').fill(outcome)
    await bank.act('confirm-close')
    await expect(followUp).toContainText(outcome)
  })
})

test('unpaid rent: notice, default, lock, repossession, sale, and what is left is written off', async ({
  browsers,
  leasing,
  problems,
}) => {
  test.setTimeout(360_000)
  problems.expect(endedStream)
  const bank = await LeaseParty.of('jiangnan', browsers)
  const { page } = bank
  const path = `/treasury/leases/${unpaid}`
  const { deviceId } = await leasing.lease(unpaid)
  await test.step('penalty, notice', async () => {
    await leasing.late(unpaid, 30)
    expect((await leasing.debt(unpaid)).penalty).toBeGreaterThan(0n)
    await bank.visit(path)
    await bank.cannot('lease-declareDefault', bank.words('Give notice first.'))
    await bank.cannot('lock', bank.words('Only once the days of notice are over.'))
    await leasing.until('the keeper marks it down', async () => (await leasing.account(unpaid)).impairedPct >= 25)
    await bank.act('lease-notice')
    expect(await leasing.state(unpaid)).toBe('Noticed')
    await bank.cannot('lock', bank.words('Only once the days of notice are over.'))
  })
  await test.step('default: what is held pays first', async () => {
    await leasing.pass(15 * day)
    const { total, held, cover } = await leasing.debt(unpaid)
    await bank.visit(path)
    await bank.act('lease-declareDefault')
    expect(await leasing.state(unpaid)).toBe('Defaulted')
    const after = await leasing.debt(unpaid)
    expect(after.held + after.cover).toBe(0n)
    expect(after.total).toBeLessThanOrEqual(total)
    expect(held + cover).toBeGreaterThan(0n)
  })
  await test.step('the machine is locked, and says so itself', async () => {
    // A machine obeys with its engine off, and what it signs by a clock from before the command is no answer to it.
    await leasing.caughtUp(deviceId)
    await leasing.befall(deviceId, 'stop')
    await page.getByTestId('lock').click()
    await bank.field('Reason').fill('Rent unpaid after notice')
    await bank.act('confirm-lock')
    await leasing.until('the machine acknowledges', async () => (await leasing.command(unpaid)).acknowledged)
    await expect(bank.text('The machine is locked').first()).toBeVisible()
  })
  await test.step('the machine is repossessed and sold', async () => {
    await page.getByTestId('lease-repossess').click()
    const record = { name: 'record.txt', mimeType: 'text/plain', buffer: Buffer.from('Taken over in good order') }
    await page.getByRole('dialog').locator('input[type=file]').setInputFiles(record)
    await bank.act('confirm-repossess')
    expect(await leasing.state(unpaid)).toBe('Repossessed')
    const { total } = await leasing.debt(unpaid)
    const proceeds = 300_000n * yuan
    await page.getByTestId('lease-sell').click()
    await bank.field('Proceeds').fill(shown(proceeds))
    await page.getByTestId('confirm-sell').click()
    await bank.approve('permit', 'sign')
    await bank.done()
    expect((await leasing.debt(unpaid)).total).toBeLessThan(total)
    expect((await leasing.lease(unpaid)).deviceFreed).toBe(true)
  })
  await test.step('unlocked for the next lease', async () => {
    await page.getByTestId('unlock').click()
    await bank.field('Reason').fill('Sold')
    await bank.act('confirm-lock')
    await leasing.until('the machine is unlocked', async () => {
      const { locked, acknowledged } = await leasing.command(unpaid)
      return !locked && acknowledged
    })
  })
  await test.step('the rest is written off', async () => {
    await leasing.late(unpaid, 180)
    await leasing.until('the keeper marks it down', async () => (await leasing.account(unpaid)).impairedPct === 100)
    await bank.visit(path)
    await bank.act('lease-writeOff')
    expect(await leasing.state(unpaid)).toBe('WrittenOff')
  })
})

for (const language of languages) {
  test(`a gateway that does not answer is announced, and the page goes on with it: ${language}`, async ({
    browsers,
    problems,
  }) => {
    problems.expect(/Failed to load resource: net::ERR_FAILED/)
    const lessee = await LeaseParty.of('hengtong', browsers, { language })
    const { page } = lessee
    await page.context().route('**/telemetry/**', (route) => route.abort())
    await lessee.visit(`/leases/${wellUsed}`)
    await page.getByTestId('open-telemetry').click()
    const silent = "The machines' gateway does not answer. Bills and payments work without it; try again in a moment."
    await expect(lessee.text(silent)).toBeVisible()
    await expect(lessee.figure('lease-due'), 'what the chain knows is there').toContainText('DCNY')
    await page.context().unroute('**/telemetry/**')
    await lessee.signIn()
    await expect(lessee.figure('op-hours')).toContainText('h')
  })
}

test('the bank tightens its rules for leases', async ({ browsers, chain, leasing }) => {
  const bank = await LeaseParty.of('jiangnan', browsers)
  const { page } = bank
  await bank.open('Rules for leases')
  const rules = () => chain.client.readContract({ ...leasing.offers, functionName: 'rules' })
  const before = await rules()
  await page.getByTestId('change-lease-rules').click()
  await bank.cannot('submit-lease-rules', bank.words('Nothing has changed.'))
  await bank.field('Deposit, at least').fill('101')
  await bank.cannot('submit-lease-rules', bank.words('Correct the marked fields first.'))
  const tighter = before.minDepositBps + 10
  await bank.field('Deposit, at least').fill(String(tighter / 100))
  await bank.act('submit-lease-rules')
  expect(await rules()).toMatchObject({ minDepositBps: tighter, version: before.version + 1 })
})

test('an auditor proves a rent down to a signed reading, in the page and by one command', async ({
  browsers,
}, info) => {
  const auditor = await LeaseParty.of('zhengxin', browsers)
  const { page } = auditor
  await auditor.visit(`/audit/rents/${wellUsed}/1`)
  const bill = page.getByRole('table', { name: auditor.words('The bill computed anew') })
  await expect(bill.getByRole('row').nth(1)).toBeVisible()
  await auditor.signIn()
  const evidence = page.getByRole('table', { name: auditor.words('The evidence checked') })
  await expect(evidence.getByRole('row').nth(1)).toBeVisible()
  for (const table of [bill, evidence]) {
    await expect(table.getByRole('cell', { name: auditor.words('no'), exact: true })).toHaveCount(0)
  }
  const download = page.waitForEvent('download')
  await auditor.button('Download the evidence').click()
  const file = join(info.outputDir, 'evidence.json')
  await (await download).saveAs(file)
  expect(verify(file).status, 'nothing differs').toBe(0)
  const text = readFileSync(file, 'utf8')
  const forged = text.replace(/"opSec": ?"(\d)/, (_, digit) => `"opSec":"${(Number(digit) % 9) + 1}`)
  expect(forged).not.toBe(text)
  writeFileSync(file, forged)
  expect(verify(file).status, 'one digit is another').toBe(1)
})

/** `npm run rent:verify -- --evidence FILE`. */
function verify(file: string) {
  return spawnSync(process.execPath, [join(root, 'scripts', 'rent.ts'), '--evidence', file])
}
