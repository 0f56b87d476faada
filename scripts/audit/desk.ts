import {
  AuditDealsDocument,
  type AuditDealsQuery,
  AuditHoldingsDocument,
  AuditTermsDocument,
  factoringDeskAbi,
  treasuryAbi,
} from '@tallystick/sdk'
import { type ContractFunctionReturnType, hexToBigInt } from 'viem'
import { type BankContext, sameAddress, withReads } from './context.ts'
import { type Figure, Figures, short, sum } from './figures.ts'

type DealRow = AuditDealsQuery['deals'][number]

/** How the desk stores that a deal has been written off. */
const writtenOffPct = 255

/** A bank's deals and its debtors' terms against its factoring desk. */
export async function auditDesk(context: BankContext): Promise<Figure[]> {
  const { bank, index, chain } = context
  const figures = new Figures(`${bank.name} desk`)
  const deals = (await index.rows(AuditDealsDocument)).filter(({ desk }) => sameAddress(desk, bank.desk))
  figures.equal('deals', deals.length, await chain.read(bank.desk, factoringDeskAbi, 'dealCount', []))
  for (const [row, stored] of await withReads(deals, (deal) => readDeal(context, deal)))
    compareDeal(figures, row, stored)
  await compareSums(context, figures, deals)
  await compareTerms(context, figures)
  return figures.list
}

type StoredDeal = ContractFunctionReturnType<typeof factoringDeskAbi, 'view', 'deal'> & { readonly rateX18: bigint }

/** The desk computes the rate of a deal that it still has, and refuses to for others. */
async function readDeal({ bank, chain }: BankContext, row: DealRow): Promise<StoredDeal> {
  const args = [hexToBigInt(row.tokenId), Number(row.number)] as const
  const stored = await chain.read(bank.desk, factoringDeskAbi, 'deal', args)
  if (stored.units === 0n) return { ...stored, rateX18: 0n }
  return { ...stored, rateX18: await chain.read(bank.desk, factoringDeskAbi, 'dealRateX18', args) }
}

/** A collected deal is gone from the desk: every field of it is zero there. */
function compareDeal(figures: Figures, row: DealRow, stored: StoredDeal) {
  const isClosed = row.state === 'Collected' || row.state === 'Recovered'
  const name = `deal ${row.number}`
  figures.equal(`${name} on the desk`, !isClosed, stored.units !== 0n)
  if (isClosed) return
  figures.equal(`${name} seller`, row.seller, stored.seller)
  figures.equal(`${name} units`, row.units, stored.units)
  figures.equal(`${name} advance`, row.advance, stored.advance)
  figures.equal(`${name} price`, row.price, stored.price)
  figures.equal(`${name} bought at`, row.openedAt, stored.start)
  figures.equal(`${name} stop day`, row.stopDay, stored.stopDay)
  figures.equal(`${name} group`, row.obligor.number, stored.obligor)
  figures.equal(`${name} mark`, row.state === 'WrittenOff' ? writtenOffPct : row.impairedPct, stored.impairedPct)
  figures.equal(`${name} accrual per second × 1e18`, row.rateX18, stored.rateX18)
}

/** Deals on the balance sheet add up to the book; all deals on the desk add up to the units that it holds. */
async function compareSums({ bank, index, chain }: BankContext, figures: Figures, deals: readonly DealRow[]) {
  const onSheet = deals.filter(({ state }) => state === 'Open' || state === 'Impaired')
  const { out, lost } = await chain.read(bank.treasury, treasuryAbi, 'book', [bank.desk])
  figures.equal('prices of open deals = out', sum(onSheet.map(({ price }) => price)), out)
  const writtenOff = deals.filter(({ state }) => state === 'WrittenOff')
  figures.equal('prices of written-off deals = lost', sum(writtenOff.map(({ price }) => price)), lost)
  const holdings = (await index.rows(AuditHoldingsDocument)).filter(({ account }) => sameAddress(account, bank.desk))
  const units = sum([...onSheet, ...writtenOff].map((deal) => deal.units))
  figures.equal('units of deals = units held', sum(holdings.map((holding) => holding.units)), units)
}

async function compareTerms({ bank, index, chain }: BankContext, figures: Figures) {
  for (const row of (await index.rows(AuditTermsDocument)).filter(({ desk }) => sameAddress(desk, bank.desk))) {
    const terms = await chain.read(bank.desk, factoringDeskAbi, 'debtorTerms', [row.debtor])
    const name = `terms of ${short(row.debtor)}`
    figures.equal(`${name} discount bps`, row.discountBps, terms.discountBps)
    figures.equal(`${name} fee bps`, row.feeBps, terms.feeBps)
    figures.equal(`${name} advance bps`, row.advanceBps, terms.advanceBps)
    figures.equal(`${name} longest tenor`, row.maxTenorDays, terms.maxTenorDays)
    figures.equal(`${name} least units`, row.minUnits, terms.minUnits)
    figures.equal(`${name} version`, row.version, terms.version)
    figures.equal(`${name} enabled`, row.enabled, terms.enabled)
  }
}
