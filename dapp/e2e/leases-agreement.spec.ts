/** A lease from the register of machines to its end: offer, deposit, approval, delivery, use, bill, payment, return. */
import type { Locator } from '@playwright/test'
import { formatAmount } from '@tallystick/sdk'
import type { Hex } from 'viem'
import { company } from '../../scripts/demo/companies.ts'
import { expect, test } from './fixtures.ts'
import { endedStream, LeaseParty } from './lease-party.ts'
import type { DemoMachine, Leasing } from './leasing.ts'
import { shown } from './merchant.ts'
import { yuan } from './scene.ts'

/** What the form suggests; a test writes nothing else. */
const suggested = {
  price: 960_000n * yuan,
  financed: 864_000n * yuan,
  deposit: 96_000n * yuan,
  cover: 86_400n * yuan,
  buyOut: 96_000n * yuan,
  leastRent: 46_000n * yuan,
}
const prepaid = 10_000n * yuan
const hour = 3_600

/** Positions in the demo's fleet. */
const [registered, unknown] = [4, 5]

/** Corners about two kilometres from a machine's yard; in this order the edges cross. */
function crossing({ site: { lat, lon } }: DemoMachine): string[] {
  const corner = (north: number, east: number) =>
    `${(lat + north * 0.02).toFixed(4)}, ${(lon + east * 0.02).toFixed(4)}`
  return [corner(-1, -1), corner(1, 1), corner(-1, 1), corner(1, -1)]
}

/** The same corners in the order of a walk around the area. */
function around(machine: DemoMachine): string[] {
  const [southWest = '', northEast = '', southEast = '', northWest = ''] = crossing(machine)
  return [southWest, southEast, northEast, northWest]
}

test('from a new machine in the register to its return with a refund', async ({ browsers, leasing, problems }) => {
  test.setTimeout(300_000)
  problems.expect(endedStream)
  const machine = await leasing.machine(unknown)
  const maker = await LeaseParty.of('taishan', browsers)
  const lessee = await LeaseParty.of('hengtong', browsers)
  const bank = await LeaseParty.of('jiangnan', browsers)
  await test.step('the manufacturer registers the machine', () => register(maker, leasing, machine))
  await leasing.attest(machine.deviceId)
  await test.step('a tariff or an area that makes no sense is refused with its sentence', async () => {
    await refusedTerms(maker, machine)
  })
  await test.step('it offers the lease', () => offer(maker))
  const lease = await leasing.newestOffer()
  const path = `/leases/${lease}`
  await test.step('the lessee signs and pays the deposit', () => sign(lessee, leasing, lease))
  await test.step('the bank approves by its rules', () => approve(bank, leasing, lease))
  await test.step('the lessee accepts the machine, and only now the manufacturer is paid', async () => {
    const before = await leasing.balance('taishan')
    await accept(lessee, leasing, lease)
    const { financed, cover } = suggested
    expect(await leasing.balance('taishan')).toBe(before + financed - cover)
  })
  await test.step('the page follows the machine', () => follow(lessee, leasing, machine.deviceId))
  await test.step('rent is prepaid', async () => {
    await lessee.page.getByTestId('prepay').click()
    await lessee.field('Amount').fill(shown(prepaid))
    await lessee.act('confirm-money')
    await expect(lessee.figure('lease-prepaid')).toContainText(shown(prepaid))
  })
  await test.step('a reading that is not the last of the period is replaced by a later one', async () => {
    await leasing.passUntil((await leasing.running(lease)).end - hour)
    await leasing.report('taishan', lease, machine.deviceId)
    const { closing } = await leasing.running(lease)
    await lessee.visit(path)
    await bring(lessee, 'report-reading', (dialog) => {
      return lessee.button('Demo: have the machine sign one now', dialog)
    })
    expect((await leasing.running(lease)).closing.seq).toBeGreaterThan(closing.seq)
  })
  await test.step('the bill is written and paid, first from prepaid rent', () => pay(lessee, leasing, lease))
  await test.step('the page checks the evidence of a bill that the gateway brought', async () => {
    await lessee.visit('/leases/1')
    await lessee.page.getByRole('button', { name: /the evidence of period 1$/ }).click()
    const dialog = lessee.page.getByRole('dialog')
    await lessee.signIn(dialog)
    await expect(dialog.getByTestId('evidence-checks').locator('li')).toHaveCount(3)
    await expect(dialog.getByTestId('evidence-checks')).not.toContainText(lessee.words('Not so:'))
    await lessee.page.keyboard.press('Escape')
  })
  await test.step('the lessee gives the machine back and is refunded in the same transaction', async () => {
    await end(lessee, leasing, lease)
    await finish(lessee, leasing, lease, 'return')
    expect((await leasing.device(machine.deviceId)).book).toMatch(/^0x0+$/)
  })
})

