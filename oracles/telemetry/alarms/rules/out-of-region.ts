import { distanceOutside, flags } from '@tallystick/sdk'
import type { AlarmRule } from '../rule.ts'

const MARGIN_M = 100
const FIXES = 3
const NO_FIX = flags.gnssJammed | flags.antenna

interface RegionState {
  /** Fixes outside in a row, counted up to what raises the alarm. */
  readonly outside: number
  /** Time of the first of them. */
  readonly since?: number
  /** Fixes inside in a row, counted up to what clears the alarm. */
  readonly inside: number
}

const between: RegionState = { outside: 0, inside: 0 }

/** Outside the lease's region by more than the margin and the fix's own accuracy, several fixes in a row. */
export const outOfRegion: AlarmRule<RegionState> = {
  key: 'OUT_OF_REGION',
  fresh: between,
  observe(state, { reading }, watch) {
    if ((reading.flags & NO_FIX) !== 0) return state
    const distance = distanceOutside(watch.region, reading.latE7, reading.lonE7)
    if (distance > MARGIN_M + reading.accuracyCm / 100) return further(state, 'outside', Number(reading.ts))
    if (distance < -MARGIN_M) return further(state, 'inside', Number(reading.ts))
    return state.outside + state.inside === 0 ? state : between
  },
  holdsSince: (state) => (state.outside >= FIXES ? state.since : undefined),
  isCleared: (state, { watch }) => state.inside >= FIXES || watch.region.length === 0,
}

function further(state: RegionState, side: 'outside' | 'inside', time: number): RegionState {
  if (state[side] >= FIXES) return state
  const count = state[side] + 1
  return side === 'inside'
    ? { outside: 0, inside: count }
    : { outside: count, inside: 0, since: state.outside === 0 ? time : (state.since ?? time) }
}
