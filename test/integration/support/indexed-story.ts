import { dayOf, type ReceivableTerms, signConfirmation } from '@tallystick/sdk'
import { type Address, encodeFunctionData, type Hex, keccak256, maxUint40, toHex, zeroHash } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { company, type DemoKey } from '../../../scripts/demo/companies.ts'
import type { IndexedNetwork } from './indexed-network.ts'

/** Minor units of one DCNY. */
export const yuan = 1_000_000n

const secondsPerDay = 86_400

/** What a bank and its customers do over nine months, so that every kind of event happens that carries a struct. */
export class IndexedStory {
  readonly #network: IndexedNetwork
  #invoices = 0

  constructor(network: IndexedNetwork) {
    this.#network = network
  }

  async deposit(amount: bigint): Promise<void> {
    const { asset, treasury } = this.#network.contracts
    await this.#network.send('jiangnan', asset, 'approve', [treasury.address, amount])
    await this.#network.send('jiangnan', treasury, 'deposit', [amount, company('jiangnan').address])
  }

  /** Terms of a new invoice of Lanhai Components to Donghai Heavy Industries. */
  async terms(face: bigint, tenorDays: number): Promise<ReceivableTerms> {
    this.#invoices += 1
    const today = dayOf(await this.#network.now(), 28_800)
    return {
      supplier: company('lanhai').address,
      debtor: company('donghai').address,
      asset: this.#network.deployment.asset.address,
      face,
      dueDay: today + tenorDays,
      penaltyBps: 1_000,
      profile: 1,
      fingerprint: keccak256(toHex(`invoice ${this.#invoices}`)),
      contentHash: keccak256(toHex(`content ${this.#invoices}`)),
      documentHash: keccak256(toHex(`document ${this.#invoices}`)),
    }
  }

  /** The supplier asks, the debtor confirms. */
  async confirmed(face: bigint, tenorDays: number): Promise<bigint> {
    const { receivables } = this.#network.contracts
    const terms = await this.terms(face, tenorDays)
    await this.#network.send('lanhai', receivables, 'request', [terms])
    await this.#network.send('donghai', receivables, 'confirm', [terms])
    return this.baseId(terms)
  }

  /** The debtor offers, the supplier accepts. */
  async accepted(face: bigint, tenorDays: number): Promise<bigint> {
    const { receivables } = this.#network.contracts
    const terms = await this.terms(face, tenorDays)
    await this.#network.send('donghai', receivables, 'issue', [terms])
    await this.#network.send('lanhai', receivables, 'accept', [terms])
    return this.baseId(terms)
  }

  /** The supplier presents the debtor's signature. */
  async signed(face: bigint, tenorDays: number): Promise<bigint> {
    const { receivables } = this.#network.contracts
    const terms = await this.terms(face, tenorDays)
    const deadline = Number(await this.#network.now()) + secondsPerDay
    const signer = privateKeyToAccount(company('donghai').privateKey)
    const register = { chainId: this.#network.deployment.chainId, receivables: receivables.address }
    const signature = await signConfirmation(signer, register, terms, deadline)
    await this.#network.send('lanhai', receivables, 'create', [terms, deadline, signature])
    return this.baseId(terms)
  }

  /** A request taken back, the same request again and declined, and an offer taken back. */
  async refusals(): Promise<void> {
    const { receivables } = this.#network.contracts
    const terms = await this.terms(1_000n * yuan, 30)
    await this.#network.send('lanhai', receivables, 'request', [terms])
    await this.#network.send('lanhai', receivables, 'withdrawRequest', [terms])
    await this.#network.send('lanhai', receivables, 'request', [terms])
    await this.#network.send('donghai', receivables, 'decline', [terms, 2])
    const offer = await this.terms(1_000n * yuan, 30)
    await this.#network.send('donghai', receivables, 'issue', [offer])
    await this.#network.send('donghai', receivables, 'withdrawOffer', [offer])
  }

  /** Passes units on to Xinda Metals. */
  async assign(tokenId: bigint, units: bigint): Promise<void> {
    const { receivables } = this.#network.contracts
    await this.#network.send('lanhai', receivables, 'assign', [tokenId, company('xinda').address, units, zeroHash])
  }

  async sell(who: DemoKey, tokenId: bigint, units: bigint): Promise<void> {
    const { receivables, desk } = this.#network.contracts
    const deadline = Number(maxUint40)
    await this.#network.send(who, receivables, 'sell', [desk.address, tokenId, units, 0n, deadline])
  }

  async settle(baseId: bigint): Promise<void> {
    const { asset, receivables } = this.#network.contracts
    const due = await this.#network.client.readContract({ ...receivables, functionName: 'amountDue', args: [baseId] })
    await this.#network.send('donghai', asset, 'approve', [receivables.address, due[0] + due[1]])
    await this.#network.send('donghai', receivables, 'settle', [baseId])
  }

  /** Announces a call of a delayed role, lets the delay pass, and makes it. */
  async delayed(who: DemoKey, manager: Address, target: Address, data: Hex): Promise<void> {
    const { bankManager } = this.#network.contracts
    const at = { address: manager, abi: bankManager.abi } as const
    await this.#network.send(who, at, 'schedule', [target, data, 0])
    await this.#network.waitSeconds(3_601)
    await this.#network.sendData(who, target, data)
  }

  /** A new account of Lanhai's group: registered, changed in every way, and moved to another group. */
  async newMember(account: Address): Promise<void> {
    const { members, networkManager } = this.#network.contracts
    const member = {
      roles: 2n,
      expiry: Number(maxUint40),
      country: 156,
      frozen: false,
      contractSignatureOnly: false,
      obligor: 900,
      identity: keccak256(account),
    }
    await this.#network.send('registry', members, 'register', [account, member])
    await this.#network.send('registry', members, 'setRoles', [account, 3n])
    await this.#network.send('registry', members, 'setContractSignatureOnly', [account, true])
    await this.#network.send('registry', members, 'freeze', [account])
    const data = encodeFunctionData({ abi: members.abi, functionName: 'regroup', args: [account, 901] })
    await this.delayed('registry', networkManager.address, members.address, data)
  }

  async waitDays(days: number): Promise<void> {
    await this.#network.waitSeconds(days * secondsPerDay)
  }

  baseId(terms: ReceivableTerms): Promise<bigint> {
    const { receivables } = this.#network.contracts
    const args = [terms.supplier, terms.fingerprint] as const
    return this.#network.client.readContract({ ...receivables, functionName: 'baseIdOf', args })
  }
}
