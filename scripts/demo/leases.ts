import {
  assetAbi,
  type BankDeployment,
  type Deployment,
  deviceOracleAbi,
  devicesAbi,
  devicesDomain,
  leaseOffersAbi,
  leasesAbi,
  periodRoot,
  type Reading,
  treasuryAbi,
  usageMeterAbi,
} from '@tallystick/sdk'
import { type Account, createPublicClient, http, maxUint128 } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import type { PeriodEvidence } from '../../oracles/telemetry/periods/archive.ts'
import { incidentAt } from '../../oracles/telemetry/simulator/incident.ts'
import { fiatToken } from '../deploy/modules/circle.ts'
import { moveClock, readClock } from './clock.ts'
import { company, type DemoKey, gateway, issuer } from './companies.ts'
import { type FleetMember, registrationOf, siteRegion } from './fleet.ts'
import { Recorder } from './recorder.ts'
import { type Send, senderOf } from './sender.ts'

/** Minor units of one DCNY. */
const yuan = 1_000_000n
const minute = 60
const hour = 60 * minute
const day = 24 * hour

/** Number of `Tier.SecureElement` in IDevices.sol. */
const secureElement = 2

/** What the bank has put into the treasury before the demo: the machines, and something to go on with. */
const deposited = 5_000_000n * yuan

/** The terms of every machine of the demo. */
export const leaseTerms = {
  price: 860_000n * yuan,
  buyOut: 86_000n * yuan,
  deposit: 86_000n * yuan,
  baseRent: 34_500n * yuan,
  minimumRent: 36_000n * yuan,
  rateBps: 600,
  coverBps: 500,
  earlyFeeBps: 200,
  periodDays: 30,
  periods: 24,
  tariff: [
    { fromHours: 0, pricePerHour: 30n * yuan },
    { fromHours: 100, pricePerHour: 24n * yuan },
    { fromHours: 200, pricePerHour: 18n * yuan },
  ],
  alarms: { unusedHours: 24, fuelRatePct: 90, idlePct: 50 },
}

/** The machine that leaves its site when the demo begins. */
const strayMachine = 3

/** A lease that runs when the demo begins. */
interface PastLease {
  /** Position in the fleet. */
  readonly machine: number
  readonly deliveredDaysAgo: number
  /** Periods whose bill was paid; later ones are in arrears. */
  readonly paidPeriods: number
  readonly prepaid: bigint
}

/**
 * In the order of their delivery: one well used, one whose rent has been unpaid for three weeks, one whose machine
 * stands, and one whose machine burns too much and has just left its site.
 */
const pastLeases: readonly PastLease[] = [
  { machine: 0, deliveredDaysAgo: 96, paidPeriods: 3, prepaid: 20_000n * yuan },
  { machine: 1, deliveredDaysAgo: 84, paidPeriods: 1, prepaid: 0n },
  { machine: 2, deliveredDaysAgo: 40, paidPeriods: 1, prepaid: 0n },
  { machine: strayMachine, deliveredDaysAgo: 20, paidPeriods: 0, prepaid: 0n },
]

/** Machines that are registered before the demo: those on lease, and one that is free. */
const registeredMachines = pastLeases.length + 1

/** The chain begins this long before the present, so that the leases have a past. */
export const leaseHistory = 98 * day

/** The simulator goes on from here: the last minutes are told at the usual pace. */
const rehearsal = 20 * minute

/** Where and when the past is told. */
export interface LeaseSeed {
  readonly rpcUrl: string
  readonly deployment: Deployment
  readonly fleet: readonly FleetMember[]
  /** Folder of the simulator. */
  readonly simulatorDir: string
  /** Second at which the demo begins. */
  readonly present: number
}

/**
 * Tells the leases' past on an empty local network: machines are registered, leased and billed by their own readings
 * while the chain's clock moves. Ends shortly before the present. The readings are left for the simulator to send.
 * @returns evidence of the periods that were billed, for the gateway's archive
 */
export async function seedLeases(seed: LeaseSeed): Promise<readonly PeriodEvidence[]> {
  const [bank] = seed.deployment.banks
  if (bank === undefined) throw new RangeError('the local network has no bank')
  return new LeaseStory(seed, bank).tell()
}

