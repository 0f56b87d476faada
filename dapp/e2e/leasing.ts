import { setTimeout as sleep } from 'node:timers/promises'
import {
  type BankDeployment,
  decodeReadingMessage,
  deviceOracleAbi,
  devicesAbi,
  immobiliserAbi,
  LEASE_STATES,
  leaseOffersAbi,
  leasesAbi,
  type ReadingMessage,
  usageMeterAbi,
} from '@tallystick/sdk'
import type { Hex } from 'viem'
import type { IncidentKind } from '../../oracles/telemetry/simulator/incident.ts'
import { company, type DemoKey } from '../../scripts/demo/companies.ts'
import { openSession } from '../../scripts/services/gateway-session.ts'
import { type Chain, signer } from './chain.ts'
import { passTime, post } from './demo.ts'

/** What the demo tells of a machine of the simulator. */
export interface DemoMachine {
  readonly deviceId: Hex
  readonly model: string
  readonly serialNumber: string
  readonly keyType: 'secp256k1' | 'P-256'
  readonly site: { readonly lat: number; readonly lon: number }
}

/** A machine as the gateway shows it, as far as tests look at it. */
interface GatewayDevice {
  readonly deviceId: Hex
  readonly last: { readonly message: ReadingMessage } | null
}

/** Number of `Tier.SecureElement` in IDevices.sol. */
const secureElement = 2
const minute = 60
export const day = 86_400
/** Five million DCNY, in minor units. */
const yearsOfRent = 5_000_000_000_000n
/** The bank's and the keeper's ways take seconds; a busy machine may need more. */
const patienceMs = 90_000

/** Leases as the chain has them, the machines behind them, and quick ways to a starting position. */
export class Leasing {
  readonly bank: BankDeployment
  readonly book
  readonly offers
  readonly meter
  readonly devices
  readonly immobiliser
  readonly deviceOracle
  readonly #chain: Chain
  readonly #url: string
  /** Of the bank's session with the gateway. */
  #token: string | undefined

  /** @param url of the page, which offers the demo's own endpoints too */
  constructor(chain: Chain, url: string) {
    const { deployment } = chain
    const [bank] = deployment.banks
    if (bank === undefined) throw new Error('the deployment has no bank')
    this.bank = bank
    this.#chain = chain
    this.#url = url
    this.book = { address: bank.leases, abi: leasesAbi } as const
    this.offers = { address: bank.leaseOffers, abi: leaseOffersAbi } as const
    this.meter = { address: bank.meter, abi: usageMeterAbi } as const
    this.devices = { address: deployment.network.devices, abi: devicesAbi } as const
    this.immobiliser = { address: bank.immobiliser, abi: immobiliserAbi } as const
    this.deviceOracle = { address: bank.deviceOracle, abi: deviceOracleAbi } as const
  }

