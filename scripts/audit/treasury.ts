import {
  AuditBooksDocument,
  AuditBucketsDocument,
  AuditLimitsDocument,
  AuditOwedAccountsDocument,
  AuditShareHoldersDocument,
  AuditTreasuriesDocument,
  type AuditTreasuriesQuery,
  assetAbi,
  treasuryAbi,
  treasuryValue,
} from '@tallystick/sdk'
import type { Address } from 'viem'
import { type BankContext, sameAddress, withReads } from './context.ts'
import { type Figure, Figures, short, sum } from './figures.ts'

type TreasuryRow = AuditTreasuriesQuery['treasuries'][number]

/** A bank's money, value, shares, books, limits and debts to others against its treasury. */
export async function auditTreasury(context: BankContext): Promise<Figure[]> {
  const figures = new Figures(`${context.bank.name} treasury`)
  const rows = await context.index.rows(AuditTreasuriesDocument)
  const row = rows.find(({ id }) => sameAddress(id, context.bank.treasury))
  figures.equal('in the index', row !== undefined, true)
  if (row === undefined) return figures.list
  await compareTotals(context, figures, row)
  await compareValue(context, figures, row)
  compareFlows(context, figures, row)
  await compareShares(context, figures, row)
  await compareBooks(context, figures)
  await compareLimits(context, figures)
  await compareOwed(context, figures)
  return figures.list
}

async function compareTotals({ bank, deployment, chain }: BankContext, figures: Figures, row: TreasuryRow) {
  for (const name of ['cash', 'owed', 'principal', 'impaired'] as const) {
    figures.equal(name, row[name], await chain.read(bank.treasury, treasuryAbi, name, []))
  }
  const balance = await chain.read(deployment.asset.address, assetAbi, 'balanceOf', [bank.treasury])
  figures.atMost('cash within the token balance', BigInt(row.cash), balance)
}

/** NAV is computed from indexed rows by the SDK's formula, for the second of the block. */
async function compareValue({ bank, index, chain }: BankContext, figures: Figures, row: TreasuryRow) {
  const utcOffset = await chain.read(bank.treasury, treasuryAbi, 'utcOffset', [])
  const buckets = (await index.rows(AuditBucketsDocument)).filter(({ treasury }) => sameAddress(treasury.id, row.id))
  const value = treasuryValue(row, buckets, chain.timestamp, utcOffset)
  const computed = [
    ['accrued × 1e18', 'accruedX18', value.accruedX18],
    ['accrual per second × 1e18', 'rateX18', value.rateX18],
    ['matured, unpaid and unmarked', 'matured', value.matured],
    ['NAV', 'totalAssets', value.nav],
    ['exit NAV', 'exitAssets', value.exitNav],
  ] as const
  for (const [name, view, amount] of computed) {
    figures.equal(name, amount, await chain.read(bank.treasury, treasuryAbi, view, []))
  }
  const readBucket = (stopDay: number) => chain.read(bank.treasury, treasuryAbi, 'bucket', [stopDay])
  for (const [bucket, [rateX18, carry]] of await withReads(buckets, ({ stopDay }) => readBucket(stopDay))) {
    figures.equal(`day ${bucket.stopDay} rate × 1e18`, bucket.rateX18, rateX18)
    figures.equal(`day ${bucket.stopDay} carry`, bucket.carry, carry)
  }
}

/** Where each flow stands in the chain's own logs: event, argument, and the struct that holds it. */
const flows: readonly (readonly [name: FlowName, sources: readonly string[]])[] = [
  ['deposited', ['Deposited.assets']],
  ['exited', ['Exited.assets']],
  ['lent', ['Lent.amount']],
  ['collectedPrincipal', ['Collected.collection.principal']],
  ['recoveredPrincipal', ['Recovered.principal']],
  ['income', ['Collected.collection.income', 'Recovered.income']],
  ['credited', ['Collected.collection.credit', 'Recovered.credit']],
  ['claimed', ['Claimed.amount']],
  ['writtenOff', ['WrittenOff.writeOff.principal']],
]

type FlowName =
  | 'deposited'
  | 'exited'
  | 'lent'
  | 'collectedPrincipal'
  | 'recoveredPrincipal'
  | 'income'
  | 'credited'
  | 'claimed'
  | 'writtenOff'

