import { concentrationIndex, type Ratio, topShare, utilisation } from '@tallystick/sdk'

/** Exposure of one group at one treasury, in minor units. */
export interface GroupExposure {
  readonly obligor: number
  readonly exposure: bigint
  readonly limit: bigint
  /** Principal written off and not recovered. */
  readonly lost: bigint
}

export interface Concentration {
  /** Herfindahl–Hirschman index over groups. */
  readonly index: Ratio
  /** Share of the largest group. */
  readonly largest: Ratio
  /** Exposure over the sum of limits. */
  readonly used: Ratio
}

/** How much of a treasury's lending stands and falls with few groups. */
export function concentrationOf(groups: readonly GroupExposure[]): Concentration {
  const exposures = groups.map(({ exposure }) => exposure).filter((exposure) => exposure > 0n)
  const sum = (amounts: readonly bigint[]) => amounts.reduce((left, right) => left + right, 0n)
  return {
    index: concentrationIndex(exposures),
    largest: topShare(exposures, 1),
    used: utilisation(sum(exposures), sum(groups.map(({ limit }) => limit))),
  }
}

/** Room for new loans; 0 while losses on the group are unrecovered or the limit has been cut below the exposure. */
export function headroomOf({ exposure, limit, lost }: GroupExposure): bigint {
  return lost > 0n || exposure >= limit ? 0n : limit - exposure
}