/** Something that happens at a second of the past. */
interface Scene {
  readonly at: number
  readonly play: () => Promise<void>
}

/** A period of a lease and its last second. */
interface EndedPeriod {
  readonly leaseId: bigint
  readonly period: number
  readonly end: number
}

class LeaseStory {
  readonly #seed: LeaseSeed
  readonly #bank: BankDeployment
  readonly #client
  readonly #recorders: readonly Recorder[]
  /** The last settled reading of each lease, by number. */
  readonly #openings = new Map<bigint, Reading>()
  readonly #evidence: PeriodEvidence[] = []

  constructor(seed: LeaseSeed, bank: BankDeployment) {
    const { deployment, fleet, present, rpcUrl } = seed
    this.#seed = seed
    this.#bank = bank
    this.#client = createPublicClient({ transport: http(rpcUrl), cacheTime: 0 })
    const domain = devicesDomain(deployment.chainId, deployment.network.devices)
    this.#recorders = fleet.map((member, machine) => {
      const daysOnLease = pastLeases.find((lease) => lease.machine === machine)?.deliveredDaysAgo ?? 0
      const begin = present - (daysOnLease + 1) * day
      return new Recorder(member, domain, begin * 1_000, present * 1_000)
    })
  }

  async tell(): Promise<readonly PeriodEvidence[]> {
    await this.#open()
    const scenes = pastLeases.flatMap((lease, index) => this.#scenesOf(lease, BigInt(index + 1)))
    for (const { at, play } of scenes.toSorted((a, b) => a.at - b.at)) {
      await this.#waitUntil(at)
      await play()
    }
    this.#endAtPresent()
    return this.#evidence
  }

  /** Money in the treasury, machines in the register and in the alarm oracle. */
  async #open(): Promise<void> {
    const { deployment, fleet } = this.#seed
    const { treasury, leases, deviceOracle } = this.#bank
    const asset = { address: deployment.asset.address, abi: assetAbi } as const
    const jiangnan = company('jiangnan').address
    const token = { ...asset, abi: fiatToken.abi }
    await this.#as(issuer)({ ...token, functionName: 'mint', args: [jiangnan, deposited] })
    const bank = this.#of('jiangnan')
    await bank({ ...asset, functionName: 'approve', args: [treasury, deposited] })
    await bank({ address: treasury, abi: treasuryAbi, functionName: 'deposit', args: [deposited, jiangnan] })
    await this.#of('hengtong')({ ...asset, functionName: 'approve', args: [leases, maxUint128] })
    const register = { address: deployment.network.devices, abi: devicesAbi } as const
    for (const member of fleet.slice(0, registeredMachines)) {
      const { deviceId } = member.spec
      const registration = [registrationOf(member), member.possession] as const
      await this.#of('taishan')({ ...register, functionName: 'register', args: registration })
      await this.#of('registry')({ ...register, functionName: 'setTier', args: [deviceId, secureElement] })
      await this.#as(gateway)({ address: deviceOracle, abi: deviceOracleAbi, functionName: 'enroll', args: [deviceId] })
    }
  }

  #scenesOf(lease: PastLease, leaseId: bigint): Scene[] {
    const delivery = localMorning(this.#seed.present - lease.deliveredDaysAgo * day)
    const scenes = [{ at: delivery, play: () => this.#deliver(lease, leaseId) }]
    const midnight = delivery - deliveryHour
    for (let period = 1; ; period++) {
      const end = midnight + period * leaseTerms.periodDays * day - 1
      const billed = end + 3 * day + hour
      if (billed > this.#seed.present - day) return scenes
      scenes.push({ at: end + 10 * minute, play: () => this.#report(lease, { leaseId, period, end }) })
      scenes.push({ at: billed, play: () => this.#bill(leaseId, period <= lease.paidPeriods) })
    }
  }

  async #deliver({ machine, prepaid }: PastLease, leaseId: bigint): Promise<void> {
    const { leaseOffers, leases } = this.#bank
    const member = this.#member(machine)
    const terms = { ...leaseTerms, deviceId: member.spec.deviceId, lessee: company('hengtong').address }
    const offers = { address: leaseOffers, abi: leaseOffersAbi } as const
    await this.#of('taishan')({ ...offers, functionName: 'propose', args: [terms, siteRegion(member.machine)] })
    const book = { address: leases, abi: leasesAbi } as const
    const lessee = this.#of('hengtong')
    await lessee({ ...book, functionName: 'sign', args: [leaseId, await this.#termsHash(leaseId)] })
    await this.#of('jiangnan')({ ...book, functionName: 'approve', args: [leaseId] })
    const { timestamp } = await readClock(this.#seed.rpcUrl)
    const { reading, message } = this.#recorder(machine).readAt(timestamp * 1_000)
    await lessee({ ...book, functionName: 'acceptDelivery', args: [leaseId, reading, message.sig] })
    if (prepaid > 0n) await lessee({ ...book, functionName: 'prepay', args: [leaseId, prepaid] })
    this.#openings.set(leaseId, reading)
  }

  async #report({ machine }: PastLease, { leaseId, period, end }: EndedPeriod): Promise<void> {
    const recorder = this.#recorder(machine)
    recorder.runTo(end * 1_000)
    const opening = this.#openings.get(leaseId)
    if (opening === undefined) throw new Error(`lease ${leaseId} was not delivered`)
    const { closing, digests } = recorder.period(opening, end * 1_000)
    const root = periodRoot(digests)
    this.#openings.set(leaseId, closing.reading)
    this.#evidence.push({
      ...{ leases: this.#bank.leases, leaseId, period, deviceId: closing.reading.deviceId, root, digests },
      ...{ openingSeq: opening.seq, closingSeq: closing.reading.seq, closingDigest: closing.digest },
      message: closing.message,
      archivedAt: end * 1_000,
    })
    const meter = { address: this.#bank.meter, abi: usageMeterAbi } as const
    const args = [leaseId, closing.reading, closing.message.sig, root, digests.length] as const
    await this.#as(gateway)({ ...meter, functionName: 'reportWithEvidence', args })
  }

  async #bill(leaseId: bigint, isPaid: boolean): Promise<void> {
    const book = { address: this.#bank.leases, abi: leasesAbi } as const
    await this.#as(gateway)({ ...book, functionName: 'bill', args: [leaseId] })
    if (isPaid) await this.#of('hengtong')({ ...book, functionName: 'pay', args: [leaseId, maxUint128] })
  }

  /** One machine is driven off now; every machine's memory and readings go to the simulator. */
  #endAtPresent(): void {
    const end = (this.#seed.present - rehearsal) * 1_000
    for (const recorder of this.#recorders) recorder.runTo(end)
    this.#recorder(strayMachine).start(incidentAt('theft', end, 72))
    for (const recorder of this.#recorders) recorder.store(this.#seed.simulatorDir)
  }

  async #termsHash(leaseId: bigint) {
    const logs = await this.#client.getContractEvents({
      address: this.#bank.leaseOffers,
      abi: leaseOffersAbi,
      eventName: 'LeaseProposed',
      args: { leaseId },
      fromBlock: 0n,
      strict: true,
    })
    const [proposed] = logs
    if (proposed === undefined) throw new Error(`lease ${leaseId} was not proposed`)
    return proposed.args.termsHash
  }

  async #waitUntil(second: number): Promise<void> {
    const { timestamp } = await readClock(this.#seed.rpcUrl)
    if (second > timestamp) await moveClock(this.#seed.rpcUrl, second - timestamp)
  }

  #member(machine: number): FleetMember {
    const member = this.#seed.fleet[machine]
    if (member === undefined) throw new RangeError(`the fleet has no machine ${machine}`)
    return member
  }

  #recorder(machine: number): Recorder {
    const recorder = this.#recorders[machine]
    if (recorder === undefined) throw new RangeError(`the fleet has no machine ${machine}`)
    return recorder
  }

  #of(key: DemoKey): Send {
    return this.#as(privateKeyToAccount(company(key).privateKey))
  }

  #as(account: Account): Send {
    return senderOf(this.#seed.rpcUrl, account)
  }
}

/** Machines are handed over at nine, local time. */
const deliveryHour = 9 * hour
const utcOffset = 8 * hour

function localMorning(second: number): number {
  return Math.floor((second + utcOffset) / day) * day - utcOffset + deliveryHour
}
