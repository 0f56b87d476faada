import {
  AuditCommandsDocument,
  AuditLeaseBooksDocument,
  type AuditLeaseBooksQuery,
  AuditLeaseOffersDocument,
  AuditLeaseRulesDocument,
  AuditLeasesDocument,
  type AuditLeasesQuery,
  type BillingTerms,
  bringUpLease,
  DEVICE_TIERS,
  immobiliserAbi,
  LEASE_OFFER_STATES,
  LEASE_STATES,
  type LeaseAccount,
  leaseAccountOf,
  leaseAgreementOf,
  leaseDebtAt,
  leaseOffersAbi,
  leasesAbi,
  packTariff,
  tariffOf,
  treasuryAbi,
} from '@tallystick/sdk'
import type { ContractFunctionReturnType } from 'viem'
import { type BankContext, sameAddress, withReads } from './context.ts'
import { type Figure, Figures, short, sum } from './figures.ts'

type LeaseRow = AuditLeasesQuery['leases'][number]
type BookRow = AuditLeaseBooksQuery['leaseBooks'][number]
type StoredLease = ContractFunctionReturnType<typeof leasesAbi, 'view', 'lease'>

/** A bank's offers, leases, debts and commands against its contracts, and their sums against its treasury. */
export async function auditLeases(context: BankContext): Promise<Figure[]> {
  const { bank, index } = context
  const figures = new Figures(`${bank.name} leases`)
  await compareRules(context, figures)
  await compareOffers(context, figures)
  const book = (await index.rows(AuditLeaseBooksDocument)).find(({ id }) => sameAddress(id, bank.leases))
  figures.equal('book in the index', book !== undefined, true)
  if (book === undefined) return figures.list
  const leases = (await index.rows(AuditLeasesDocument)).filter((row) => sameAddress(row.book.id, bank.leases))
  await compareLeases(context, figures, leases)
  await compareAccounts(context, figures, leases)
  await compareDebts(context, figures, book, leases)
  await compareBook(context, figures, book, leases)
  await compareTreasury(context, figures, book, leases)
  compareFlows(context, figures, book, leases)
  await compareCommands(context, figures)
  return figures.list
}

/** The version in force; earlier ones are in the events, which the journal compares. */
async function compareRules({ bank, index, chain }: BankContext, figures: Figures) {
  const versions = (await index.rows(AuditLeaseRulesDocument)).filter(({ offers }) =>
    sameAddress(offers, bank.leaseOffers),
  )
  const latest = versions.toSorted((a, b) => b.version - a.version)[0]
  const rules = await chain.read(bank.leaseOffers, leaseOffersAbi, 'rules', [])
  figures.equal('versions of the rules', versions.length, rules.version)
  for (const name of ['version', 'maxFinanced', 'minDepositBps', 'minRateBps', 'maxDays'] as const) {
    figures.equal(`rules ${name}`, latest?.[name] ?? 'none', rules[name])
  }
  figures.equal('rules minTier', latest?.minTier ?? 'none', DEVICE_TIERS[rules.minTier] ?? rules.minTier)
}

/** Fields that the index and the contract name alike. */
const offerFields = [
  'manufacturer',
  'lessee',
  'day',
  'rateBps',
  'coverBps',
  'earlyFeeBps',
  'periodDays',
  'periods',
  'deposit',
  'financed',
  'buyOut',
  'baseRent',
  'minimumRent',
  'termsHash',
] as const

async function compareOffers({ bank, index, chain }: BankContext, figures: Figures) {
  const rows = (await index.rows(AuditLeaseOffersDocument)).filter(({ offers }) =>
    sameAddress(offers, bank.leaseOffers),
  )
  figures.equal('offers', rows.length, await chain.read(bank.leaseOffers, leaseOffersAbi, 'count', []))
  const readOffer = (number: string) => chain.read(bank.leaseOffers, leaseOffersAbi, 'offer', [BigInt(number)])
  for (const [row, stored] of await withReads(rows, ({ number }) => readOffer(number))) {
    const name = `offer ${row.number}`
    figures.equal(`${name} state`, row.state, LEASE_OFFER_STATES[stored.state] ?? stored.state)
    figures.equal(`${name} machine`, row.device.id, stored.deviceId)
    figures.equal(`${name} tariff`, packTariff(tariffOf(row)), stored.tariff)
    for (const field of offerFields) figures.equal(`${name} ${field}`, row[field], stored[field])
  }
}

