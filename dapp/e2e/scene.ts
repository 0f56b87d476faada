import { company } from '../../scripts/demo/companies.ts'
import type { Chain, MadeReceivable } from './chain.ts'
import { freshInvoice } from './invoices.ts'

/** Minor units of one DCNY. */
export const yuan = 1_000_000n

/**
 * Something on every page: money in the treasury, a receivable that is split, passed on and financed, an open request
 * and an announced change.
 */
export async function setScene(chain: Chain): Promise<MadeReceivable> {
  await chain.deposit(2_000_000n * yuan)
  const now = await chain.now()
  const made = await chain.receivable(freshInvoice(now).ubl)
  await chain.assign('lanhai', company('xinda').address, made.tokenId, 142_400n * yuan)
  await chain.finance('lanhai', made.tokenId, 100_000n * yuan)
  await chain.request(freshInvoice(now).ubl)
  // The same change cannot be announced twice, and a worker that starts again sets the scene again.
  await chain.announceLimit(company('donghai').obligor, 30_000_000n * yuan + now)
  await chain.indexed()
  return made
}
