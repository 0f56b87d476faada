import type { Hex } from 'viem'
import { company } from '../../scripts/demo/companies.ts'
import type { Chain, MadeReceivable } from './chain.ts'
import type { Credit } from './credit.ts'
import { freshInvoice } from './invoices.ts'
import type { Leasing } from './leasing.ts'

/** Minor units of one DCNY. */
export const yuan = 1_000_000n

/** What the pages of one record show. */
export interface Scene {
  readonly baseId: bigint
  /** Id of a decision on a limit. */
  readonly decision: Hex
  /** Machine of the demo's first lease. */
  readonly leased: Hex
  /** A machine that was free when the demo began. */
  readonly free: Hex
}

/** Something on every page. */
export async function setScene(chain: Chain, credit: Credit, leasing: Leasing): Promise<Scene> {
  await chain.provideCash(2_000_000n * yuan)
  const { baseId } = await setReceivable(chain)
  await setLine(credit)
  await chain.indexed()
  const { limitDecisions } = await chain.query<{ limitDecisions: { id: Hex }[] }>(
    '{ limitDecisions(first: 1, orderBy: timestamp, orderDirection: desc, where: { kind: Policy }) { id } }',
  )
  const [decision] = limitDecisions
  if (decision === undefined) throw new Error('the index knows no decision on a limit')
  const [leased, free] = [await leasing.machine(0), await leasing.machine(4)]
  return { baseId, decision: decision.id, leased: leased.deviceId, free: free.deviceId }
}

/** A receivable that is split, passed on and financed, an open request and an announced change. */
async function setReceivable(chain: Chain): Promise<MadeReceivable> {
  const now = await chain.now()
  const made = await chain.receivable(freshInvoice(now).ubl)
  await chain.assign('lanhai', company('xinda').address, made.tokenId, 142_400n * yuan)
  await chain.finance('lanhai', made.tokenId, 100_000n * yuan)
  await chain.request(freshInvoice(now).ubl)
  // The same change cannot be announced twice, and a worker that starts again sets the scene again.
  await chain.announceLimit(company('donghai').obligor, 30_000_000n * yuan + now)
  return made
}

/** A merchant with a line from which it has drawn. */
async function setLine(credit: Credit): Promise<void> {
  await credit.business('qingteng', 'grow', 30)
  await credit.readyLine('qingteng')
  const { limit, principal } = await credit.line('qingteng')
  if (principal === 0n) await credit.draw('qingteng', limit / 2n)
}