  /** A machine of the demo, in the order of `scripts/demo/fleet.ts`. */
  async machine(position: number): Promise<DemoMachine> {
    const answer = await fetch(new URL('/demo/devices', this.#url))
    const machine = ((await answer.json()) as readonly DemoMachine[])[position]
    if (machine === undefined) throw new Error(`the demo has no machine ${position}`)
    return machine
  }

  device(id: Hex) {
    return this.#chain.client.readContract({ ...this.devices, functionName: 'device', args: [id] })
  }

  /** The registry has seen the attestation of the machine's key: its readings are billed without an officer's word. */
  async attest(id: Hex): Promise<void> {
    const registry = this.#chain.wallet('registry')
    const args = [id, secureElement] as const
    await this.#chain.mined(registry.writeContract({ ...this.devices, functionName: 'setTier', args }))
  }

  /** Number of the newest offer. */
  newestOffer(): Promise<bigint> {
    return this.#chain.client.readContract({ ...this.offers, functionName: 'count' })
  }

  lease(id: bigint) {
    return this.#chain.client.readContract({ ...this.book, functionName: 'lease', args: [id] })
  }

  /** The state by its name. */
  async state(id: bigint): Promise<(typeof LEASE_STATES)[number] | undefined> {
    return LEASE_STATES[(await this.lease(id)).state]
  }

  account(id: bigint) {
    return this.#chain.client.readContract({ ...this.book, functionName: 'account', args: [id] })
  }

  debt(id: bigint) {
    return this.#chain.client.readContract({ ...this.book, functionName: 'debtOf', args: [id] })
  }

  /** What all leases of the book are marked down by. */
  async impaired(): Promise<bigint> {
    const count = Number(await this.newestOffer())
    const accounts = await Promise.all(Array.from({ length: count }, (_, index) => this.account(BigInt(index + 1))))
    return accounts.reduce((sum, { impaired }) => sum + impaired, 0n)
  }

  /** The running period's meter. */
  running(id: bigint) {
    return this.#chain.client.readContract({ ...this.meter, functionName: 'meter', args: [id] })
  }

  command(id: bigint) {
    return this.#chain.client.readContract({ ...this.immobiliser, functionName: 'commandOf', args: [id] })
  }

  /** Bits of the alarms that the oracle has brought. */
  alarms(deviceId: Hex): Promise<number> {
    return this.#chain.client.readContract({ ...this.deviceOracle, functionName: 'alarmsOf', args: [deviceId] })
  }

  /** Lets something befall a machine from now on. */
  async befall(deviceId: Hex, kind: IncidentKind, hours?: number): Promise<void> {
    await post(new URL(`/demo/devices/${deviceId}/incident`, this.#url), { kind, ...(hours && { hours }) })
  }

  /** A reading that the machine signs now, which it sends to the gateway too. Its clock follows the chain's late. */
  async readingNow(deviceId: Hex) {
    const path = new URL(`/demo/devices/${deviceId}/reading`, this.#url)
    const earliest = (await this.#chain.now()) - BigInt(minute)
    for (const end = Date.now() + patienceMs; Date.now() < end; await sleep(500)) {
      const message = decodeReadingMessage(JSON.parse(await post(path)))
      if (message.reading.ts / 1_000n >= earliest) return message
    }
    throw new Error(`machine ${deviceId} did not follow the chain's clock within ${patienceMs / 1_000} s`)
  }

  /** Waits until the gateway has everything that the machine has signed: after a jump of the clock, days of readings. */
  async caughtUp(deviceId: Hex): Promise<void> {
    const { reading } = await this.readingNow(deviceId)
    const isThere = async () => (await this.#newestAtGateway(deviceId)) >= reading.seq
    await this.until(`the gateway has reading ${reading.seq} of machine ${deviceId}`, isThere)
  }

  /** Number of the newest reading that the gateway has, asked as the bank does. */
  async #newestAtGateway(deviceId: Hex): Promise<bigint> {
    const gatewayUrl = new URL('/telemetry', this.#url).href
    this.#token ??= await openSession(gatewayUrl, this.#chain.deployment.chainId, signer('jiangnan'))
    const answer = await fetch(`${gatewayUrl}/v1/devices`, {
      headers: { authorization: `Bearer ${this.#token}` },
    })
    const { devices } = (await answer.json()) as { readonly devices: readonly GatewayDevice[] }
    return BigInt(devices.find((device) => device.deviceId === deviceId)?.last?.message.r.seq ?? 0)
  }

  /** Somebody brings a reading that the machine signs now. */
  async report(who: DemoKey, leaseId: bigint, deviceId: Hex): Promise<void> {
    const { reading, signature } = await this.readingNow(deviceId)
    const wallet = this.#chain.wallet(who)
    const args = [leaseId, reading, signature] as const
    await this.#chain.mined(wallet.writeContract({ ...this.meter, functionName: 'report', args }))
  }

  async pass(seconds: number): Promise<void> {
    await passTime(this.#url, seconds)
  }

  /** Lets time pass until a second of the chain; none when it is over already. */
  async passUntil(second: number): Promise<void> {
    const left = second - Number(await this.#chain.now())
    if (left > 0) await this.pass(left)
  }

  /** Lets days pass until the oldest unpaid bill is late by so many. */
  async late(id: bigint, days: number): Promise<void> {
    const { daysPastDue } = await this.debt(id)
    if (daysPastDue < days) await this.pass((days - daysPastDue) * day)
  }

  /** Lets the running period and the window of its reading pass, and waits for the keeper's bill. */
  async billed(id: bigint): Promise<void> {
    const { period } = await this.running(id)
    const window = await this.#chain.client.readContract({ ...this.meter, functionName: 'window' })
    await this.until(`the keeper bills period ${period} of lease ${id}`, async () => {
      if ((await this.lease(id)).period >= period) return true
      // A reading that the gateway brings meanwhile opens a window of its own.
      const { end, reportedAt } = await this.running(id)
      await this.passUntil((reportedAt === 0 ? end : reportedAt) + window + minute)
      return false
    })
  }

  /**
   * The lessee of the demo's leases pays what is due and years of rent ahead: while tests of other products let months pass,
   * no lease falls into arrears, whose mark would close the treasury to deposits.
   */
  async prepayRents(): Promise<void> {
    const lessee = this.#chain.wallet('hengtong')
    for (let id = 1n; id <= (await this.newestOffer()); id++) {
      const { due } = await this.debt(id)
      await this.#chain.mint(lessee.account.address, due + yearsOfRent)
      const pay = (functionName: 'pay' | 'prepay', amount: bigint) =>
        this.#chain.mined(lessee.writeContract({ ...this.book, functionName, args: [id, amount] }))
      if (due > 0n) await pay('pay', due)
      await pay('prepay', yearsOfRent)
    }
  }

  /** Waits until something is so. */
  async until(what: string, isSo: () => Promise<boolean>): Promise<void> {
    for (const end = Date.now() + patienceMs; Date.now() < end; await sleep(100)) {
      if (await isSo()) return
    }
    throw new Error(`${what}: not so within ${patienceMs / 1_000} s`)
  }

  /** What a company has in its account. */
  balance(key: DemoKey): Promise<bigint> {
    return this.#chain.balanceOf(company(key).address)
  }
}
