/** Why a message was not taken, in the order in which the reasons are looked for (docs/telemetry.md). */
export const REFUSAL_CODES = [
  'OVERSIZED',
  'MALFORMED',
  'SCHEMA',
  'WRONG_TOPIC',
  'UNKNOWN_DEVICE',
  'FLOOD',
  'KEY_NOT_VALID',
  'FORGED',
  'FUTURE',
  'LATE',
  'EQUIVOCATION',
  'REPLAY',
  'ROLLBACK',
  'CLOCK',
  'IMPOSSIBLE',
] as const

export type RefusalCode = (typeof REFUSAL_CODES)[number]

/** A reason with what exactly was wrong, for whoever looks into it; it holds nothing personal. */
export interface Refusal {
  readonly code: RefusalCode
  readonly detail: string
}
