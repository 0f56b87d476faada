/** A line that is not paid: grace, penalty, marks, default, write-off, recovery, and what the treasury is worth. */
import { company } from '../../scripts/demo/companies.ts'
import { lineStates } from './credit.ts'
import { expect, test } from './fixtures.ts'
import { Merchant, shown } from './merchant.ts'
import { Person } from './person.ts'
import { yuan } from './scene.ts'

const loan = 40_000n * yuan
const linePath = `/treasury/lines/${company('qingteng').address}`

test('a line goes through arrears to write-off and is recovered, and NAV follows', async ({
  browsers,
  chain,
  credit,
  leasing,
}) => {
  test.setTimeout(180_000)
  await chain.provideCash(1_000_000n * yuan)
  await credit.readyLine('qingteng')
  await credit.draw('qingteng', loan)
  const bank = await Person.of('jiangnan', browsers)
  const { page } = bank
  const nav = () => chain.client.readContract({ ...chain.treasury, functionName: 'totalAssets' })
  /** What shares are redeemed at, NAV less the marks, but for the marks of leases, which go their own way meanwhile. */
  const exitValue = async () =>
    (await chain.client.readContract({ ...chain.treasury, functionName: 'exitAssets' })) + (await leasing.impaired())
  /** Days past due at which the page is read again. */
  const late = async (days: number) => {
    await credit.pass(days - (await credit.debt('qingteng')).daysPastDue)
    expect((await credit.debt('qingteng')).daysPastDue).toBe(days)
    await page.goto(linePath)
    await expect(page.getByTestId('line-mark')).toBeVisible()
  }
  const act = async (action: string) => {
    await page.getByTestId(action).click()
    await bank.approve()
    await bank.done()
  }

  await test.step('a bill falls due; the penalty begins after the grace', async () => {
    await credit.pass(31)
    await page.goto(linePath)
    await expect(page.getByTestId('line-mark')).toHaveAttribute('aria-disabled', 'true')
    expect((await credit.debt('qingteng')).due).toBeGreaterThan(loan / 12n)
    await late(7)
    expect((await credit.debt('qingteng')).penalty).toBe(0n)
    await late(29)
    expect((await credit.debt('qingteng')).penalty).toBeGreaterThan(0n)
  })

  await test.step('marks of a quarter, a half, the whole', async () => {
    for (const [days, pct] of [
      [30, 25],
      [60, 50],
      [90, 100],
    ] as const) {
      await late(days)
      const before = await exitValue()
      await act('line-mark')
      expect(await credit.line('qingteng')).toMatchObject({ state: lineStates.nonAccrual, impairedPct: pct })
      const loss = before - (await exitValue())
      expect(loss, 'a quarter or a half of the debt each time').toBeGreaterThan((loan * 24n) / 100n)
      expect(loss).toBeLessThan((loan * 55n) / 100n)
    }
    const merchant = await Merchant.of('qingteng', browsers)
    await merchant.open('My line')
    await expect(merchant.text('The line is marked down')).toBeVisible()
    await expect(merchant.page.getByTestId('draw')).toHaveAccessibleDescription(
      merchant.words('The line gives no money in this state.'),
    )
  })

  await test.step('default, then write-off', async () => {
    await act('line-declareDefault')
    expect(await credit.line('qingteng')).toMatchObject({ state: lineStates.defaulted, limit: 0n })
    await expect(page.getByTestId('line-writeOff')).toHaveAttribute('aria-disabled', 'true')
    await late(180)
    const [value, exit] = [await nav(), await exitValue()]
    await act('line-writeOff')
    expect((await credit.line('qingteng')).state).toBe(lineStates.writtenOff)
    expect(await nav()).toBeLessThanOrEqual(value - loan)
    // Rounding takes a unit; leases go on earning meanwhile.
    const rest = (await exitValue()) - exit
    expect(rest, 'all of it was marked down already').toBeGreaterThanOrEqual(-1n)
    expect(rest).toBeLessThan(yuan)
  })

  await test.step('the merchant pays all the same, and the treasury is richer by it', async () => {
    const before = await nav()
    const owed = (await credit.debt('qingteng')).total
    expect(owed).toBeGreaterThan(loan)
    const merchant = await Merchant.of('qingteng', browsers)
    await merchant.open('My line')
    await expect(merchant.text("The debt is written off in the bank's books")).toBeVisible()
    await merchant.repay('all')
    expect((await credit.debt('qingteng')).total).toBe(0n)
    const gained = (await nav()) - before
    expect(gained).toBeGreaterThanOrEqual(owed)
    expect(gained, 'leases go on earning meanwhile').toBeLessThan(owed + yuan)
    await bank.open('Treasury')
    await expect(page.locator('main')).toContainText(shown(await nav()))
    await merchant.page.getByTestId('close-line').click()
    await merchant.approve()
    await merchant.done()
    expect((await credit.line('qingteng')).state).toBe(lineStates.closed)
  })
})