async function compareLeases({ bank, chain }: BankContext, figures: Figures, leases: readonly LeaseRow[]) {
  const readLease = (number: string) => chain.read(bank.leases, leasesAbi, 'lease', [BigInt(number)])
  for (const [row, stored] of await withReads(leases, ({ number }) => readLease(number))) {
    compareLease(figures, row, stored)
  }
}

function compareLease(figures: Figures, row: LeaseRow, stored: StoredLease) {
  const name = `lease ${row.number}`
  figures.equal(`${name} state`, row.state, LEASE_STATES[stored.state] ?? stored.state)
  figures.equal(`${name} group`, row.obligor.number, stored.obligor)
  figures.equal(`${name} machine`, row.device.id, stored.deviceId)
  for (const field of ['lessee', 'manufacturer', 'day', 'period', 'ending', 'finalBilled', 'deviceFreed'] as const) {
    figures.equal(`${name} ${field}`, row[field], stored[field])
  }
}

async function compareAccounts({ bank, chain }: BankContext, figures: Figures, leases: readonly LeaseRow[]) {
  const readAccount = (number: string) => chain.read(bank.leases, leasesAbi, 'account', [BigInt(number)])
  for (const [row, stored] of await withReads(leases, ({ number }) => readAccount(number))) {
    const account = leaseAccountOf(row)
    for (const field of Object.keys(account) as (keyof LeaseAccount)[]) {
      figures.equal(`account of lease ${row.number} ${field}`, account[field], stored[field])
    }
  }
}

/** Debts are computed from indexed rows by the SDK's formulas, for the second of the block. */
async function compareDebts(
  { bank, chain }: BankContext,
  figures: Figures,
  { penaltyBps, graceDays }: BookRow,
  leases: readonly LeaseRow[],
) {
  const utcOffset = await chain.read(bank.treasury, treasuryAbi, 'utcOffset', [])
  const readDebt = (number: string) => chain.read(bank.leases, leasesAbi, 'debtOf', [BigInt(number)])
  for (const [row, stored] of await withReads(leases, ({ number }) => readDebt(number))) {
    const terms = { penaltyBps, graceDays, utcOffset }
    const debt = leaseDebtAt(leaseAgreementOf(row), leaseAccountOf(row), terms, chain.timestamp)
    for (const part of ['principal', 'interest', 'usage', 'penalty', 'due', 'total', 'daysPastDue'] as const) {
      figures.equal(`debt of lease ${row.number} ${part}`, debt[part], stored[part])
    }
  }
}

/** Terms of the book, and its sums against those over its leases. */
async function compareBook({ bank, chain }: BankContext, figures: Figures, book: BookRow, leases: readonly LeaseRow[]) {
  for (const name of ['penaltyBps', 'graceDays', 'noticeDays'] as const) {
    figures.equal(name, book[name], await chain.read(bank.leases, leasesAbi, name, []))
  }
  const open = leases.filter(isOnBooks)
  figures.equal('leases counted while indexing', book.leaseCount, open.length)
  figures.equal('principal summed while indexing', book.principal, sum(open.map(({ principal }) => principal)))
  figures.equal('marks summed while indexing', book.impaired, sum(open.map(({ impaired }) => impaired)))
  figures.equal('held summed while indexing', book.held, sum(leases.map(({ held }) => held)))
  figures.equal('cover summed while indexing', book.cover, sum(leases.map(({ cover }) => cover)))
  figures.equal('set aside while indexing', book.committed, committedOf(leases))
}

/** Sums over leases against the treasury's account of the book, and what it holds for the book. */
async function compareTreasury(
  { bank, chain }: BankContext,
  figures: Figures,
  book: BookRow,
  leases: readonly LeaseRow[],
) {
  const open = leases.filter(isOnBooks)
  const account = await chain.read(bank.treasury, treasuryAbi, 'book', [bank.leases])
  const principal = sum(open.map((lease) => lease.principal))
  figures.equal('principal of leases and what is set aside = out', principal + committedOf(leases), account.out)
  figures.equal('marks of leases = impaired', sum(open.map(({ impaired }) => impaired)), account.impaired)
  const lost = leases.filter(({ state }) => state === 'WrittenOff')
  figures.equal('principal written off = lost', sum(lost.map((lease) => lease.principal)), account.lost)
  const held = BigInt(book.held) + BigInt(book.cover) + BigInt(book.committed)
  const owed = await chain.read(bank.treasury, treasuryAbi, 'owedTo', [bank.leases])
  figures.equal('held, cover and what is set aside = owed to the book', held, owed)
  const onLedger = sum(open.map((lease) => ledgerInterest(lease, chain.timestamp)))
  const accrued = await chain.read(bank.treasury, treasuryAbi, 'bookAccruedX18', [bank.leases])
  figures.equal('interest of leases on the ledger × 1e18', onLedger, accrued)
}

