import {
  AuditMerchantScoresDocument,
  AuditModelsDocument,
  AuditOracleRequestsDocument,
  AuditOraclesDocument,
  type AuditOraclesQuery,
  modelRegistryAbi,
  scoreOracleAbi,
} from '@tallystick/sdk'
import { zeroHash } from 'viem'
import { type BankContext, sameAddress, withReads } from './context.ts'
import { type Figure, Figures, short } from './figures.ts'

const modelStatuses = ['None', 'Draft', 'Validated', 'Active', 'Retired']
const requestStates = ['None', 'Open', 'Answered', 'Failed', 'Expired']
const transports = ['Functions', 'Cre']
const sourcePlaces = 8

/** A bank's models, requests and scores against its registry and its oracle contract. */
export async function auditScoring(context: BankContext): Promise<Figure[]> {
  const figures = new Figures(`${context.bank.name} scoring`)
  await compareModels(context, figures)
  const oracles = await context.index.rows(AuditOraclesDocument)
  const oracle = oracles.find(({ id }) => sameAddress(id, context.bank.scoreOracle))
  figures.equal('oracle in the index', oracle !== undefined, true)
  if (oracle === undefined) return figures.list
  await compareOracle(context, figures, oracle)
  await compareRequests(context, figures, oracle)
  await compareScores(context, figures)
  return figures.list
}

async function compareModels({ bank, index, chain }: BankContext, figures: Figures) {
  const rows = (await index.rows(AuditModelsDocument)).filter(({ registry }) => sameAddress(registry, bank.models))
  const readModel = (version: number) => chain.read(bank.models, modelRegistryAbi, 'model', [version])
  for (const [row, stored] of await withReads(rows, ({ version }) => readModel(version))) {
    const name = `model ${row.version}`
    figures.equal(`${name} status`, row.status, modelStatuses[stored.status] ?? stored.status)
    figures.equal(`${name} hash`, row.modelHash, stored.modelHash)
    figures.equal(`${name} developer`, row.developer, stored.developer)
    figures.equal(`${name} scopes`, row.scopes, stored.scopes)
    figures.equal(`${name} address`, row.uri, stored.uri)
    figures.equal(`${name} published`, row.blob !== null, BigInt(stored.blob) !== 0n)
  }
  const active = rows.find(({ status }) => status === 'Active')
  figures.equal('active model', active?.version ?? 0, await chain.read(bank.models, modelRegistryAbi, 'active', []))
}

type OracleRow = AuditOraclesQuery['scoreOracles'][number]

async function compareOracle({ bank, chain }: BankContext, figures: Figures, row: OracleRow) {
  const limits = await chain.read(bank.scoreOracle, scoreOracleAbi, 'limits', [])
  for (const name of ['cooldown', 'timeToLive', 'maxDataAge', 'dailyBudget', 'merchantBudget', 'minSources'] as const) {
    figures.equal(name, row[name], limits[name])
  }
  const transport = await chain.read(bank.scoreOracle, scoreOracleAbi, 'transport', [])
  figures.equal('transport', row.transport, transports[transport] ?? transport)
  const program = await chain.read(bank.scoreOracle, scoreOracleAbi, 'programHash', [])
  figures.equal('program', row.programHash ?? zeroHash, program)
  const places = Array.from({ length: sourcePlaces }, (_, place) => place)
  const readSource = (place: number) => chain.read(bank.scoreOracle, scoreOracleAbi, 'source', [place])
  for (const [place, provider] of await withReads(places, readSource)) {
    const source = row.sources.find(({ index }) => index === place)
    figures.equal(`source ${place}`, source?.provider?.id ?? zeroHash, provider)
  }
}

/** Every request against its own state on chain, and the counts kept while indexing against the requests. */
async function compareRequests({ bank, index, chain }: BankContext, figures: Figures, oracle: OracleRow) {
  const rows = (await index.rows(AuditOracleRequestsDocument)).filter((row) =>
    sameAddress(row.oracle.id, bank.scoreOracle),
  )
  const readRequest = (id: `0x${string}`) => chain.read(bank.scoreOracle, scoreOracleAbi, 'request', [id])
  for (const [row, stored] of await withReads(rows, ({ id }) => readRequest(id))) {
    const name = `request ${short(row.id)}`
    figures.equal(`${name} state`, row.state, requestStates[stored.state] ?? stored.state)
    figures.equal(`${name} merchant`, row.merchant, stored.subject)
    figures.equal(`${name} expires at`, row.expiresAt, stored.expiresAt)
    figures.equal(`${name} model`, row.model.version, stored.version)
    figures.equal(`${name} sources`, row.sourceMask, stored.sourceMask)
    figures.equal(`${name} transport`, row.transport, transports[stored.transport] ?? stored.transport)
  }
  figures.equal('requests counted while indexing', oracle.requested, rows.length)
  for (const [count, state] of [
    ['answered', 'Answered'],
    ['failed', 'Failed'],
    ['expired', 'Expired'],
  ] as const) {
    figures.equal(`requests ${count}`, oracle[count], rows.filter((row) => row.state === state).length)
  }
}

async function compareScores({ bank, index, chain }: BankContext, figures: Figures) {
  const rows = (await index.rows(AuditMerchantScoresDocument)).filter((row) =>
    sameAddress(row.oracle.id, bank.scoreOracle),
  )
  const read = async (merchant: `0x${string}`) => ({
    ...(await chain.read(bank.scoreOracle, scoreOracleAbi, 'scoreOf', [merchant])),
    commitment: await chain.read(bank.scoreOracle, scoreOracleAbi, 'commitmentOf', [merchant]),
    open: await chain.read(bank.scoreOracle, scoreOracleAbi, 'openRequestOf', [merchant]),
  })
  for (const [row, stored] of await withReads(rows, ({ merchant }) => read(merchant))) {
    const name = `score of ${short(row.merchant)}`
    figures.equal(name, row.score, stored.score)
    figures.equal(`${name} default probability bps`, row.pdBps, stored.pdBps)
    figures.equal(`${name} reasons`, reasonWord(row.reasons), stored.reasons)
    figures.equal(`${name} turnover`, row.turnover, stored.turnover)
    figures.equal(`${name} sources`, row.sourceMask, stored.sourceMask)
    figures.equal(`${name} model`, row.answer?.model.version ?? 0, stored.version)
    figures.equal(`${name} data up to`, row.asOf, stored.asOf)
    figures.equal(`${name} stored at`, row.updatedAt, stored.updatedAt)
    figures.equal(`${name} commitment`, row.commitment, stored.commitment)
    figures.equal(`${name} pending`, row.open !== null, stored.pending)
    figures.equal(`${name} open request`, row.open?.id ?? zeroHash, stored.open)
  }
}

/** Four reason codes in one word, the weightiest in the highest byte. */
function reasonWord(reasons: readonly number[]): number {
  return reasons.reduce((word, code, index) => word + code * 256 ** (3 - index), 0)
}
