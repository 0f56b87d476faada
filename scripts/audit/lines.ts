import {
  AuditLineBooksDocument,
  type AuditLineBooksQuery,
  AuditLinesDocument,
  type AuditLinesQuery,
  AuditPoliciesDocument,
  type BillingTerms,
  creditLinesAbi,
  debtAt,
  LINE_STATES,
  lineAccountOf,
  linePolicyAbi,
  treasuryAbi,
} from '@tallystick/sdk'
import type { Address, ContractFunctionReturnType } from 'viem'
import { type BankContext, sameAddress, withReads } from './context.ts'
import { compareDecisions } from './decisions.ts'
import { type Figure, Figures, short, sum } from './figures.ts'

type LineRow = AuditLinesQuery['lines'][number]
type StoredLine = ContractFunctionReturnType<typeof creditLinesAbi, 'view', 'line'>

/** A bank's policy, lines, debts and decisions against its contracts, and their sums against its treasury. */
export async function auditLines(context: BankContext): Promise<Figure[]> {
  const { bank, index, chain } = context
  const figures = new Figures(`${bank.name} lines`)
  await comparePolicy(context, figures)
  const book = (await index.rows(AuditLineBooksDocument)).find(({ id }) => sameAddress(id, bank.lines))
  figures.equal('book in the index', book !== undefined, true)
  if (book === undefined) return figures.list
  const utcOffset = await chain.read(bank.treasury, treasuryAbi, 'utcOffset', [])
  const terms = { penaltyBps: book.penaltyBps, graceDays: book.graceDays, utcOffset }
  const lines = (await index.rows(AuditLinesDocument)).filter((row) => sameAddress(row.book.id, bank.lines))
  const readLine = (merchant: Address) => chain.read(bank.lines, creditLinesAbi, 'line', [merchant])
  for (const [row, stored] of await withReads(lines, ({ merchant }) => readLine(merchant))) {
    compareLine(figures, row, stored)
  }
  await compareDebts(context, figures, lines, terms)
  await compareBook(context, figures, book, lines)
  compareFlows(context, figures, book, lines)
  await compareDecisions(context, figures)
  return figures.list
}

/** The version in force; earlier ones are in the events, which the journal compares. */
async function comparePolicy({ bank, index, chain }: BankContext, figures: Figures) {
  const versions = (await index.rows(AuditPoliciesDocument)).filter(({ policy }) => sameAddress(policy, bank.policy))
  const latest = versions.toSorted((a, b) => b.version - a.version)[0]
  const rules = await chain.read(bank.policy, linePolicyAbi, 'rules', [])
  const bands = await chain.read(bank.policy, linePolicyAbi, 'bands', [])
  figures.equal('policy versions', versions.length, rules.version)
  for (const name of ['version', 'scoreMaxAge', 'stepBps', 'stepDays', 'lot', 'starterLimit'] as const) {
    figures.equal(`policy ${name}`, latest?.[name] ?? 'none', rules[name])
  }
  figures.equal('policy bands', latest?.bands.length ?? 0, bands.length)
  bands.forEach((band, place) => {
    const row = latest?.bands[place]
    for (const name of ['minScore', 'multipleBps', 'rateBps', 'cap'] as const) {
      figures.equal(`band ${place} ${name}`, row?.[name] ?? 'none', band[name])
    }
  })
}

/** Fields that the index and the contract name alike. */
const lineFields = [
  'principal',
  'rateX18',
  'accruedX18',
  'limit',
  'rateBps',
  'scoreAt',
  'raisedDay',
  'policyVersion',
  'overrideUntil',
  'duePrincipal',
  'dueInterest',
  'dueSince',
  'billDay',
  'penalty',
  'penaltyDay',
  'impairedPct',
  'impaired',
  'bookedX18',
] as const

function compareLine(figures: Figures, row: LineRow, stored: StoredLine) {
  const name = `line of ${short(row.merchant)}`
  figures.equal(`${name} state`, row.state, LINE_STATES[stored.state] ?? stored.state)
  figures.equal(`${name} group`, row.obligor?.number ?? 0, stored.obligor)
  figures.equal(`${name} accrued at`, row.accruedAt, stored.last)
  for (const field of lineFields) figures.equal(`${name} ${field}`, row[field], stored[field])
  if (stored.policyVersion !== 0) figures.equal(`${name} band`, row.band, stored.band)
}

