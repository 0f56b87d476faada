import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  accessManagerAbi,
  assetAbi,
  consentsAbi,
  creditLinesAbi,
  type Deployment,
  deviceOracleAbi,
  devicesAbi,
  factoringDeskAbi,
  type GraphDocument,
  graphQuery,
  immobiliserAbi,
  leaseOffersAbi,
  leasesAbi,
  linePolicyAbi,
  membersAbi,
  modelRegistryAbi,
  receivablesAbi,
  scoreOracleAbi,
  treasuryAbi,
  usageMeterAbi,
} from '@tallystick/sdk'
import {
  type Abi,
  type Address,
  type ContractFunctionArgs,
  type ContractFunctionName,
  createPublicClient,
  createWalletClient,
  type EncodeFunctionDataParameters,
  encodeFunctionData,
  type Hex,
  http,
  type LocalAccount,
  type TransactionReceipt,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { hardhat } from 'viem/chains'
import { company, type DemoKey, demoMnemonic } from '../../../scripts/demo/companies.ts'
import { httpWithGasMargin } from '../../../scripts/demo/gas-margin.ts'
import { seed } from '../../../scripts/demo/seed.ts'
import { journalsDir } from '../../../scripts/deploy/deploy.ts'
import { deployLocally } from '../../../scripts/local-chain.ts'
import { startAnvil } from '../../../scripts/services/anvil.ts'
import { indexedBlock } from '../../../scripts/services/graph-node.ts'
import { rpc } from '../../../scripts/services/rpc.ts'
import { Bench } from '../../../subgraph/scripts/indexer.ts'

type Write = 'nonpayable' | 'payable'

/** The local network with one bank on a chain of its own, followed by a real index. */
export class IndexedNetwork {
  readonly deployment: Deployment
  readonly rpcUrl: string
  readonly graphqlUrl: string
  readonly client
  readonly contracts
  readonly #bench: Bench
  readonly #journal: string

  private constructor(bench: Bench, journal: string, deployment: Deployment, rpcUrl: string, graphqlUrl: string) {
    this.#bench = bench
    this.#journal = journal
    this.deployment = deployment
    this.rpcUrl = rpcUrl
    this.graphqlUrl = graphqlUrl
    this.client = createPublicClient({ chain: hardhat, transport: http(rpcUrl), pollingInterval: 20, cacheTime: 0 })
    this.contracts = contractsOf(deployment)
  }

  static async start(): Promise<IndexedNetwork> {
    const bench = new Bench()
    try {
      const port = await bench.port()
      const { url } = await startAnvil(bench.supervisor, port, demoMnemonic)
      const { deployment } = await deployLocally(url, port)
      await seed(url, deployment)
      const { url: graphqlUrl } = await bench.index(deployment, url)
      return new IndexedNetwork(bench, `local-${port}`, deployment, url, graphqlUrl)
    } catch (error) {
      await bench.close()
      throw error
    }
  }

  async stop(): Promise<void> {
    await this.#bench.close()
    rmSync(join(journalsDir, this.#journal), { recursive: true, force: true })
  }

  /** Sends a call of a demo company and refuses one that fails. */
  async send<
    const ContractAbi extends Abi,
    Name extends ContractFunctionName<ContractAbi, Write>,
    const Args extends ContractFunctionArgs<ContractAbi, Write, Name>,
  >(
    who: DemoKey,
    contract: { readonly address: Address; readonly abi: ContractAbi },
    functionName: Name,
    args: Args,
  ): Promise<TransactionReceipt> {
    const call: EncodeFunctionDataParameters = { abi: contract.abi, functionName, args: args as readonly unknown[] }
    const data = encodeFunctionData(call)
    return this.sendData(who, contract.address, data)
  }

  async sendData(who: DemoKey, to: Address, data: Hex): Promise<TransactionReceipt> {
    return this.sendFrom(privateKeyToAccount(company(who).privateKey), to, data)
  }

  /** As {@link sendData}, from an account that is no company's. */
  async sendFrom(account: LocalAccount, to: Address, data: Hex): Promise<TransactionReceipt> {
    const wallet = createWalletClient({ account, chain: hardhat, transport: httpWithGasMargin(this.rpcUrl) })
    const hash = await wallet.sendTransaction({ to, data })
    const receipt = await this.client.waitForTransactionReceipt({ hash })
    if (receipt.status !== 'success') throw new Error(`transaction ${hash} of ${account.address} failed`)
    return receipt
  }

  /** Seconds of the latest block. */
  async now(): Promise<bigint> {
    return (await this.client.getBlock()).timestamp
  }

  async waitSeconds(seconds: number): Promise<void> {
    await rpc(this.rpcUrl, 'evm_increaseTime', [seconds])
    await rpc(this.rpcUrl, 'evm_mine')
  }

  /** Waits until the index has the chain's newest block, by number and by hash. */
  async indexed(): Promise<void> {
    const head = await this.client.getBlock()
    for (const end = Date.now() + 20_000; Date.now() < end; await sleep(50)) {
      if ((await indexedBlock(this.graphqlUrl))?.hash === head.hash) return
    }
    throw new Error(`the index did not reach block ${head.number} within 20 s`)
  }

  query<Result, Variables>(document: GraphDocument<Result, Variables>, variables: Variables): Promise<Result> {
    return graphQuery(this.graphqlUrl, document, variables)
  }
}

function contractsOf({ network, banks, asset }: Deployment) {
  const [bank] = banks
  if (bank === undefined) throw new Error('the deployment has no bank')
  return {
    asset: { address: asset.address, abi: assetAbi },
    networkManager: { address: network.manager, abi: accessManagerAbi },
    members: { address: network.members, abi: membersAbi },
    receivables: { address: network.receivables, abi: receivablesAbi },
    bankManager: { address: bank.manager, abi: accessManagerAbi },
    treasury: { address: bank.treasury, abi: treasuryAbi },
    desk: { address: bank.desk, abi: factoringDeskAbi },
    consents: { address: network.consents, abi: consentsAbi },
    models: { address: bank.models, abi: modelRegistryAbi },
    oracle: { address: bank.scoreOracle, abi: scoreOracleAbi },
    policy: { address: bank.policy, abi: linePolicyAbi },
    lines: { address: bank.lines, abi: creditLinesAbi },
    devices: { address: network.devices, abi: devicesAbi },
    meter: { address: bank.meter, abi: usageMeterAbi },
    offers: { address: bank.leaseOffers, abi: leaseOffersAbi },
    leases: { address: bank.leases, abi: leasesAbi },
    immobiliser: { address: bank.immobiliser, abi: immobiliserAbi },
    alarms: { address: bank.deviceOracle, abi: deviceOracleAbi },
  } as const
}
