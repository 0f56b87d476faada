import { setTimeout as sleep } from 'node:timers/promises'
import {
  accessManagerAbi,
  assetAbi,
  confirmationTypedData,
  type Deployment,
  documentHash,
  factoringDeskAbi,
  identityOf,
  membersAbi,
  parseInvoice,
  type ReceivableTerms,
  receivablesAbi,
  termsOf,
  tokenIdOf,
  treasuryAbi,
} from '@tallystick/sdk'
import {
  type Account,
  type Address,
  createPublicClient,
  createWalletClient,
  encodeFunctionData,
  type Hex,
  http,
  type LocalAccount,
  parseAbi,
  parseEther,
  type TransactionReceipt,
  zeroHash,
} from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { hardhat } from 'viem/chains'
import { company, type DemoKey, issuer } from '../../scripts/demo/companies.ts'
import { httpWithGasMargin } from '../../scripts/demo/gas-margin.ts'
import { indexedBlock } from '../../scripts/services/graph-node.ts'

/** Where a test finds the system under test. */
export interface SystemUrls {
  readonly rpcUrl: string
  readonly graphqlUrl: string
}

/** A receivable that a test made without the page. */
export interface MadeReceivable {
  readonly terms: ReceivableTerms
  readonly baseId: bigint
  /** The supplier's token: tier 0. */
  readonly tokenId: bigint
}

/** Registrations of tests do not expire: the largest second that the register can hold. */
const farFuture = 2 ** 40 - 1

/** Key of a demo company, for signing outside the page. */
export function signer(key: DemoKey): LocalAccount {
  return privateKeyToAccount(company(key).privateKey)
}

/** The chain and its index as a test reads them, and quick ways to a starting position. */
export class Chain {
  readonly client
  readonly asset
  readonly members
  readonly receivables
  readonly treasury
  readonly desk
  readonly deployment: Deployment
  readonly #urls: SystemUrls

  constructor(urls: SystemUrls, deployment: Deployment) {
    const [bank] = deployment.banks
    if (bank === undefined) throw new Error('the deployment has no bank')
    this.#urls = urls
    this.deployment = deployment
    this.client = createPublicClient({ chain: hardhat, transport: http(urls.rpcUrl), pollingInterval: 50 })
    this.asset = { address: deployment.asset.address, abi: assetAbi } as const
    this.members = { address: deployment.network.members, abi: membersAbi } as const
    this.receivables = { address: deployment.network.receivables, abi: receivablesAbi } as const
    this.treasury = { address: bank.treasury, abi: treasuryAbi } as const
    this.desk = { address: bank.desk, abi: factoringDeskAbi } as const
  }

