import { dayOf, maturityOf } from '../days.ts'

const WAD = 10n ** 18n

/** The indexed totals of a treasury that its value depends on, in minor units; X18 names in minor units × 1e18. */
export interface TreasuryTotals {
  readonly cash: string
  readonly owed: string
  readonly principal: string
  readonly impaired: string
  readonly accruedX18: string
  readonly rateX18: string
  readonly matured: string
  readonly accruedAt: string
}

/** What stops at the end of a day. */
export interface MaturityBucket {
  readonly stopDay: number
  readonly rateX18: string
  readonly carry: string
}

/** A treasury's value at one second, in minor units of its asset. */
export interface TreasuryValue {
  readonly accruedX18: bigint
  readonly rateX18: bigint
  /** Positions past their stop day that are neither paid nor marked. */
  readonly matured: bigint
  /** cash − owed + principal + accrued, rounded down, never below zero. */
  readonly nav: bigint
  /** NAV less impairment, at which shares leave. */
  readonly exitNav: bigint
}

/**
 * Computes what `Treasury.totalAssets` and `exitAssets` answer at a second, from indexed rows alone.
 *
 * Accrual runs at `rateX18` from `accruedAt`; at the end of each bucket's day its rate stops and its carry matures.
 * @param buckets all of the treasury's, in any order
 * @param now unix seconds, not before `accruedAt`
 * @param utcOffset the register's offset from UTC in seconds
 */
export function treasuryValue(
  totals: TreasuryTotals,
  buckets: readonly MaturityBucket[],
  now: bigint,
  utcOffset: number,
): TreasuryValue {
  const { accruedX18, rateX18, matured } = accrueTo(totals, buckets, now, utcOffset)
  const fixed = BigInt(totals.cash) - BigInt(totals.owed) + BigInt(totals.principal)
  const navX18 = fixed * WAD + accruedX18
  const nav = navX18 < 0n ? 0n : navX18 / WAD
  const impaired = BigInt(totals.impaired)
  return { accruedX18, rateX18, matured, nav, exitNav: nav > impaired ? nav - impaired : 0n }
}

function accrueTo(
  totals: TreasuryTotals,
  buckets: readonly MaturityBucket[],
  now: bigint,
  utcOffset: number,
): Pick<TreasuryValue, 'accruedX18' | 'rateX18' | 'matured'> {
  let [accruedX18, rateX18, matured] = [BigInt(totals.accruedX18), BigInt(totals.rateX18), BigInt(totals.matured)]
  let last = BigInt(totals.accruedAt)
  const [first, today] = [dayOf(last, utcOffset), dayOf(now, utcOffset)]
  const passed = buckets.filter(({ stopDay }) => stopDay >= first && stopDay < today)
  for (const bucket of passed.toSorted((a, b) => a.stopDay - b.stopDay)) {
    const end = maturityOf(bucket.stopDay, utcOffset)
    accruedX18 += rateX18 * (end - last)
    rateX18 -= BigInt(bucket.rateX18)
    matured += BigInt(bucket.carry)
    last = end
  }
  return { accruedX18: accruedX18 + rateX18 * (now - last), rateX18, matured }
}
