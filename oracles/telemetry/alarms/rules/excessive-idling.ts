import type { AlarmRule, Moment } from '../rule.ts'
import { growthOver, slide, type Window } from '../window.ts'

const RAISE_OP_SEC = 8 * 3_600
const CLEAR_OP_SEC = 4 * 3_600
const CLEAR_SHARE = 0.8

/** Idles for more of its operating hours than the lease allows. State: idle seconds by operating seconds. */
export const excessiveIdling: AlarmRule<Window> = {
  key: 'EXCESSIVE_IDLING',
  fresh: [],
  observe: (state, { reading }) => slide(state, Number(reading.opSec), Number(reading.idleSec), RAISE_OP_SEC),
  holdsSince(state, moment) {
    const share = shareOfLimit(state, moment, RAISE_OP_SEC)
    return share !== undefined && share > 1 ? Number(moment.last?.ts) : undefined
  },
  isCleared: (state, moment) => (shareOfLimit(state, moment, CLEAR_OP_SEC) ?? 1) < CLEAR_SHARE,
}

function shareOfLimit(window: Window, { last, watch }: Moment, span: number): number | undefined {
  if (last === undefined) return undefined
  const idled = growthOver(window, Number(last.opSec), Number(last.idleSec), span)
  return idled && (idled.growth / idled.span) * (100 / watch.idlePct)
}
