import { type Deployment, GraphError, graphQuery, MetaDocument, type MetaQuery } from '@tallystick/sdk'
import { createPublicClient, type Hex, http } from 'viem'
import { auditAccess } from './access.ts'
import { auditAlarms } from './alarms.ts'
import { ChainReader } from './chain-reader.ts'
import { auditConsents } from './consents.ts'
import type { AuditContext } from './context.ts'
import { auditDesk } from './desk.ts'
import { auditDevices } from './devices.ts'
import { type Figure, Figures } from './figures.ts'
import { IndexReader } from './index-reader.ts'
import { auditJournal } from './journal.ts'
import { auditLeases } from './leases.ts'
import { auditLines } from './lines.ts'
import { decodeLog, indexedContracts } from './logs.ts'
import { auditMembers } from './members.ts'
import { auditRegister } from './register.ts'
import { auditRent } from './rent.ts'
import { auditScoring } from './scoring.ts'
import { auditTreasury } from './treasury.ts'

/** The audit cannot be made; the message says what to do. */
export class AuditError extends Error {
  override readonly name = 'AuditError'
}

/** What to audit. */
export interface AuditSource {
  readonly deployment: Deployment
  readonly rpcUrl: string
  readonly graphqlUrl: string
}

/** Every figure with its two sources, all of one block. */
export interface AuditReport {
  readonly network: string
  readonly block: { readonly number: number; readonly hash: Hex; readonly timestamp: number }
  readonly figures: readonly Figure[]
  readonly differences: number
}

/**
 * Compares the index with the chain at one block.
 * @param block default: the last block that the index has reached
 * @throws AuditError when one of the two does not answer, or they are not of the same chain
 */
export async function audit(source: AuditSource, block?: number): Promise<AuditReport> {
  const meta = await readMeta(source)
  const number = chooseBlock(meta, block)
  const chain = await readChain(source, meta, number)
  const { deployment } = source
  const contracts = indexedContracts(deployment)
  const addresses = contracts.map(({ address }) => address)
  const logs = (await chain.logs(addresses, 0n)).map((log) => decodeLog(contracts, log))
  const context: AuditContext = { deployment, chain, logs, index: new IndexReader(source.graphqlUrl, number) }
  const figures = await allFigures(context, meta)
  const { hash, timestamp } = await chain.client.getBlock({ blockNumber: BigInt(number) })
  return {
    network: deployment.name,
    block: { number, hash, timestamp: Number(timestamp) },
    figures,
    differences: figures.filter(({ ok }) => !ok).length,
  }
}

/** The parts of the audit that every bank has. */
const bankParts = [auditTreasury, auditDesk, auditScoring, auditLines, auditLeases, auditRent, auditAlarms]

async function allFigures(context: AuditContext, meta: MetaQuery): Promise<Figure[]> {
  const { banks } = context.deployment
  const parts = [
    compareDeployment(context, meta),
    await auditJournal(context),
    await auditMembers(context),
    await auditRegister(context),
    await auditAccess(context),
    await auditConsents(context),
    await auditDevices(context),
  ]
  for (const bank of banks) {
    for (const auditPart of bankParts) parts.push(await auditPart({ ...context, bank }))
  }
  return parts.flat()
}

async function readMeta({ graphqlUrl }: AuditSource): Promise<MetaQuery> {
  try {
    return await graphQuery(graphqlUrl, MetaDocument, {})
  } catch (error) {
    if (error instanceof GraphError) throw new AuditError(`the index gives no answer. ${error.message}`)
    throw error
  }
}

function chooseBlock({ _meta }: MetaQuery, wanted: number | undefined): number {
  if (!_meta) throw new AuditError('the index has no block yet; try again in a moment')
  if (_meta.hasIndexingErrors) throw new AuditError('the index has stopped at an error; see the log of graph-node')
  const reached = _meta.block.number
  if (wanted !== undefined && wanted > reached) {
    throw new AuditError(`the index has reached block ${reached}, not ${wanted} yet; try again or audit an earlier one`)
  }
  return wanted ?? reached
}

async function readChain({ rpcUrl, deployment }: AuditSource, meta: MetaQuery, number: number): Promise<ChainReader> {
  const client = createPublicClient({ transport: http(rpcUrl) })
  const chainId = await client.getChainId().catch((error: Error) => {
    throw new AuditError(`the chain at ${rpcUrl} does not answer: ${error.message.split('\n')[0]}`)
  })
  if (chainId !== deployment.chainId) {
    throw new AuditError(`${rpcUrl} is chain ${chainId}, but ${deployment.name} is chain ${deployment.chainId}`)
  }
  const reached = meta._meta?.block
  const block = await client.getBlock({ blockNumber: BigInt(reached?.number ?? 0) }).catch(() => undefined)
  if (block?.hash !== reached?.hash) {
    throw new AuditError(`the chain has another block ${reached?.number} than the index: wait until the index follows`)
  }
  return ChainReader.at(rpcUrl, BigInt(number))
}

/** Is this the index of this deployment? */
function compareDeployment({ deployment }: AuditContext, meta: MetaQuery): Figure[] {
  const figures = new Figures('Deployment')
  const [row] = meta.deployments
  figures.equal('chain id', row?.chainId ?? 'none', deployment.chainId)
  figures.equal('genesis block', row?.genesisHash ?? 'none', deployment.genesisHash)
  figures.equal('members', row?.members ?? 'none', deployment.network.members)
  figures.equal('receivables', row?.receivables ?? 'none', deployment.network.receivables)
  figures.equal('consents', row?.consents ?? 'none', deployment.network.consents)
  figures.equal('devices', row?.devices ?? 'none', deployment.network.devices)
  figures.equal('settlement asset', row?.asset ?? 'none', deployment.asset.address)
  return figures.list
}
