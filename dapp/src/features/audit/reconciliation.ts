import { CHINA_UTC_OFFSET, type TotalsAtQuery, treasuryValue } from '@tallystick/sdk'

export type IndexedTotals = NonNullable<TotalsAtQuery['treasury']>
export type IndexedReceivable = TotalsAtQuery['receivables'][number]

/** A total that is compared: its name, and for groups and books the number or account. */
export type TotalName =
  | 'cash'
  | 'owed'
  | 'principal'
  | 'impaired'
  | 'nav'
  | 'exit-nav'
  | 'shares'
  | 'book-out'
  | 'book-cap'
  | 'exposure'
  | 'limit'
  | 'escrow'

export interface Total {
  readonly name: TotalName
  /** Group number or book, where there is one figure for each. */
  readonly of?: string
  readonly amount: bigint
}

/** One total from both sources. */
export interface ReconciledTotal extends Total {
  readonly key: string
  readonly contract: bigint | undefined
  /** Contract less records. */
  readonly difference: bigint | undefined
}

/** All totals as the records of events give them, at the second of one block. */
export function totalsFromEvents(
  treasury: IndexedTotals,
  receivables: readonly IndexedReceivable[],
  timestamp: bigint,
): readonly Total[] {
  const { nav, exitNav } = treasuryValue(treasury, treasury.buckets, timestamp, CHINA_UTC_OFFSET)
  return [
    { name: 'cash', amount: cashFromFlows(treasury) },
    { name: 'owed', amount: sum(treasury.creditors.map(({ owed }) => owed)) },
    { name: 'principal', amount: sum(treasury.books.map(({ out }) => out)) },
    { name: 'impaired', amount: sum(treasury.books.map(({ impaired }) => impaired)) },
    { name: 'nav', amount: nav },
    { name: 'exit-nav', amount: exitNav },
    { name: 'shares', amount: sum(treasury.holders.map(({ shares }) => shares)) },
    ...treasury.books.flatMap(({ account, cap, out }): Total[] => [
      { name: 'book-cap', of: account, amount: BigInt(cap) },
      { name: 'book-out', of: account, amount: BigInt(out) },
    ]),
    ...treasury.limits.flatMap(({ obligor, limit, exposure }): Total[] => [
      { name: 'limit', of: obligor.number, amount: BigInt(limit) },
      { name: 'exposure', of: obligor.number, amount: BigInt(exposure) },
    ]),
    { name: 'escrow', amount: escrowOf(receivables) },
  ]
}

/** What came in less what went out, from the first event on. */
function cashFromFlows(treasury: IndexedTotals): bigint {
  const { deposited, collectedPrincipal, recoveredPrincipal, income, credited, exited, lent, claimed } = treasury
  return sum([deposited, collectedPrincipal, recoveredPrincipal, income, credited]) - sum([exited, lent, claimed])
}

/** Money that the register holds for the holders of settled receivables. */
function escrowOf(receivables: readonly IndexedReceivable[]): bigint {
  return (
    sum(receivables.flatMap(({ paid, penalty }) => [paid, penalty])) - sum(receivables.map((row) => row.redeemedAmount))
  )
}

/** Puts the contract's figures beside the records'. */
export function reconcile(totals: readonly Total[], contract: ReadonlyMap<string, bigint>): readonly ReconciledTotal[] {
  return totals.map((total) => {
    const key = keyOf(total)
    const amount = contract.get(key)
    return { ...total, key, contract: amount, difference: amount === undefined ? undefined : amount - total.amount }
  })
}

/** Identifies a total. */
export function keyOf({ name, of }: Pick<Total, 'name' | 'of'>): string {
  return of === undefined ? name : `${name}:${of.toLowerCase()}`
}

function sum(amounts: readonly string[]): bigint {
  return amounts.reduce((total, amount) => total + BigInt(amount), 0n)
}
