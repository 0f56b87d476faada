import type { AlarmRule } from '../rule.ts'
import { HOUR_MS } from '../rule.ts'

const CLEAR_OP_SEC = 600

interface UnusedState {
  /** Time of the reading since which the operating hours stand still; absent while they grow. */
  readonly since?: number
  /** Operating seconds when the machine was last seen unused. */
  readonly opSec?: number
}

/** No operating hours for the time that the lease sets. A device that says nothing tells of none either. */
export const unused: AlarmRule<UnusedState> = {
  key: 'UNUSED',
  fresh: {},
  observe(state, { reading, previous }) {
    const { since, ...rest } = state
    const grows = previous !== undefined && reading.opSec > previous.opSec
    if (grows) return since === undefined ? state : rest
    return since === undefined ? { ...rest, since: Number((previous ?? reading).ts) } : state
  },
  holdsSince(state, { now, last, watch }) {
    const since = Math.max(state.since ?? Number(last?.ts ?? 0), watch.startedAt)
    return now - since >= watch.unusedHours * HOUR_MS ? since : undefined
  },
  hold(state, { last }) {
    const opSec = Number(last?.opSec ?? 0)
    return state.opSec === opSec ? state : { ...state, opSec }
  },
  isCleared: (state, { last }) => Number(last?.opSec ?? 0) - (state.opSec ?? 0) >= CLEAR_OP_SEC,
}