/** Debts are computed from indexed rows by the SDK's formulas, for the second of the block. */
async function compareDebts(
  { bank, chain }: BankContext,
  figures: Figures,
  lines: readonly LineRow[],
  terms: BillingTerms,
) {
  const readDebt = (merchant: Address) => chain.read(bank.lines, creditLinesAbi, 'debtOf', [merchant])
  for (const [row, stored] of await withReads(lines, ({ merchant }) => readDebt(merchant))) {
    const debt = debtAt(lineAccountOf(row), terms, chain.timestamp)
    const name = `debt of ${short(row.merchant)}`
    for (const part of ['principal', 'interest', 'penalty', 'total', 'due', 'dueSince', 'daysPastDue'] as const) {
      figures.equal(`${name} ${part}`, debt[part], stored[part])
    }
  }
}

type BookRow = AuditLineBooksQuery['lineBooks'][number]

/** Terms of the book, and sums over its lines against the treasury's account of it. */
async function compareBook({ bank, chain }: BankContext, figures: Figures, book: BookRow, lines: readonly LineRow[]) {
  figures.equal('penalty bps', book.penaltyBps, await chain.read(bank.lines, creditLinesAbi, 'penaltyBps', []))
  figures.equal('days of grace', book.graceDays, await chain.read(bank.lines, creditLinesAbi, 'graceDays', []))
  figures.equal('oracle', book.scoreOracle, await chain.read(bank.lines, creditLinesAbi, 'scoreOracle', []))
  const onBooks = lines.filter(({ state }) => state === 'Active' || state === 'NonAccrual' || state === 'Defaulted')
  const lost = lines.filter(({ state }) => state === 'WrittenOff')
  const account = await chain.read(bank.treasury, treasuryAbi, 'book', [bank.lines])
  figures.equal('principal of lines = out', sum(onBooks.map(({ principal }) => principal)), account.out)
  figures.equal('marks of lines = impaired', sum(onBooks.map(({ impaired }) => impaired)), account.impaired)
  figures.equal('principal written off = lost', sum(lost.map(({ principal }) => principal)), account.lost)
  const accrued = await chain.read(bank.treasury, treasuryAbi, 'bookAccruedX18', [bank.lines])
  const onLedger = sum(onBooks.map((line) => ledgerInterest(line, chain.timestamp)))
  figures.equal('interest of lines on the ledger × 1e18', onLedger, accrued)
  figures.equal('principal summed while indexing', book.principal, account.out)
  figures.equal('marks summed while indexing', book.impaired, account.impaired)
  figures.equal('losses summed while indexing', book.lost, account.lost)
  figures.equal('limits summed while indexing', book.limits, sum(onBooks.map(({ limit }) => limit)))
  figures.equal('lines counted while indexing', book.lineCount, onBooks.length)
}

/** A line that accrues has all its interest on the treasury's ledger; another one what was there when it stopped. */
function ledgerInterest({ state, accruedX18, rateX18, accruedAt, bookedX18 }: LineRow, time: bigint): bigint {
  if (state !== 'Active') return BigInt(bookedX18)
  return BigInt(accruedX18) + BigInt(rateX18) * (time - BigInt(accruedAt))
}

/** Running totals of the book and over its lines against the sums over the chain's logs. */
function compareFlows({ bank, logs }: BankContext, figures: Figures, book: BookRow, lines: readonly LineRow[]) {
  const own = logs.filter(({ contract }) => contract.address === bank.lines)
  const amounts = (event: string, argument: string, counts = (_args: Readonly<Record<string, unknown>>) => true) =>
    sum(own.filter(({ name, args }) => name === event && counts(args)).map(({ args }) => args[argument] as bigint))
  const isRecovery = ({ state }: Readonly<Record<string, unknown>>) => LINE_STATES[Number(state)] === 'WrittenOff'
  const flows = {
    drawn: amounts('Drawn', 'amount'),
    repaid: amounts('Repaid', 'principalPaid', (args) => !isRecovery(args)),
    recovered: amounts('Repaid', 'principalPaid', isRecovery),
    interestPaid: amounts('Repaid', 'interestPaid'),
    penaltyPaid: amounts('Repaid', 'penaltyPaid'),
    billed: amounts('Billed', 'interest') + amounts('Billed', 'principalPart'),
    writtenOff: amounts('LineWrittenOff', 'principal'),
  }
  for (const [name, total] of Object.entries(flows) as [keyof typeof flows, bigint][]) {
    figures.equal(`${name} since deployment`, book[name], total)
    figures.equal(`${name} over all lines`, sum(lines.map((line) => line[name])), total)
  }
}
