import type { AlarmRule } from '../rule.ts'
import { dataGap } from './data-gap.ts'
import { excessiveIdling } from './excessive-idling.ts'
import { fuelDrop } from './fuel-drop.ts'
import { fuelRateHigh } from './fuel-rate-high.ts'
import { offline } from './offline.ts'
import { outOfRegion } from './out-of-region.ts'
import { tamper } from './tamper.ts'
import { unused } from './unused.ts'

/** A rule whose state only it can read. */
export type AnyAlarmRule = AlarmRule<unknown>

/** All kinds of alarms in the order of their bits; see docs/telemetry.md. */
export const alarmRules = [
  unused,
  outOfRegion,
  fuelRateHigh,
  fuelDrop,
  excessiveIdling,
  offline,
  tamper,
  dataGap,
] as unknown as readonly AnyAlarmRule[]
