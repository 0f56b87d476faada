import { type AlarmRule, HOUR_MS, type Moment } from '../rule.ts'
import { growthOver, slide, type Window } from '../window.ts'

const SPAN_MS = 24 * HOUR_MS
const RAISE_BELOW = 0.95
const CLEAR_FROM = 0.98

interface DataGapState {
  /** Readings missing since the device was first heard. */
  readonly missing: number
  /** The same by the readings' time. */
  readonly missingAt: Window
  /** Numbers of readings by their time. */
  readonly seqAt: Window
}

/** Too many of a day's readings, counted by their numbers, never arrived. */
export const dataGap: AlarmRule<DataGapState> = {
  key: 'DATA_GAP',
  fresh: { missing: 0, missingAt: [], seqAt: [] },
  observe(state, { reading, gap }) {
    const missing = state.missing + gap
    const seqAt = slide(state.seqAt, Number(reading.ts), Number(reading.seq), SPAN_MS)
    if (seqAt === state.seqAt) return gap === 0 ? state : { ...state, missing }
    return { missing, seqAt, missingAt: slide(state.missingAt, Number(reading.ts), missing, SPAN_MS) }
  },
  holdsSince(state, moment) {
    const part = completeness(state, moment)
    return part !== undefined && part < RAISE_BELOW ? Number(moment.last?.ts) : undefined
  },
  isCleared: (state, moment) => (completeness(state, moment) ?? 0) >= CLEAR_FROM,
}

/** Part of a day's readings that arrived; undefined until a day has passed. */
function completeness({ missing, missingAt, seqAt }: DataGapState, { last }: Moment): number | undefined {
  if (last === undefined) return undefined
  const expected = growthOver(seqAt, Number(last.ts), Number(last.seq), SPAN_MS)
  const lost = growthOver(missingAt, Number(last.ts), missing, SPAN_MS)
  if (expected === undefined || lost === undefined || expected.growth === 0) return undefined
  return 1 - lost.growth / expected.growth
}