  /** A client that signs and sends for a demo company, or for an account of the test's own. */
  wallet(who: DemoKey | Account) {
    const account = typeof who === 'string' ? signer(who) : who
    return createWalletClient({ account, chain: hardhat, transport: httpWithGasMargin(this.#urls.rpcUrl) })
  }

  /** Waits for a transaction and refuses one that failed. */
  async mined(sent: Promise<Hex>): Promise<TransactionReceipt> {
    const receipt = await this.client.waitForTransactionReceipt({ hash: await sent })
    if (receipt.status !== 'success') throw new Error(`transaction ${receipt.transactionHash} failed`)
    return receipt
  }

  /** Unix seconds of the latest block. */
  async now(): Promise<bigint> {
    return (await this.client.getBlock()).timestamp
  }

  /** Minor units of the settlement asset. */
  balanceOf(address: Address): Promise<bigint> {
    return this.client.readContract({ ...this.asset, functionName: 'balanceOf', args: [address] })
  }

  /** Sends a query to the index itself, past the page's server. */
  async query<Data>(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Data> {
    const response = await fetch(this.#urls.graphqlUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    })
    const body = (await response.json()) as { data?: Data; errors?: { message: string }[] }
    if (body.data === undefined || body.errors) throw new Error(body.errors?.map((e) => e.message).join('; '))
    return body.data
  }

  /** Waits until the index has reached the chain's head. */
  async indexed(): Promise<void> {
    const head = await this.client.getBlockNumber({ cacheTime: 0 })
    for (const end = Date.now() + 20_000; Date.now() < end; await sleep(50)) {
      const block = await indexedBlock(this.#urls.graphqlUrl)
      if (block !== undefined && block.number >= head) return
    }
    throw new Error(`the index did not reach block ${head} within 20 s`)
  }

  /** The terms that the page would write for an invoice file of Lanhai Components to Donghai Heavy Industries. */
  async terms(xml: string): Promise<ReceivableTerms> {
    const invoice = parseInvoice(xml, { pepper: this.deployment.pepper })
    const profile = await this.client.readContract({ ...this.receivables, functionName: 'profileVersion' })
    return termsOf(invoice, {
      supplier: company('lanhai').address,
      debtor: company('donghai').address,
      asset: this.deployment.asset,
      penaltyBps: 0,
      profile,
      documentHash: documentHash(new TextEncoder().encode(xml)),
    })
  }

  /** A receivable confirmed by the debtor's signature. */
  async receivable(xml: string): Promise<MadeReceivable> {
    const terms = await this.terms(xml)
    const deadline = Number((await this.now()) + 86_400n)
    const register = { chainId: this.deployment.chainId, receivables: this.receivables.address }
    const signature = await signer('donghai').signTypedData(confirmationTypedData(register, terms, deadline))
    const lanhai = this.wallet('lanhai')
    const args = [terms, deadline, signature] as const
    await this.mined(lanhai.writeContract({ ...this.receivables, functionName: 'create', args }))
    const baseId = await this.client.readContract({
      ...this.receivables,
      functionName: 'baseIdOf',
      args: [terms.supplier, terms.fingerprint],
    })
    return { terms, baseId, tokenId: tokenIdOf(baseId, 0) }
  }

  /** The holder sells units of a receivable to the bank at the price of the moment. */
  async finance(holder: DemoKey, tokenId: bigint, units: bigint): Promise<TransactionReceipt> {
    const wallet = this.wallet(holder)
    const deadline = Number((await this.now()) + 3_600n)
    const args = [this.desk.address, tokenId, units, 1n, deadline] as const
    return this.mined(wallet.writeContract({ ...this.receivables, functionName: 'sell', args }))
  }

  /** A supplier passes units on; the new token has the next tier. */
  async assign(from: DemoKey, to: Address, tokenId: bigint, units: bigint): Promise<TransactionReceipt> {
    const args = [tokenId, to, units, zeroHash] as const
    return this.mined(this.wallet(from).writeContract({ ...this.receivables, functionName: 'assign', args }))
  }

  /** The supplier asks the debtor to confirm an invoice. */
  async request(xml: string): Promise<ReceivableTerms> {
    const terms = await this.terms(xml)
    await this.mined(
      this.wallet('lanhai').writeContract({ ...this.receivables, functionName: 'request', args: [terms] }),
    )
    return terms
  }

  /** An account that nobody knows, with money for the network's fees. */
  async newAccount(): Promise<LocalAccount> {
    const account = privateKeyToAccount(generatePrivateKey())
    await this.mined(this.wallet('registry').sendTransaction({ to: account.address, value: parseEther('1') }))
    return account
  }

  /** The registry takes in a new supplier of the test's own. */
  async newSupplier(): Promise<LocalAccount> {
    const account = await this.newAccount()
    const identity = identityOf(`CN${account.address}`)
    const obligor = Number(BigInt(account.address) % 1_000_000n) + 1_000
    const member = { roles: 2n, expiry: farFuture, country: 156, frozen: false, contractSignatureOnly: false }
    const args = [account.address, { ...member, obligor, identity }] as const
    await this.mined(this.wallet('registry').writeContract({ ...this.members, functionName: 'register', args }))
    return account
  }

  async freeze(account: Address): Promise<void> {
    const args = [account] as const
    await this.mined(this.wallet('registry').writeContract({ ...this.members, functionName: 'freeze', args }))
  }

  /** The bank makes the core enterprise's discount rate higher, which acts at once. */
  async raisePrice(byBps: number): Promise<void> {
    const debtor = company('donghai').address
    const terms = await this.client.readContract({ ...this.desk, functionName: 'debtorTerms', args: [debtor] })
    const args = [debtor, { ...terms, discountBps: terms.discountBps + byBps }] as const
    await this.mined(this.wallet('jiangnan').writeContract({ ...this.desk, functionName: 'tightenTerms', args }))
  }

  /** The bank announces a higher limit for a group of companies; it can be executed after the delay. */
  async announceLimit(obligor: number, limit: bigint): Promise<void> {
    const [bank] = this.deployment.banks
    if (bank === undefined) throw new Error('the deployment has no bank')
    const data = encodeFunctionData({ ...this.treasury, functionName: 'raiseObligorLimit', args: [obligor, limit] })
    const manager = { address: bank.manager, abi: accessManagerAbi } as const
    const args = [this.treasury.address, data, 0] as const
    await this.mined(this.wallet('jiangnan').writeContract({ ...manager, functionName: 'schedule', args }))
  }

  /** The issuer of the settlement asset puts money into an account. */
  async mint(to: Address, amount: bigint): Promise<void> {
    const token = { address: this.asset.address, abi: parseAbi(['function mint(address to, uint256 amount)']) } as const
    await this.mined(this.wallet(issuer).writeContract({ ...token, functionName: 'mint', args: [to, amount] }))
  }

  /**
   * The bank puts as much into its treasury when there is less to lend, unless marks beyond its tolerance keep the treasury
   * closed to deposits.
   */
  async provideCash(amount: bigint): Promise<void> {
    const bank = this.wallet('jiangnan')
    const { address } = this.treasury
    const account = bank.account.address
    const [cash, owed, most] = await Promise.all([
      this.client.readContract({ ...this.treasury, functionName: 'cash' }),
      this.client.readContract({ ...this.treasury, functionName: 'owed' }),
      this.client.readContract({ ...this.treasury, functionName: 'maxDeposit', args: [account] }),
    ])
    if (cash - owed >= amount || most < amount) return
    await this.mined(bank.writeContract({ ...this.asset, functionName: 'approve', args: [address, amount] }))
    await this.mined(bank.writeContract({ ...this.treasury, functionName: 'deposit', args: [amount, account] }))
  }
}