/** Running totals against the sums over the chain's logs. */
function compareFlows({ bank, logs }: BankContext, figures: Figures, row: TreasuryRow) {
  const own = logs.filter(({ contract }) => contract.address === bank.treasury)
  for (const [name, sources] of flows) {
    const amounts = sources.flatMap((source) => {
      const [event, ...path] = source.split('.')
      return own.filter((log) => log.name === event).map((log) => amountAt(log.args, path))
    })
    figures.equal(`${name} since deployment`, row[name], sum(amounts))
  }
}

function amountAt(args: unknown, path: readonly string[]): bigint {
  return path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], args) as bigint
}

async function compareShares({ bank, index, chain }: BankContext, figures: Figures, row: TreasuryRow) {
  const supply = await chain.read(bank.treasury, treasuryAbi, 'totalSupply', [])
  const holders = (await index.rows(AuditShareHoldersDocument)).filter(({ treasury }) => treasury.id === row.id)
  figures.equal('shares', row.shares, supply)
  figures.equal('shares over all holders', sum(holders.map(({ shares }) => shares)), supply)
  const readShares = (account: Address) => chain.read(bank.treasury, treasuryAbi, 'balanceOf', [account])
  for (const [holder, balance] of await withReads(holders, ({ account }) => readShares(account))) {
    figures.equal(`shares of ${short(holder.account)}`, holder.shares, balance)
  }
}

async function compareBooks({ bank, index, chain }: BankContext, figures: Figures) {
  const principal = await chain.read(bank.treasury, treasuryAbi, 'principal', [])
  const rows = (await index.rows(AuditBooksDocument)).filter(({ treasury }) => sameAddress(treasury.id, bank.treasury))
  for (const row of rows) {
    const book = await chain.read(bank.treasury, treasuryAbi, 'book', [row.account])
    const name = `book ${short(row.account)}`
    figures.equal(`${name} registered`, row.registered, book.registered)
    figures.equal(`${name} cap`, row.cap, book.cap)
    figures.equal(`${name} out`, row.out, book.out)
    figures.equal(`${name} impaired`, row.impaired, book.impaired)
    figures.equal(`${name} lost`, row.lost, book.lost)
    figures.equal(`${name} highest rate bps`, row.maxRateBps, book.maxRateBps)
    figures.equal(`${name} longest tenor`, row.maxTenorDays, book.maxTenorDays)
    figures.equal(`${name} revolving`, row.revolving, book.revolving)
    const accrued = BigInt(row.accruedX18) + BigInt(row.rateX18) * (chain.timestamp - BigInt(row.accruedAt))
    const stored = await chain.read(bank.treasury, treasuryAbi, 'bookAccruedX18', [row.account])
    figures.equal(`${name} accrual put on the ledger × 1e18`, accrued, stored)
  }
  figures.equal('principal over all books', sum(rows.map(({ out }) => out)), principal)
}

async function compareLimits({ bank, index, chain }: BankContext, figures: Figures) {
  const principal = await chain.read(bank.treasury, treasuryAbi, 'principal', [])
  const rows = (await index.rows(AuditLimitsDocument)).filter(({ treasury }) => sameAddress(treasury.id, bank.treasury))
  const readGroup = (number: string) => chain.read(bank.treasury, treasuryAbi, 'obligor', [Number(number)])
  for (const [row, stored] of await withReads(rows, ({ obligor }) => readGroup(obligor.number))) {
    const name = `group ${row.obligor.number}`
    figures.equal(`${name} limit`, row.limit, stored.limit)
    figures.equal(`${name} exposure`, row.exposure, stored.exposure)
    figures.equal(`${name} lost`, row.lost, stored.lost)
  }
  figures.equal('exposure over all groups', sum(rows.map(({ exposure }) => exposure)), principal)
}

async function compareOwed({ bank, index, chain }: BankContext, figures: Figures) {
  const rows = (await index.rows(AuditOwedAccountsDocument)).filter(({ treasury }) =>
    sameAddress(treasury.id, bank.treasury),
  )
  const readOwed = (account: Address) => chain.read(bank.treasury, treasuryAbi, 'owedTo', [account])
  for (const [row, owed] of await withReads(rows, ({ account }) => readOwed(account))) {
    figures.equal(`owed to ${short(row.account)}`, row.owed, owed)
  }
  const total = await chain.read(bank.treasury, treasuryAbi, 'owed', [])
  figures.equal('owed over all accounts', sum(rows.map(({ owed }) => owed)), total)
}