test('a machine that signs with P-256 is bought out: zh-CN', async ({ browsers, leasing, problems }) => {
  test.setTimeout(240_000)
  problems.expect(endedStream)
  const settings = { language: 'zh-CN' } as const
  const machine = await leasing.machine(registered)
  expect(machine.keyType).toBe('P-256')
  const maker = await LeaseParty.of('taishan', browsers, settings)
  await maker.visit(`/leases/new?device=${machine.deviceId}`)
  await refusedTerms(maker, machine)
  await offer(maker)
  const lease = await leasing.newestOffer()
  const lessee = await LeaseParty.of('hengtong', browsers, settings)
  await sign(lessee, leasing, lease)
  const bank = await LeaseParty.of('jiangnan', browsers, settings)
  await approve(bank, leasing, lease)
  await accept(lessee, leasing, lease)
  await end(lessee, leasing, lease)
  await finish(lessee, leasing, lease, 'buyOut')
})

async function register(maker: LeaseParty, leasing: Leasing, { deviceId }: DemoMachine): Promise<void> {
  const { page } = maker
  await maker.open('Fleet')
  await page
    .getByRole('main')
    .getByRole('link', { name: maker.words('Register a machine') })
    .first()
    .click()
  await maker.cannot('register-device', maker.words('Fill in every field first.'))
  await page.getByTestId('demo-device').selectOption(deviceId)
  await expect(page.getByTestId('device-id')).toBeVisible()
  const fuel = maker.field('Rated fuel use')
  const rated = await fuel.inputValue()
  await fuel.fill('-1')
  await expect(maker.text('Write litres an hour, such as 18.5.')).toBeVisible()
  await fuel.fill(rated)
  await maker.act('register-device')
  await expect(page).toHaveURL(new RegExp(`/fleet/${deviceId}$`))
  expect((await leasing.device(deviceId)).manufacturer).toBe(company('taishan').address)
  await maker.signIn()
  await expect(maker.figure('op-hours'), 'the machine begins to send').toContainText('h', { timeout: 30_000 })
  await page
    .getByRole('main')
    .getByRole('link', { name: maker.words('Offer a lease') })
    .first()
    .click()
}

/** Writes what cannot be offered, reads why, and puts it right. */
async function refusedTerms(maker: LeaseParty, machine: DemoMachine): Promise<void> {
  const { page } = maker
  const review = page.getByTestId('review-offer')
  await expect(review).toHaveAttribute('aria-disabled', 'true')
  await page.getByTestId('lessee').selectOption(company('hengtong').address.toLowerCase())
  await expect(review).not.toHaveAttribute('aria-disabled')
  const second = page.getByRole('group', { name: maker.words('Bracket {number}', { number: 2 }) })
  await maker.field('Price an hour', second).fill('130')
  const rises =
    'Bracket {number} costs more than the one before. Further hours must never cost more, so that the average never rises.'
  await expect(page.getByText(maker.words(rises, { number: 2 }))).toBeVisible()
  await expect(review).toHaveAttribute('aria-disabled', 'true')
  await maker.field('Price an hour', second).fill('90')

  const region = page.getByTestId('region')
  await region.fill(crossing(machine).join('\n'))
  await expect(page.getByText(/(The edge from corner \d crosses another one|第 ?\d ?(个|条|号).*相交)/)).toBeVisible()
  await expect(review).toHaveAttribute('aria-disabled', 'true')
  await region.fill(around(machine).join('\n'))
  await expect(review).not.toHaveAttribute('aria-disabled')
}

/** Draws one more corner on the map and takes it away, reads the whole offer, and signs it. */
async function offer(maker: LeaseParty): Promise<void> {
  const { page } = maker
  const region = page.getByTestId('region')
  const corners = await region.inputValue()
  await page
    .getByRole('img', { name: maker.words('Area of work') })
    .first()
    .click({ position: { x: 40, y: 40 } })
  await expect(region).toHaveValue(/^(.+\n){4}-?\d+\.\d{5}, -?\d+\.\d{5}$/)
  await maker.button('Remove the last corner').click()
  await expect(region).toHaveValue(corners)
  await page.getByTestId('review-offer').click()
  const main = page.getByRole('main')
  await expect(main).toContainText(shown(suggested.price))
  await expect(main).toContainText(shown(suggested.financed))
  await maker.act('propose')
  await expect(page).toHaveURL(/\/leases$/)
}

