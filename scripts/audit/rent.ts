import {
  AuditMetersDocument,
  AuditRentBillsDocument,
  type AuditRentBillsQuery,
  billUsage,
  tariffOf,
  usageMeterAbi,
} from '@tallystick/sdk'
import { type BankContext, sameAddress, withReads } from './context.ts'
import { type Figure, Figures } from './figures.ts'
import type { ContractLog } from './logs.ts'

type BillRow = AuditRentBillsQuery['rentBills'][number]

/** Meters against their contract, and every bill of rent computed again from its terms and the signed counters. */
export async function auditRent(context: BankContext): Promise<Figure[]> {
  const figures = new Figures(`${context.bank.name} rent`)
  await compareMeters(context, figures)
  await compareBills(context, figures)
  return figures.list
}

async function compareMeters({ bank, index, chain }: BankContext, figures: Figures) {
  const rows = (await index.rows(AuditMetersDocument)).filter((row) => sameAddress(row.contract, bank.meter))
  const running = rows.filter(({ closed }) => !closed)
  const readMeter = (number: string) => chain.read(bank.meter, usageMeterAbi, 'meter', [BigInt(number)])
  for (const [row, stored] of await withReads(running, ({ lease }) => readMeter(lease.number))) {
    const name = `meter of lease ${row.lease.number}`
    figures.equal(`${name} machine`, row.device.id, stored.deviceId)
    for (const field of ['period', 'periodDays', 'end', 'silent', 'reportedAt', 'suspended', 'last'] as const) {
      figures.equal(`${name} ${field}`, row[field], stored[field])
    }
    figures.equal(`${name} opening number`, row.openingSeq, stored.opening.seq)
    figures.equal(`${name} opening time`, row.openingTs, stored.opening.ts)
    figures.equal(`${name} opening operating seconds`, row.openingOpSec, stored.opening.opSec)
    figures.equal(`${name} opening idle seconds`, row.openingIdleSec, stored.opening.idleSec)
    figures.equal(`${name} opening fuel`, row.openingFuelMl, stored.opening.fuelMl)
  }
}

async function compareBills({ bank, index, logs }: BankContext, figures: Figures) {
  const rows = (await index.rows(AuditRentBillsDocument)).filter((row) => sameAddress(row.book.id, bank.leases))
  const billed = logs.filter(({ contract, name }) => contract.address === bank.leases && name === 'RentBilled')
  figures.equal('bills', rows.length, billed.length)
  for (const log of billed) {
    const row = rows.find(({ lease, period }) => isOf(log, lease.number, period))
    const name = `bill ${log.args.period} of lease ${log.args.leaseId}`
    figures.equal(`${name} in the index`, row !== undefined, true)
    if (row !== undefined) compareBill(figures, name, row, log)
  }
}

function isOf({ args }: ContractLog, lease: string, period: number): boolean {
  return String(args.leaseId) === lease && Number(args.period) === period
}

interface LoggedBill {
  readonly metered: boolean
  readonly opSec: number
  readonly usage: bigint
}

/** What the machine's counters and the tariff give, against what the contract billed. */
function compareBill(figures: Figures, name: string, row: BillRow, log: ContractLog) {
  const bill = log.args.bill as LoggedBill
  const { opSec, usage } = computed(row)
  figures.equal(`${name} metered`, row.meterPeriod.known ?? 'none', bill.metered)
  figures.equal(`${name} operating seconds from the counters`, opSec, bill.opSec)
  figures.equal(`${name} price of use from tariff and counters`, usage, bill.usage)
}

/** A silent period bills no use, except that the last one takes what was committed. */
function computed({ meterPeriod, lease }: BillRow): { readonly opSec: bigint; readonly usage: bigint } {
  const { known, isLast, periods, closingOpSec, openingOpSec } = meterPeriod
  const { offer } = lease
  const floor = BigInt(offer.minimumRent) - BigInt(offer.baseRent)
  const covered = periods ?? 1
  if (!known) return { opSec: 0n, usage: isLast ? floor * BigInt(covered) : 0n }
  const opSec = BigInt(closingOpSec ?? 0) - BigInt(openingOpSec)
  return { opSec, usage: billUsage({ tariff: tariffOf(offer), opSec, periods: covered, floor }) }
}
