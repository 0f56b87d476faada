import { devicesDomain, identityOf, packBatch } from '@tallystick/sdk'
import {
  encodeAbiParameters,
  encodeFunctionData,
  type Hex,
  keccak256,
  maxUint128,
  parseAbiParameters,
  stringToHex,
} from 'viem'
import { company, gateway } from '../../../scripts/demo/companies.ts'
import { leaseTerms } from '../../../scripts/demo/leases.ts'
import type { IndexedNetwork } from './indexed-network.ts'
import type { IndexedStory } from './indexed-story.ts'
import { type SignedReading, TestMachine } from './test-machine.ts'

const secureElement = 2
const hour = 3_600
const window = 72 * hour
const workflowId = keccak256(stringToHex('alarms of the test'))
const region = [361_900_000, 1_170_800_000, 362_000_000, 1_170_800_000, 362_000_000, 1_170_900_000] as const

/** What a manufacturer, a lessee and a bank do with machines. The oracle network of alarms is played. */
export class LeaseStory {
  readonly #network: IndexedNetwork
  readonly #story: IndexedStory
  #machines = 0

  constructor(network: IndexedNetwork, story: IndexedStory) {
    this.#network = network
    this.#story = story
  }

  /** Lets the lessee and the bank pay into the lease book. */
  async openPurses(): Promise<void> {
    const { asset, leases } = this.#network.contracts
    for (const who of ['hengtong', 'jiangnan'] as const) {
      await this.#network.send(who, asset, 'approve', [leases.address, maxUint128])
    }
  }

  /** A machine that its manufacturer has registered, with a secure element. */
  async register(): Promise<TestMachine> {
    const { chainId, network } = this.#network.deployment
    this.#machines += 1
    const domain = devicesDomain(chainId, network.devices)
    const machine = new TestMachine(domain, identityOf(company('taishan').legalId), this.#machines)
    const { devices } = this.#network.contracts
    await this.#network.send('taishan', devices, 'register', [machine.registration, machine.possession()])
    await this.#network.send('registry', devices, 'setTier', [machine.deviceId, secureElement])
    return machine
  }

  async propose(machine: TestMachine): Promise<bigint> {
    const { offers } = this.#network.contracts
    const tariff = leaseTerms.tariff.map(({ fromHours, pricePerHour }) => ({
      fromHours,
      pricePerHour: Number(pricePerHour),
    }))
    const terms = { ...leaseTerms, tariff, deviceId: machine.deviceId, lessee: company('hengtong').address }
    await this.#network.send('taishan', offers, 'propose', [terms, region])
    return this.#network.client.readContract({ ...offers, functionName: 'count' })
  }

  async sign(leaseId: bigint): Promise<void> {
    const { offers, leases } = this.#network.contracts
    const { termsHash } = await this.#network.client.readContract({ ...offers, functionName: 'offer', args: [leaseId] })
    await this.#network.send('hengtong', leases, 'sign', [leaseId, termsHash])
  }

  /** From the offer to the first hour on lease. */
  async leaseOut(machine: TestMachine): Promise<bigint> {
    const { leases } = this.#network.contracts
    const leaseId = await this.propose(machine)
    await this.sign(leaseId)
    await this.#network.send('jiangnan', leases, 'approve', [leaseId])
    const { reading, signature } = machine.work(await this.now(), 0)
    await this.#network.send('hengtong', leases, 'acceptDelivery', [leaseId, reading, signature])
    return leaseId
  }

  /** Moves to the last hour of the running period; the machine has worked and signs. */
  async lastHour(leaseId: bigint, machine: TestMachine, hours: number): Promise<SignedReading> {
    const { meter } = this.#network.contracts
    const { end } = await this.#network.client.readContract({ ...meter, functionName: 'meter', args: [leaseId] })
    await this.moveTo(end - hour)
    return machine.work(await this.now(), hours * hour)
  }

  async report(leaseId: bigint, { reading, signature }: SignedReading): Promise<void> {
    await this.#network.send('hengtong', this.#network.contracts.meter, 'report', [leaseId, reading, signature])
  }

  /** The gateway brings a reading with the root of a tree of one. */
  async reportWithEvidence(leaseId: bigint, { reading, signature, digest }: SignedReading): Promise<void> {
    const { meter } = this.#network.contracts
    const args = [leaseId, reading, signature, keccak256(digest), 1] as const
    const data = encodeFunctionData({ ...meter, functionName: 'reportWithEvidence', args })
    await this.#network.sendFrom(gateway, meter.address, data)
  }

  /** Waits until the period can be settled, and bills it. */
  async bill(leaseId: bigint): Promise<void> {
    const { meter, leases } = this.#network.contracts
    const { end } = await this.#network.client.readContract({ ...meter, functionName: 'meter', args: [leaseId] })
    await this.moveTo(end + window + 1)
    await this.#network.send('zhengxin', leases, 'bill', [leaseId])
  }

  /** Pays all that is due. */
  async payAll(leaseId: bigint): Promise<void> {
    await this.#network.send('jiangnan', this.#network.contracts.leases, 'pay', [leaseId, maxUint128])
  }

  /** What a lease owes now. */
  debt(leaseId: bigint) {
    const { leases } = this.#network.contracts
    return this.#network.client.readContract({ ...leases, functionName: 'debtOf', args: [leaseId] })
  }

  async now(): Promise<number> {
    return Number(await this.#network.now())
  }

  async moveTo(second: number): Promise<void> {
    const now = await this.now()
    if (second > now) await this.#network.waitSeconds(second - now)
  }

  // ---------------------------------------------------------------- alarms

  /** Lets the bank take pictures of the test's forwarder. */
  async playOracle(): Promise<void> {
    const { alarms, bankManager } = this.#network.contracts
    const config = {
      forwarder: company('zhengxin').address,
      chainSelector: 1n,
      workflowId,
      previousWorkflowId: keccak256('0x'),
    }
    const asBank = (data: Hex) => this.#story.delayed('jiangnan', bankManager.address, alarms.address, data)
    await asBank(encodeFunctionData({ ...alarms, functionName: 'setCreConfig', args: [config] }))
    await asBank(encodeFunctionData({ ...alarms, functionName: 'setTransport', args: [1] }))
  }

  /** Asks for the picture of the first batch, delivers it, and applies it. */
  async picture(bits: readonly number[]): Promise<void> {
    const { alarms } = this.#network.contracts
    const { cooldown } = await this.#network.client.readContract({ ...alarms, functionName: 'limits' })
    await this.#network.waitSeconds(cooldown + 1)
    const { result: requestId, request } = await this.#network.client.simulateContract({
      ...alarms,
      functionName: 'requestAlarms',
      args: [0],
      account: company('zhengxin').address,
    })
    await this.#network.sendData('zhengxin', alarms.address, encodeFunctionData(request))
    const answer = packBatch({ batch: 0, asOf: await this.now(), alarms: bits })
    const types = parseAbiParameters('uint64, bytes32, bytes, bytes')
    const report = encodeAbiParameters(types, [1n, requestId, answer, '0x'])
    await this.#network.send('zhengxin', alarms, 'onReport', [`${workflowId}${'00'.repeat(30)}` as Hex, report])
    await this.#network.send('zhengxin', alarms, 'apply_', [0, answer])
  }
}
