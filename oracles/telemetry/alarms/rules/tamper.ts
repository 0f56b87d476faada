import { flags } from '@tallystick/sdk'
import type { RefusalCode } from '../../ingest/refusal.ts'
import { type AlarmRule, HOUR_MS } from '../rule.ts'

/** Refusals that no honest device causes. */
const CONTRADICTIONS: ReadonlySet<RefusalCode> = new Set(['EQUIVOCATION', 'ROLLBACK', 'IMPOSSIBLE'])
/** What a slow network, or a clock that was set, does to an honest device: its silence is an alarm of its own. */
const MISTIMED: ReadonlySet<RefusalCode> = new Set(['FUTURE', 'LATE'])
const REFUSALS_AN_HOUR = 5

interface TamperState {
  readonly since?: number
  /** When messages were refused in the last hour; no more of them than raise the alarm. */
  readonly refusals: readonly number[]
}

/** The device says that it was opened, contradicts itself, or sends what is refused again and again. */
export const tamper: AlarmRule<TamperState> = {
  key: 'TAMPER',
  isPermanent: true,
  fresh: { refusals: [] },
  observe(state, { reading }) {
    const isTampered = (reading.flags & flags.tamper) !== 0
    return isTampered && state.since === undefined ? { ...state, since: Number(reading.ts) } : state
  },
  refuse(state, code, at) {
    if (state.since !== undefined || MISTIMED.has(code)) return state
    if (CONTRADICTIONS.has(code)) return { ...state, since: at }
    const refusals = [...state.refusals.filter((time) => time > at - HOUR_MS), at]
    return refusals.length > REFUSALS_AN_HOUR ? { refusals, since: at } : { refusals }
  },
  close: () => ({ refusals: [] }),
  holdsSince: (state) => state.since,
  isCleared: () => true,
}
