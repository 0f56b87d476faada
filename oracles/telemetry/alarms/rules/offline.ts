import type { AlarmRule } from '../rule.ts'

const READINGS_TO_CLEAR = 3
/** A device that has not reported for so many intervals is silent. */
export const MISSED_INTERVALS = 2

interface OfflineState {
  /** When the broker published the device's will; absent after the next reading. */
  readonly since?: number
  /** Readings since the device was last seen offline, counted up to what clears the alarm. */
  readonly heard: number
}

/** The device does not report. */
export const offline: AlarmRule<OfflineState> = {
  key: 'OFFLINE',
  fresh: { heard: READINGS_TO_CLEAR },
  observe(state) {
    const isSteady = state.since === undefined && state.heard === READINGS_TO_CLEAR
    return isSteady ? state : { heard: Math.min(state.heard + 1, READINGS_TO_CLEAR) }
  },
  disconnect: (state, at) => (state.since === undefined ? { ...state, since: at } : state),
  holdsSince(state, { now, heardAt, interval }) {
    return state.since ?? (now - heardAt >= MISSED_INTERVALS * interval ? heardAt : undefined)
  },
  hold: (state) => (state.heard === 0 ? state : { ...state, heard: 0 }),
  isCleared: (state) => state.heard >= READINGS_TO_CLEAR,
}
