import {
  afterHeldRent,
  afterMark,
  afterRent,
  type BillingTerms,
  bringUpLease,
  devicesDomain,
  type LeaseAccount,
  type LeaseAgreement,
  type LeaseTerms,
  leaseDebtAt,
  leasesAbi,
  leaseTermsHash,
  nextLeaseMark,
  prepaidRent,
  type Reading,
  readingDigest,
  splitRent,
  usageMeterAbi,
  writeRentBill,
} from '@tallystick/sdk'
import { expect } from 'chai'
import { type Hex, keccak256, maxUint128, parseEventLogs, toHex } from 'viem'
import { UTC_OFFSET } from './fixtures.ts'
import { DEFAULT_TERMS, type LeasesSystem, newLeasesSystem, WINDOW } from './support/leases-system.ts'
import { Random } from './support/random.ts'
import type { TestMachine } from './support/test-machine.ts'

const LEASES = 20
const ROUNDS = 100
const DIGESTS = 500
const HOUR = 3_600
const DAY = 24 * HOUR
const terms: BillingTerms = { ...DEFAULT_TERMS, utcOffset: UTC_OFFSET }

/** A lease on chain, and what the SDK makes of the same steps. */
interface Mirrored {
  readonly leaseId: bigint
  readonly machine: TestMachine
  /** Second of the last reading that was brought. */
  readAt: number
  account: LeaseAccount
}

