import type { AlarmRule, Moment } from '../rule.ts'
import { growthOver, slide, type Window } from '../window.ts'

const SPAN_OP_SEC = 7_200
const SEC_PER_HOUR = 3_600
const CLEAR_SHARE = 0.9

/** More fuel per operating hour than the lease allows, over two operating hours. State: fuel by operating seconds. */
export const fuelRateHigh: AlarmRule<Window> = {
  key: 'FUEL_RATE_HIGH',
  fresh: [],
  observe: (state, { reading }) => slide(state, Number(reading.opSec), Number(reading.fuelMl), SPAN_OP_SEC),
  holdsSince(state, moment) {
    const share = shareOfLimit(state, moment)
    return share !== undefined && share > 1 ? Number(moment.last?.ts) : undefined
  },
  isCleared: (state, moment) => (shareOfLimit(state, moment) ?? 1) < CLEAR_SHARE,
}

function shareOfLimit(window: Window, { last, watch }: Moment): number | undefined {
  if (last === undefined) return undefined
  const burnt = growthOver(window, Number(last.opSec), Number(last.fuelMl), SPAN_OP_SEC)
  const limit = (watch.ratedFuelMlPerHour * watch.fuelRatePct) / 100
  if (burnt === undefined || limit === 0) return undefined
  return (burnt.growth * SEC_PER_HOUR) / burnt.span / limit
}
