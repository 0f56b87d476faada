import { setTimeout as sleep } from 'node:timers/promises'
import {
  CREDIT_SCORING_PURPOSE,
  consentsAbi,
  creditLinesAbi,
  disclosureMessage,
  linePolicyAbi,
  type PlatformDeployment,
  scoreOracleAbi,
  signConsent,
} from '@tallystick/sdk'
import { type Hex, numberToBytes } from 'viem'
import { company, type DemoKey } from '../../scripts/demo/companies.ts'
import { type Chain, signer } from './chain.ts'
import { passTime, post } from './demo.ts'

/** The demo's merchants. */
export type MerchantKey = Extract<DemoKey, 'qingteng' | 'lubang'>

/** How a merchant's business goes on. */
export type Course = 'grow' | 'fall' | 'collapse'

const secondsPerDay = 86_400
const consentSeconds = 180 * secondsPerDay
/** Typical is one second; a busy machine may need more. */
const patienceMs = 20_000
const anyPrice = 65_535
/** Minor units that cover the interest between a reading and the payment. */
const interestMargin = 1_000_000n
/** As `CreditLines.State` numbers them. */
export const lineStates = { none: 0, active: 1, nonAccrual: 2, defaulted: 3, writtenOff: 4, closed: 5 }

/** Merchant credit as a test reads it, and quick ways to a starting position. */
export class Credit {
  readonly consents
  readonly oracle
  readonly lines
  readonly policy
  readonly #chain: Chain
  readonly #url: string

  /** @param url of the page, which offers the demo's own endpoints too */
  constructor(chain: Chain, url: string) {
    const { deployment } = chain
    const [bank] = deployment.banks
    if (bank === undefined) throw new Error('the deployment has no bank')
    this.#chain = chain
    this.#url = url
    this.consents = { address: deployment.network.consents, abi: consentsAbi } as const
    this.oracle = { address: bank.scoreOracle, abi: scoreOracleAbi } as const
    this.policy = { address: bank.policy, abi: linePolicyAbi } as const
    this.lines = { address: bank.lines, abi: creditLinesAbi } as const
  }