describe('leases and the SDK on random vectors', function () {
  this.timeout(600_000)

  let system: LeasesSystem
  const random = new Random('leases')

  before(async () => {
    system = await newLeasesSystem()
    await system.deposit(system.bank, 10n ** 18n)
  })

  it(`${LEASES * ROUNDS} accounts after random bills, payments, marks and times: difference 0`, async () => {
    const mirrored: Mirrored[] = []
    for (let number = 1; number <= LEASES; number++) mirrored.push(await newLease(number))
    let compared = 0
    for (let round = 0; round < ROUNDS; round++) {
      await system.connection.networkHelpers.time.increase(random.between(1, 12 * DAY))
      for (const lease of mirrored) await takeStep(lease)
      const { timestamp } = await system.client.getBlock()
      for (const { leaseId, account } of mirrored) {
        expect(account).to.deep.equal(await system.leases.read.account([leaseId]))
        const debt = leaseDebtAt(await agreementOf(leaseId), account, terms, timestamp)
        expect(debt).to.deep.equal(await system.leases.read.debtOf([leaseId]))
        compared += 1
      }
    }
    expect(compared).to.equal(LEASES * ROUNDS)
  })

  /** A delivered lease with random terms and a random tariff. */
  async function newLease(number: number): Promise<Mirrored> {
    const machine = await system.newMachine(number)
    const leaseId = BigInt(number)
    const leaseTerms = randomTerms(machine.deviceId)
    const argument = {
      ...leaseTerms,
      tariff: leaseTerms.tariff.map((bracket) => ({ ...bracket, pricePerHour: Number(bracket.pricePerHour) })),
    }
    await system.offers.write.propose([argument, []], { account: system.manufacturer.account })
    const { termsHash } = await system.offers.read.offer([leaseId])
    expect(leaseTermsHash(leaseId, leaseTerms, [])).to.equal(termsHash)
    await system.leases.write.sign([leaseId, termsHash], byLessee())
    await system.leases.write.approve([leaseId])
    const readAt = Number(await system.now())
    const { reading, signature } = machine.work(readAt, 0)
    await system.leases.write.acceptDelivery([leaseId, reading, signature], byLessee())
    return { leaseId, machine, readAt, account: await system.leases.read.account([leaseId]) }
  }

  /** Rents that pay back what is financed: principal in equal parts, and the interest of the first period. */
  function randomTerms(deviceId: Hex): LeaseTerms {
    const financed = 1_000_000n + (random.next() % 10n ** BigInt(random.between(6, 15)))
    const buyOut = BigInt(random.between(0, 10 ** 9))
    const [rateBps, periodDays, periods] = [random.between(1, 3_600), random.between(7, 31), random.between(1, 60)]
    const interest = (financed * BigInt(rateBps * periodDays)) / (10_000n * 365n) + 1n
    const baseRent = financed / BigInt(periods) + 1n + interest
    return {
      deviceId,
      lessee: system.lessee.account.address,
      price: financed + buyOut,
      buyOut,
      deposit: BigInt(random.between(0, 10 ** 9)),
      baseRent,
      minimumRent: baseRent + (random.next() % (financed + 1n)),
      rateBps,
      coverBps: random.between(0, 2_000),
      earlyFeeBps: random.between(0, 1_000),
      periodDays,
      periods,
      tariff: randomTariff(),
      alarms: { unusedHours: 24, fuelRatePct: 120, idlePct: 40 },
    }
  }

  function randomTariff(): LeaseTerms['tariff'] {
    let [fromHours, price] = [0, random.between(1, 10 ** 9)]
    return Array.from({ length: random.between(1, 4) }, () => {
      const bracket = { fromHours, pricePerHour: BigInt(price) }
      fromHours += random.between(1, 300)
      price = random.between(1, price)
      return bracket
    })
  }

  /** One random step, on chain and in the SDK. */
  async function takeStep(lease: Mirrored): Promise<void> {
    const choice = random.between(0, 9)
    if (choice < 3) await report(lease)
    else if (choice < 6) await bill(lease)
    else if (choice < 8) await pay(lease)
    else if (choice === 8) await prepay(lease)
    else await mark(lease)
  }

  /** Brings the closing reading of a period that is over; it changes no account. */
  async function report(lease: Mirrored): Promise<void> {
    const { end, last } = await system.meter.read.meter([lease.leaseId])
    const readAt = end - random.between(1, 20 * HOUR)
    if (last || (await system.now()) < end || readAt <= lease.readAt) return
    const { reading, signature } = lease.machine.work(readAt, random.between(0, readAt - lease.readAt))
    lease.readAt = readAt
    await system.meter.write.report([lease.leaseId, reading, signature])
  }

  async function bill(lease: Mirrored): Promise<void> {
    const { end, reportedAt } = await system.meter.read.meter([lease.leaseId])
    const agreement = await agreementOf(lease.leaseId)
    const finalAt = Math.max(end, reportedAt === 0 ? end + WINDOW : reportedAt + WINDOW)
    if (agreement.finalBilled || (await system.now()) < finalAt) return
    const hash = await system.leases.write.bill([lease.leaseId])
    const { logs } = await system.client.getTransactionReceipt({ hash })
    const [settled] = parseEventLogs({ abi: usageMeterAbi, logs, eventName: 'PeriodSettled' })
    const [billed] = parseEventLogs({ abi: leasesAbi, logs, eventName: 'RentBilled' })
    if (settled === undefined || billed === undefined) throw new Error('the bill has no events')
    const written = writeRentBill(agreement, lease.account, terms, settled.args.usage, await system.now())
    expect(written.bill).to.deep.equal(billed.args.bill)
    expect(written.due).to.equal(billed.args.due)
    await settleFromHeld(lease, agreement, written.account)
  }

  async function pay(lease: Mirrored): Promise<void> {
    const agreement = await agreementOf(lease.leaseId)
    const before = leaseDebtAt(agreement, lease.account, terms, await system.now())
    if (before.due === 0n) return
    const amount = random.between(0, 2) === 0 ? maxUint128 : 1n + (random.next() % before.due)
    await system.leases.write.pay([lease.leaseId, amount], byLessee())
    const now = bringUpLease(agreement, lease.account, terms, await system.now())
    const { due } = leaseDebtAt(agreement, lease.account, terms, await system.now())
    await keep(lease, afterRent(now, splitRent(now, amount < due ? amount : due)))
  }

  async function prepay(lease: Mirrored): Promise<void> {
    const agreement = await agreementOf(lease.leaseId)
    const amount = 1n + (random.next() % 10n ** BigInt(random.between(1, 12)))
    await system.leases.write.prepay([lease.leaseId, amount], byLessee())
    const held = { ...lease.account, held: lease.account.held + amount }
    await settleFromHeld(lease, agreement, bringUpLease(agreement, held, terms, await system.now()))
  }

  /** Prepaid rent pays what is due as far as it goes. */
  async function settleFromHeld(lease: Mirrored, agreement: LeaseAgreement, account: LeaseAccount): Promise<void> {
    const parts = splitRent(account, prepaidRent(account, agreement))
    const isPaid = Object.values(parts).some((part) => part > 0n)
    await keep(lease, isPaid ? afterHeldRent(account, parts) : account)
  }

  async function mark(lease: Mirrored): Promise<void> {
    const agreement = await agreementOf(lease.leaseId)
    const { daysPastDue } = leaseDebtAt(agreement, lease.account, terms, await system.now())
    const pct = nextLeaseMark(lease.account, daysPastDue)
    if (pct === 0) return
    await system.leases.write.mark([lease.leaseId])
    await keep(lease, afterMark(bringUpLease(agreement, lease.account, terms, await system.now()), pct))
  }

  /** Whether a cured lease accrues on the ledger again is the treasury's decision, which is read off the chain. */
  async function keep(lease: Mirrored, account: LeaseAccount): Promise<void> {
    const { nonAccrual } = await system.leases.read.account([lease.leaseId])
    lease.account = { ...account, nonAccrual }
  }

  function agreementOf(leaseId: bigint): Promise<LeaseAgreement> {
    return system.leases.read.lease([leaseId])
  }

  function byLessee() {
    return { account: system.lessee.account }
  }

  it(`${DIGESTS} digests of random readings equal the register’s`, async () => {
    const domain = devicesDomain(system.domain.chainId, system.devices.address)
    for (let round = 0; round < DIGESTS; round++) {
      const reading = randomReading()
      expect(await system.devices.read.readingDigest([reading])).to.equal(readingDigest(domain, reading))
    }
  })

  function randomReading(): Reading {
    const word = (): Hex => keccak256(toHex(random.next()))
    const uint64 = () => random.next() % 2n ** 64n
    const uint32 = () => random.between(0, 2 ** 32 - 1)
    return {
      deviceId: word(),
      keyVersion: uint32(),
      seq: uint64(),
      ts: uint64(),
      prevHash: word(),
      latE7: random.between(-(2 ** 31), 2 ** 31 - 1),
      lonE7: random.between(-(2 ** 31), 2 ** 31 - 1),
      accuracyCm: uint32(),
      opSec: uint64(),
      idleSec: uint64(),
      fuelMl: uint64(),
      fuelPctBp: random.between(0, 65_535),
      engine: random.between(0, 255),
      flags: uint32(),
      extHash: word(),
    }
  }
})
