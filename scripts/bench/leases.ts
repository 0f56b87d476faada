import { type Hex, keccak256, padHex, toHex } from 'viem'
import { FACE, type System } from '../../test/integration/fixtures.ts'
import { deployLeases, type LeaseSystem, WINDOW } from './lease-system.ts'
import type { Meter } from './meter.ts'
import type { RowName } from './rows.ts'

const DAY = 86_400
const LEASE = 1n
const ROOT = keccak256(toHex('period'))
const READINGS = 8_640

/** Does every operation of an equipment lease: machine, agreement, use, rent, end, alarms. */
export class LeaseBench {
  readonly #system: System
  readonly #meter: Meter

  constructor(system: System, meter: Meter) {
    this.#system = system
    this.#meter = meter
  }

  async run(): Promise<void> {
    await this.#system.deposit(this.#system.bank, 5n * FACE)
    const leasing = await deployLeases(this.#system)
    for (const wallet of [leasing.lessee, leasing.manufacturer]) {
      await this.#system.mint(wallet.account.address, 5n * FACE)
      await this.#system.approve(wallet, leasing.leases.address, 5n * FACE)
    }
    await this.#agreement(leasing)
    await this.#period(leasing, 1n, 'reportFirst')
    await this.#period(leasing, 2n, 'reportNext')
    await this.#end(leasing)
    await this.#alarms(leasing)
  }

  async #agreement({ devices, offers, leases, deviceId, registerDevice, readingOf, ...parties }: LeaseSystem) {
    const { manufacturer, lessee } = parties
    await this.#meter.take('registerDevice', registerDevice())
    await devices.write.setTier([deviceId, 2])
    const terms = {
      deviceId,
      lessee: lessee.account.address,
      price: FACE,
      buyOut: FACE / 10n,
      deposit: FACE / 10n,
      baseRent: 40_000_000_000n,
      minimumRent: 45_000_000_000n,
      rateBps: 600,
      coverBps: 1_000,
      earlyFeeBps: 200,
      periodDays: 30,
      periods: 24,
      tariff: [
        { fromHours: 0, pricePerHour: 120_000_000 },
        { fromHours: 100, pricePerHour: 90_000_000 },
        { fromHours: 200, pricePerHour: 60_000_000 },
      ],
      alarms: { unusedHours: 24, fuelRatePct: 120, idlePct: 40 },
    }
    const region = [312_300_000, 1_214_700_000, 312_400_000, 1_214_700_000, 312_400_000, 1_214_800_000]
    await this.#meter.take('proposeLease', offers.write.propose([terms, region], { account: manufacturer.account }))
    const { termsHash } = await offers.read.offer([LEASE])
    await this.#meter.take('signLease', leases.write.sign([LEASE, termsHash], { account: lessee.account }))
    await this.#meter.take('approveLease', leases.write.approve([LEASE]))
    const opening = await readingOf(1n, await this.#system.now(), 0n)
    const delivery = leases.write.acceptDelivery([LEASE, ...opening], { account: lessee.account })
    await this.#meter.take('acceptDelivery', delivery)
  }

  /** 250 hours in a period, with evidence; the bill after the window, and its payment. */
  async #period({ meter, leases, gateway, lessee, readingOf }: LeaseSystem, period: bigint, row: RowName) {
    const { end } = await meter.read.meter([LEASE])
    await this.#goTo(end)
    const reading = await readingOf(period * 10_000n, BigInt(end) - 60n, period * 900_000n)
    const report = meter.write.reportWithEvidence([LEASE, ...reading, ROOT, READINGS], { account: gateway.account })
    await this.#meter.take(row, report)
    await this.#goTo(end + WINDOW + 60)
    const last = period === 2n
    await this.#meter.take(last ? 'billRent' : undefined, leases.write.bill([LEASE]))
    const payment = leases.write.pay([LEASE, FACE], { account: lessee.account })
    await this.#meter.take(last ? 'payRent' : undefined, payment)
  }

  /** The lessee keeps the machine: what is left, the fee and the price go out of its account, deposit and cover back. */
  async #end({ meter, leases, lessee }: LeaseSystem) {
    await leases.write.requestEnd([LEASE], { account: lessee.account })
    await this.#goTo((await meter.read.meter([LEASE])).end + WINDOW)
    await leases.write.bill([LEASE])
    const finish = leases.write.finish([LEASE, true, 2n * FACE], { account: lessee.account })
    await this.#meter.take('finishLease', finish)
  }

  async #alarms({ oracle, router, manufacturer, deviceId }: LeaseSystem) {
    await oracle.write.enroll([deviceId])
    await this.#system.connection.networkHelpers.time.increase(DAY)
    await this.#meter.take('requestAlarms', oracle.write.requestAlarms([0]))
    const answer = await this.#picture()
    const requestId = await this.#requestId(router)
    const args = [requestId, answer, '0x'] as const
    await this.#meter.take(undefined, manufacturer.writeContract({ ...router, functionName: 'deliver', args }))
    const gasUsed = Number(await this.#system.client.readContract({ ...router, functionName: 'gasUsed' }))
    this.#meter.note('alarmAnswer', { gasUsed, marginal: gasUsed })
    await this.#meter.take('applyAlarms', oracle.write.apply_([0, answer]))
  }

  /** As the router numbers its requests. */
  async #requestId(router: LeaseSystem['router']): Promise<Hex> {
    const count = (await this.#system.client.readContract({ ...router, functionName: 'count' })) as bigint
    return keccak256(`${padHex(router.address, { size: 32 })}${toHex(count, { size: 32 }).slice(2)}`)
  }

  /** Header of docs/telemetry.md, and an alarm of the first machine. */
  async #picture(): Promise<Hex> {
    const asOf = await this.#system.now()
    const head = (1n << 240n) | (1n << 208n) | (asOf << 168n)
    return `${toHex(head, { size: 32 })}41${'00'.repeat(223)}`
  }

  async #goTo(second: number): Promise<void> {
    await this.#system.connection.networkHelpers.time.increaseTo(second)
  }
}