  /** Lets days pass on the chain. */
  async pass(days: number): Promise<void> {
    await passTime(this.#url, days * secondsPerDay)
  }

  /** Lets days pass in which a merchant's business takes a course that its platforms record. */
  async business(key: MerchantKey, kind: Course, days: number): Promise<void> {
    await this.pass(days)
    await post(new URL(`/demo/merchants/${key}/advance`, this.#url), { kind })
  }

  /** The platform that the oracle asks first. */
  get platform(): PlatformDeployment {
    const [first] = this.#chain.deployment.platforms
    if (first === undefined) throw new Error('the deployment has no platform')
    return first
  }

  score(key: MerchantKey) {
    return this.#chain.client.readContract({ ...this.oracle, functionName: 'scoreOf', args: [company(key).address] })
  }

  /** Codes of the reasons of the merchant's score, the weightiest first. */
  async reasons(key: MerchantKey): Promise<readonly number[]> {
    const { reasons } = await this.score(key)
    return [...numberToBytes(reasons, { size: 4 })].filter((code) => code !== 0)
  }

  line(key: MerchantKey) {
    return this.#chain.client.readContract({ ...this.lines, functionName: 'line', args: [company(key).address] })
  }

  /** Version and rules of the policy in force. */
  rules() {
    return this.#chain.client.readContract({ ...this.policy, functionName: 'rules' })
  }

  debt(key: MerchantKey) {
    return this.#chain.client.readContract({ ...this.lines, functionName: 'debtOf', args: [company(key).address] })
  }

  /** Second until which the merchant lets a platform release its data, 0 without a consent. */
  async consentExpiry(key: MerchantKey, platform = this.platform): Promise<number> {
    const args = [company(key).address, platform.id, this.oracle.address, CREDIT_SCORING_PURPOSE] as const
    const { expiry } = await this.#chain.client.readContract({ ...this.consents, functionName: 'consentOf', args })
    return expiry
  }

  /** The merchant consents to all that the first platform can release. */
  async consent(key: MerchantKey): Promise<void> {
    const merchant = signer(key)
    const { id } = this.platform
    const granted = {
      merchant: merchant.address,
      provider: id,
      recipient: this.oracle.address,
      purpose: CREDIT_SCORING_PURPOSE,
      scopes: 0b11111,
      expiry: Number(await this.#chain.now()) + consentSeconds,
    }
    const register = { chainId: this.#chain.deployment.chainId, consents: this.consents.address }
    const nonce = await this.#chain.client.readContract({
      ...this.consents,
      functionName: 'nonceOf',
      args: [granted.merchant, id, granted.recipient, granted.purpose],
    })
    const args = [granted, await signConsent(merchant, register, granted, nonce)] as const
    await this.#chain.mined(
      this.#chain.wallet(key).writeContract({ ...this.consents, functionName: 'grantBySig', args }),
    )
  }

  /** The merchant takes its consent back. */
  async revoke(key: MerchantKey): Promise<void> {
    const args = [this.platform.id, this.oracle.address, CREDIT_SCORING_PURPOSE] as const
    await this.#chain.mined(this.#chain.wallet(key).writeContract({ ...this.consents, functionName: 'revoke', args }))
  }

  /** The merchant asks for a score and waits for the network's answer. */
  async rescore(key: MerchantKey): Promise<void> {
    const before = await this.score(key)
    const asked = this.#chain.wallet(key).writeContract({ ...this.oracle, functionName: 'requestScore', args: [] })
    await this.#chain.mined(asked)
    for (const end = Date.now() + patienceMs; Date.now() < end; await sleep(50)) {
      if ((await this.score(key)).updatedAt > before.updatedAt) return
    }
    throw new Error(`no score of ${key} arrived within ${patienceMs / 1_000} s`)
  }

  /** A consent, a score on yesterday's figures, and an open line on which nothing is owed. */
  async readyLine(key: MerchantKey): Promise<void> {
    await this.business(key, 'grow', 1)
    await this.consent(key)
    await this.rescore(key)
    const { state } = await this.line(key)
    const merchant = this.#chain.wallet(key)
    if (state === lineStates.none || state === lineStates.closed) {
      await this.#chain.mined(merchant.writeContract({ ...this.lines, functionName: 'open', args: [] }))
    }
  }

  async draw(key: MerchantKey, amount: bigint): Promise<void> {
    const merchant = this.#chain.wallet(key)
    const args = [amount, anyPrice] as const
    await this.#chain.mined(merchant.writeContract({ ...this.lines, functionName: 'draw', args }))
  }

  /** The merchant pays everything that it owes. */
  async settle(key: MerchantKey): Promise<void> {
    const merchant = this.#chain.wallet(key)
    const { total } = await this.debt(key)
    if (total === 0n) return
    const args = [merchant.account.address, total + interestMargin] as const
    const allowance = [this.lines.address, total + interestMargin] as const
    await this.#chain.mined(merchant.writeContract({ ...this.#chain.asset, functionName: 'approve', args: allowance }))
    await this.#chain.mined(merchant.writeContract({ ...this.lines, functionName: 'repay', args }))
  }

  /** Ends the line that an earlier test may have left open. */
  async withoutLine(key: MerchantKey): Promise<void> {
    await this.settle(key)
    const { state } = await this.line(key)
    if (state !== lineStates.active) return
    const merchant = this.#chain.wallet(key)
    await this.#chain.mined(merchant.writeContract({ ...this.lines, functionName: 'close', args: [] }))
  }

  /** The file that a platform gives the merchant about its latest score. */
  async disclosure(key: MerchantKey): Promise<string> {
    const merchant = signer(key)
    const { slug, url } = this.platform
    const timestamp = Math.floor(Date.now() / 1_000)
    const commitment = await this.#chain.client.readContract({
      ...this.oracle,
      functionName: 'commitmentOf',
      args: [merchant.address],
    })
    const said = { merchant: merchant.address, platform: slug, chainId: this.#chain.deployment.chainId, timestamp }
    const signature: Hex = await merchant.signMessage({ message: disclosureMessage(said) })
    const path = `${url}/v1/merchants/${merchant.address.toLowerCase()}/disclosure`
    return post(new URL(path, this.#url), { timestamp, signature, commitment })
  }
}
