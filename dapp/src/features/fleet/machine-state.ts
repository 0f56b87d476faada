import { ALARM_SEVERITIES, type AlarmSeverity } from '@tallystick/sdk'
import type { MarkerTone } from '../../charts/geo-map'
import type { GeoPoint } from '../../charts/geo-view'
import type { DeviceAnswer } from '../telemetry/answers'

const E7 = 1e7

/** Degrees of a position in 1e-7 degrees. */
export function degreesOf({ latE7, lonE7 }: { readonly latE7: number; readonly lonE7: number }): GeoPoint {
  return { lat: latE7 / E7, lon: lonE7 / E7 }
}

/** Where the machine was last, if that could be measured. */
export function positionOf({ last }: Pick<DeviceAnswer, 'last'>): GeoPoint | undefined {
  const reading = last?.message.r
  return reading && (reading.latE7 !== 0 || reading.lonE7 !== 0) ? degreesOf(reading) : undefined
}

/** The gravest of a machine's active alarms. */
export function worstOf({ alarms }: Pick<DeviceAnswer, 'alarms'>): AlarmSeverity | undefined {
  return ALARM_SEVERITIES.findLast((severity) => alarms.some((alarm) => alarm.severity === severity))
}

/** Colour of a machine on a map: what is wrong comes before what it does. */
export function toneOf(device: Pick<DeviceAnswer, 'alarms' | 'last'>): MarkerTone {
  const worst = worstOf(device)
  if (worst === 'MAJOR' || worst === 'CRITICAL') return 'danger'
  if (worst !== undefined) return 'warning'
  return device.last?.message.r.engine === 1 ? 'positive' : 'neutral'
}
