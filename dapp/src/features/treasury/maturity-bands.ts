/** Value that a treasury expects on one day, in minor units. */
export interface MaturityBucket {
  readonly stopDay: number
  readonly carry: bigint
}

/** A span of days ahead, both ends included; `to` is null for the open end. */
export interface DayBand {
  readonly key: string
  readonly from: number
  readonly to: number | null
}

/** Bands of a liquidity plan, in days from today. */
export const DAY_BANDS: readonly DayBand[] = [
  { key: '0-7', from: 0, to: 7 },
  { key: '8-30', from: 8, to: 30 },
  { key: '31-60', from: 31, to: 60 },
  { key: '61-90', from: 61, to: 90 },
  { key: '91-180', from: 91, to: 180 },
  { key: '181+', from: 181, to: null },
]

export interface BandAmount extends DayBand {
  readonly amount: bigint
}

/** Sorts buckets into {@link DAY_BANDS}; days that have passed are left out, the contract's `matured` holds them. */
export function maturityBands(buckets: readonly MaturityBucket[], today: number): readonly BandAmount[] {
  return DAY_BANDS.map((band) => {
    const inside = buckets.filter(({ stopDay }) => isInside(stopDay - today, band))
    return { ...band, amount: inside.reduce((sum, { carry }) => sum + carry, 0n) }
  })
}

function isInside(daysAhead: number, { from, to }: DayBand): boolean {
  return daysAhead >= from && (to === null || daysAhead <= to)
}
