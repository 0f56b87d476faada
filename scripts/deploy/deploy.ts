import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import {
  type BankDeployment,
  type Deployment,
  type PlatformDeployment,
  parseDeployment,
  providerIdOf,
} from '@tallystick/sdk'
import type { NetworkConnection } from 'hardhat/types/network'
import type { Address, PublicClient } from 'viem'
import { root } from '../paths.ts'
import { assertRoles } from './assert-roles.ts'
import type { BankConfig, NetworkConfig, PlatformConfig } from './config.ts'
import { isLocalChain, requireSafe } from './guards.ts'
import { fiatToken } from './modules/circle.ts'
import { ASSET_DECIMALS, tallystick } from './modules/tallystick.ts'

/** Ignition's journals, one folder per deployment; kept in the repository for public networks. */
export const journalsDir = join(root, 'scripts', 'deploy', 'deployments')

/** A Hardhat connection to any chain type. */
export type Connection = NetworkConnection<'l1'>

/**
 * Deploys a whole network from compiled artifacts, or finishes an interrupted deployment, and checks the result on
 * chain. Nothing is compiled here.
 * @param journal name of Ignition's journal; the same name resumes
 * @throws DeploymentRefused when the configuration does not fit the chain
 * @throws RoleMatrixError when the roles on chain differ from the table
 */
export async function deployNetwork(
  connection: Connection,
  config: NetworkConfig,
  journal: string,
): Promise<Deployment> {
  const client = await connection.viem.getPublicClient()
  const deployer = await deployerOf(connection)
  const chainId = await client.getChainId()
  requireSafe(config, chainId, deployer)
  const startBlock = await firstBlock(client, journal, connection.networkConfig.type === 'http')
  const contracts = new DeployedContracts(
    await connection.ignition.deploy(tallystick(config), {
      deploymentId: journal,
      config: isLocalChain(chainId) ? { blockPollingInterval: 20, requiredConfirmations: 1 } : {},
    }),
  )
  const deployment: Deployment = {
    name: config.name,
    chainId,
    genesisHash: (await client.getBlock({ blockNumber: 0n })).hash,
    startBlock,
    pepper: config.pepper,
    network: {
      manager: contracts.address('manager'),
      members: contracts.address('members'),
      receivables: contracts.address('receivables'),
      consents: contracts.address('consents'),
      devices: contracts.address('devices'),
    },
    banks: config.banks.map((bank) => bankDeployment(bank, contracts)),
    platforms: config.platforms.map(platformDeployment),
    telemetry: { url: config.telemetry.pageUrl },
    asset: await describeAsset(client, contracts.address('token'), config.asset.currency),
    local: isLocalChain(chainId),
  }
  await assertRoles(client, deployment, config, deployer)
  return parseDeployment(deployment)
}

/** Writes the file that the page, the subgraph's manifest and the command-line tools read. */
export function writeDeployment(path: string, deployment: Deployment): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${JSON.stringify(deployment, null, 2)}\n`)
}

async function deployerOf(connection: Connection): Promise<Address> {
  const [wallet] = await connection.viem.getWalletClients()
  if (wallet === undefined) throw new Error('the network has no account to deploy from')
  return wallet.account.address
}

/** The block before which nothing of ours exists; remembered beside the journal, so that a resumed run keeps it. */
async function firstBlock(client: PublicClient, journal: string, remembered: boolean): Promise<number> {
  const file = join(journalsDir, journal, 'start-block')
  if (remembered && existsSync(file)) return Number(readFileSync(file, 'utf8'))
  const block = Number(await client.getBlockNumber()) + 1
  if (remembered) {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, `${block}\n`)
  }
  return block
}

/** Ignition's results by name. */
class DeployedContracts {
  readonly #contracts: Readonly<Record<string, { readonly address: Address }>>

  constructor(contracts: Readonly<Record<string, { readonly address: Address }>>) {
    this.#contracts = contracts
  }

  address(name: string): Address {
    const contract = this.#contracts[name]
    if (contract === undefined) throw new Error(`the deployment gave no ${name}`)
    return contract.address
  }
}

function bankDeployment({ id, name, nameZh }: BankConfig, contracts: DeployedContracts): BankDeployment {
  const address = (part: string) => contracts.address(`${id}_${part}`)
  return {
    name,
    nameZh,
    manager: address('manager'),
    treasury: address('treasury'),
    desk: address('desk'),
    models: address('models'),
    scoreOracle: address('scoreOracle'),
    policy: address('policy'),
    lines: address('lines'),
    meter: address('meter'),
    leaseOffers: address('leaseOffers'),
    leases: address('leases'),
    immobiliser: address('immobiliser'),
    deviceOracle: address('deviceOracle'),
  }
}

function platformDeployment({ slug, name, nameZh, pageUrl }: PlatformConfig): PlatformDeployment {
  return { id: providerIdOf(slug), slug, name, nameZh, url: pageUrl }
}

async function describeAsset(client: PublicClient, address: Address, currency: string): Promise<Deployment['asset']> {
  const read = <Result>(functionName: string) =>
    client.readContract({ address, abi: fiatToken.abi, functionName }) as Promise<Result>
  const [name, symbol, version] = await Promise.all(['name', 'symbol', 'version'].map((fn) => read<string>(fn)))
  if (!name || !symbol || !version) throw new Error(`${address} does not describe itself as a stablecoin`)
  const decimals = await read<number>('decimals')
  if (decimals !== ASSET_DECIMALS) throw new Error(`${address} has ${decimals} decimals, not ${ASSET_DECIMALS}`)
  return { address, symbol, name, currency, decimals, version }
}
