/** Whether all readings of a period that will come have come. */
import type { DeviceState } from '../store/readings.ts'

/** What silence is measured by. Times are Unix milliseconds of the gateway's clock. */
export interface Hearing {
  readonly now: number
  /** Since when the gateway has listened without a pause. */
  readonly listensSince: number
  /** Silence of so many milliseconds means that nothing is on its way. */
  readonly patience: number
}

/**
 * True when the device has reported from after the period, or is silent although the gateway listens. A device that was
 * out of reach sends its past in order: what it has not sent yet must not be left out.
 * @param end last second of the period
 */
export function isHeardOut(state: DeviceState | undefined, end: number, hearing: Hearing): boolean {
  const { now, listensSince, patience } = hearing
  if (state && Number(state.last.reading.ts) >= (end + 1) * 1_000) return true
  return now - Math.max(listensSince, state?.last.receivedAt ?? 0) >= patience
}
