import { readFileSync } from 'node:fs'
import {
  CREDIT_SCORING_PURPOSE,
  type DataConsent,
  evaluate,
  featureCommitment,
  packAnswer,
  parseModel,
  providerIdOf,
} from '@tallystick/sdk'
import {
  type Address,
  bytesToHex,
  encodeAbiParameters,
  encodeFunctionData,
  type Hex,
  hexToBytes,
  keccak256,
  parseAbiParameters,
  stringToHex,
  toHex,
} from 'viem'
import { company, type DemoKey } from '../../../scripts/demo/companies.ts'
import { activateModel, modelFile } from '../../../scripts/demo/model.ts'
import type { IndexedNetwork } from './indexed-network.ts'
import type { IndexedStory } from './indexed-story.ts'

/** Platforms of the demo; the first is the oracle's first source. */
export const platforms = ['lantern-market', 'tongda-pay'] as const

const allScopes = [0b1_1111, 0b0_0001] as const
const workflowId = keccak256(stringToHex('workflow of the test'))
const secondsPerDay = 86_400
const model = parseModel(readFileSync(modelFile))

/** Features of a merchant that sells for ¥300 000 a month, in the order of merchant-v1. */
export const soundFeatures = [30_000_000, 2_400, 470, 650, 300, 1_500, 150, 40, 0, Number.MIN_SAFE_INTEGER]

/** What an answer of the oracle network says, besides who and when. */
export interface TestAnswer {
  readonly score: number
  readonly pdBps: number
  /** Per month in 1/100 of the currency. */
  readonly turnover: bigint
}

/**
 * What merchants do with a bank's lines. The oracle network is played: the bank's contract takes the reports of a
 * forwarder of the test, so that every answer, refusal and repetition can be chosen.
 */
export class CreditStory {
  readonly #network: IndexedNetwork
  readonly #story: IndexedStory

  constructor(network: IndexedNetwork, story: IndexedStory) {
    this.#network = network
    this.#story = story
  }

  /** Brings the demo's model into force. */
  async activateModel(): Promise<void> {
    const [bank] = this.#network.deployment.banks
    if (bank) await activateModel(this.#network.rpcUrl, bank, 'http://127.0.0.1:9')
  }

  /** Lets the bank take reports of the test's forwarder, in place of the router. */
  async playOracle(): Promise<void> {
    const { oracle } = this.#network.contracts
    const config = {
      forwarder: company('zhengxin').address,
      chainSelector: 1n,
      workflowId,
      previousWorkflowId: keccak256('0x'),
    }
    await this.asBank(oracle.address, encodeFunctionData({ ...oracle, functionName: 'setCreConfig', args: [config] }))
    await this.asBank(oracle.address, encodeFunctionData({ ...oracle, functionName: 'setTransport', args: [1] }))
  }

  /** A call of the bank in one of its delayed roles. */
  asBank(target: Address, data: Hex): Promise<void> {
    return this.#story.delayed('jiangnan', this.#network.contracts.bankManager.address, target, data)
  }

  /** Lets a merchant allow both platforms everything they have, for 400 days. */
  async consent(who: DemoKey): Promise<void> {
    for (const [index, slug] of platforms.entries()) {
      const consent: DataConsent = {
        merchant: company(who).address,
        provider: providerIdOf(slug),
        recipient: this.#network.contracts.oracle.address,
        purpose: CREDIT_SCORING_PURPOSE,
        scopes: allScopes[index] ?? 0,
        expiry: Number(await this.#network.now()) + 400 * secondsPerDay,
      }
      await this.#network.send(who, this.#network.contracts.consents, 'grant', [consent])
    }
  }

  async revoke(who: DemoKey, slug: (typeof platforms)[number]): Promise<void> {
    const { consents, oracle } = this.#network.contracts
    await this.#network.send(who, consents, 'revoke', [providerIdOf(slug), oracle.address, CREDIT_SCORING_PURPOSE])
  }

  /** Asks for a merchant's score and returns the request's id. */
  async request(who: DemoKey): Promise<Hex> {
    const { oracle } = this.#network.contracts
    await this.#network.send(who, oracle, 'requestScore', [])
    const args = [company(who).address] as const
    return this.#network.client.readContract({ ...oracle, functionName: 'openRequestOf', args })
  }

  /** Asks for a score and answers. */
  async score(who: DemoKey, answer: TestAnswer): Promise<Hex> {
    const requestId = await this.request(who)
    await this.answer(requestId, who, answer)
    return requestId
  }

  /** Delivers an answer with a commitment to {@link soundFeatures}. */
  async answer(requestId: Hex, who: DemoKey, answer: TestAnswer): Promise<void> {
    const asOf = Number(await this.#network.now()) - secondsPerDay
    const packed = packAnswer({
      ...answer,
      reasons: [1, 5, 0, 0],
      modelVersion: 1,
      sourceMask: 0b11,
      asOf,
      commitment: hexToBytes(featureCommitment({ ...this.#statement(who), asOf })),
    })
    await this.deliver(requestId, bytesToHex(packed), '0x')
  }

  /** Delivers an error code of the oracle network. */
  refuse(requestId: Hex, code: string): Promise<void> {
    return this.deliver(requestId, '0x', stringToHex(code))
  }

  async deliver(requestId: Hex, response: Hex, err: Hex): Promise<void> {
    const types = parseAbiParameters('uint64, bytes32, bytes, bytes')
    const report = encodeAbiParameters(types, [1n, requestId, response, err])
    const metadata = `${workflowId}${'00'.repeat(30)}` as Hex
    await this.#network.send('zhengxin', this.#network.contracts.oracle, 'onReport', [metadata, report])
  }

  /** What the model makes of {@link soundFeatures}. */
  evaluation() {
    return evaluate(model, soundFeatures)
  }

  /** Proves the features of a merchant's score to the contract. */
  async challenge(who: DemoKey): Promise<void> {
    const { merchant, features, salt } = this.#statement(who)
    const values = features.map(BigInt)
    await this.#network.send('zhengxin', this.#network.contracts.oracle, 'challenge', [merchant, values, salt])
  }

  #statement(who: DemoKey) {
    return { merchant: company(who).address, features: soundFeatures, salt: keccak256(toHex(who)) }
  }

  async draw(who: DemoKey, amount: bigint): Promise<void> {
    await this.#network.send(who, this.#network.contracts.lines, 'draw', [amount, 2_400])
  }

  /** Pays on a merchant's debt out of the bank's pocket, so that nobody runs out of money. */
  async repay(who: DemoKey, amount: bigint): Promise<void> {
    const { asset, lines } = this.#network.contracts
    await this.#network.send('jiangnan', asset, 'approve', [lines.address, amount])
    await this.#network.send('jiangnan', lines, 'repay', [company(who).address, amount])
  }

  /** What a merchant owes now. */
  debt(who: DemoKey) {
    const { lines } = this.#network.contracts
    const args = [company(who).address] as const
    return this.#network.client.readContract({ ...lines, functionName: 'debtOf', args })
  }
}