async function sign(lessee: LeaseParty, leasing: Leasing, lease: bigint): Promise<void> {
  const before = await leasing.balance('hengtong')
  await lessee.visit(`/leases/${lease}`)
  await lessee.page.getByTestId('sign-lease').click()
  await expect(lessee.dialog('Review and sign')).toContainText(String(lease))
  await lessee.sign()
  await lessee.stands('Signed')
  expect(await leasing.balance('hengtong')).toBe(before - suggested.deposit)
  expect((await leasing.account(lease)).held).toBe(suggested.deposit)
  await lessee.cannot('accept-delivery', lessee.words('The bank has not approved yet.'))
}

async function approve(bank: LeaseParty, leasing: Leasing, lease: bigint): Promise<void> {
  await bank.visit(`/treasury/leases/${lease}`)
  const checks = bank.page.getByTestId('rule-checks').locator('li')
  await expect(checks).toHaveCount(5)
  await expect(checks.locator('xpath=self::*[@data-passed="false"]')).toHaveCount(0)
  await bank.act('approve-lease')
  expect(await leasing.state(lease)).toBe('Approved')
}

async function accept(lessee: LeaseParty, leasing: Leasing, lease: bigint): Promise<void> {
  await lessee.visit(`/leases/${lease}`)
  await bring(lessee, 'accept-delivery', (dialog) => dialog.getByTestId('newest-reading'))
  await lessee.stands('Active')
  expect(await leasing.state(lease)).toBe('Active')
}

/** Brings a reading of the machine by one of the page's dialogs, after one that is none. */
async function bring(person: LeaseParty, testId: string, take: (dialog: Locator) => Locator): Promise<void> {
  const { page } = person
  await person.signIn()
  await page.getByTestId(testId).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByTestId('reading').fill('{}')
  await expect(person.text('This is no signed reading as a device publishes it.', dialog)).toBeVisible()
  await take(dialog).click()
  await expect(dialog.getByTestId('reading')).toHaveValue(/"sig"/)
  await person.act('confirm-reading')
}

/** The machine is set to work: the hours on the page grow without a reload, and with them the rent. */
async function follow(lessee: LeaseParty, leasing: Leasing, deviceId: Hex): Promise<void> {
  const { page } = lessee
  const before = Number.parseFloat((await lessee.figure('op-hours').textContent()) ?? '')
  await leasing.befall(deviceId, 'work', 8)
  await leasing.pass(6 * hour)
  await expect
    .poll(async () => Number.parseFloat((await page.getByTestId('op-hours').first().textContent()) ?? ''), {
      timeout: 45_000,
    })
    .toBeGreaterThan(before + 4)
  await expect(lessee.figure('rent-so-far')).toContainText('DCNY')
  await expect(lessee.figure('next-bracket')).toContainText('120')
}

async function pay(lessee: LeaseParty, leasing: Leasing, lease: bigint): Promise<void> {
  await leasing.billed(lease)
  const { due } = await leasing.debt(lease)
  expect(due).toBeGreaterThanOrEqual(suggested.leastRent - prepaid)
  await lessee.visit(`/leases/${lease}`)
  await expect(lessee.figure('lease-due')).toContainText(shown(due))
  await expect(lessee.figure('lease-prepaid')).toContainText(formatAmount(0n, 6))
  const before = await leasing.balance('hengtong')
  await lessee.page.getByTestId('pay-rent').click()
  await lessee.field('Amount').fill(shown(due))
  await lessee.act('confirm-money')
  expect((await leasing.debt(lease)).due).toBe(0n)
  expect(await leasing.balance('hengtong')).toBe(before - due)
}

/** The lessee asks for the end; the last bill is written without use when no officer confirms a reading. */
async function end(lessee: LeaseParty, leasing: Leasing, lease: bigint): Promise<void> {
  await lessee.visit(`/leases/${lease}`)
  await lessee.act('request-end')
  expect((await leasing.running(lease)).last).toBe(true)
  await leasing.billed(lease)
  expect((await leasing.lease(lease)).finalBilled).toBe(true)
}

/** Ends the lease; what is left of deposit and prepaid rent comes back, or the buy-out price is paid from it. */
async function finish(lessee: LeaseParty, leasing: Leasing, lease: bigint, how: 'return' | 'buyOut'): Promise<void> {
  const { page } = lessee
  await lessee.visit(`/leases/${lease}`)
  const before = await leasing.balance('hengtong')
  await page.getByTestId('finish-lease').click()
  await page.getByTestId('finish-end').selectOption(how)
  await lessee.act('confirm-finish')
  await lessee.stands('Ended')
  expect(await leasing.state(lease)).toBe('Ended')
  const { held, principal } = await leasing.account(lease)
  expect({ held, principal }).toEqual({ held: 0n, principal: 0n })
  expect(await leasing.balance('hengtong')).not.toBe(before)
}