function isOnBooks({ state }: LeaseRow): boolean {
  return state === 'Active' || state === 'Noticed' || state === 'Defaulted' || state === 'Repossessed'
}

function committedOf(leases: readonly LeaseRow[]): bigint {
  return sum(leases.filter(({ state }) => state === 'Approved').map(({ offer }) => offer.financed))
}

/** A lease that accrues has its interest on the treasury's ledger to this second; another one what was there before. */
function ledgerInterest(lease: LeaseRow, time: bigint): bigint {
  const { accruedX18, unbookedX18 } = bringUpLease(leaseAgreementOf(lease), leaseAccountOf(lease), NO_PENALTY, time)
  return accruedX18 - unbookedX18
}

/** Penalties are no part of the ledger. */
const NO_PENALTY: BillingTerms = { penaltyBps: 0, graceDays: 0, utcOffset: 0 }

type Args = Readonly<Record<string, unknown>>

/** Running totals of the book and over its leases against the sums over the chain's logs. */
function compareFlows({ bank, logs }: BankContext, figures: Figures, book: BookRow, leases: readonly LeaseRow[]) {
  const own = logs.filter(({ contract }) => contract.address === bank.leases)
  const amounts = (event: string, amountOf: (args: Args) => bigint) =>
    sum(own.filter(({ name }) => name === event).map(({ args }) => amountOf(args)))
  const part = (struct: string, ...names: readonly string[]) => {
    return (args: Args) => sum(names.map((name) => (args[struct] as Readonly<Record<string, bigint>>)[name] ?? 0n))
  }
  const isRecovery = ({ state }: Args) => LEASE_STATES[Number(state)] === 'WrittenOff'
  const principal = part('payment', 'principal')
  const flows = {
    baseRentBilled: amounts('RentBilled', part('bill', 'interest', 'principal')),
    usageRentBilled: amounts('RentBilled', part('bill', 'usage')),
    feesBilled: amounts('RentBilled', part('bill', 'fee')),
    penaltyPaid: amounts('RentPaid', part('payment', 'penalty')),
    interestPaid: amounts('RentPaid', part('payment', 'interest')),
    principalPaid: amounts('RentPaid', (args) => (isRecovery(args) ? 0n : principal(args))),
    recovered: amounts('RentPaid', (args) => (isRecovery(args) ? principal(args) : 0n)),
    usagePaid: amounts('RentPaid', part('payment', 'usage')),
    writtenOff: amounts('LeaseWrittenOff', (args) => args.principal as bigint),
  }
  for (const [name, total] of Object.entries(flows) as [keyof typeof flows, bigint][]) {
    figures.equal(`${name} since deployment`, book[name], total)
    figures.equal(`${name} over all leases`, sum(leases.map((lease) => lease[name])), total)
  }
}

/** The contract keeps the last command to each machine: a lock under its next lease forgets those before. */
async function compareCommands({ bank, index, chain }: BankContext, figures: Figures) {
  const rows = (await index.rows(AuditCommandsDocument)).filter((row) => sameAddress(row.lease.book.id, bank.leases))
  const latest = new Map(
    rows.toSorted((a, b) => Number(a.number) - Number(b.number)).map((row) => [row.device.id, row]),
  )
  const readCommand = (number: string) => chain.read(bank.immobiliser, immobiliserAbi, 'commandOf', [BigInt(number)])
  for (const [row, stored] of await withReads([...latest.values()], (row) => readCommand(row.lease.number))) {
    const name = `command to lease ${short(row.lease.number)}`
    figures.equal(`${name} number`, row.number, stored.commandId)
    figures.equal(`${name} locked`, row.locked, stored.locked)
    figures.equal(`${name} acknowledged`, row.acknowledgedAt !== null, stored.acknowledged)
    figures.equal(`${name} issued at`, row.issuedAt, stored.time)
  }
}
