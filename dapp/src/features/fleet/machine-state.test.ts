import { describe, expect, it } from 'vitest'
import type { ActiveAlarm, DeviceAnswer } from '../telemetry/answers'
import { degreesOf, positionOf, toneOf, worstOf } from './machine-state'

const alarm = (severity: ActiveAlarm['severity']) => ({ severity }) as ActiveAlarm
const running = (engine: number) =>
  ({ message: { r: { engine, latE7: 312_300_000, lonE7: 0 } } }) as DeviceAnswer['last']

describe('the state of a machine', () => {
  it('shows the gravest alarm before what the engine does', () => {
    expect(worstOf({ alarms: [alarm('WARNING'), alarm('MAJOR'), alarm('MINOR')] })).toBe('MAJOR')
    expect(toneOf({ alarms: [alarm('MAJOR')], last: running(1) })).toBe('danger')
    expect(toneOf({ alarms: [alarm('WARNING')], last: running(1) })).toBe('warning')
    expect(toneOf({ alarms: [], last: running(1) })).toBe('positive')
    expect(toneOf({ alarms: [], last: null })).toBe('neutral')
  })

  it('has a position only where one was measured', () => {
    expect(positionOf({ last: running(0) })).toEqual({ lat: 31.23, lon: 0 })
    expect(positionOf({ last: null })).toBeUndefined()
    const nowhere = { message: { r: { latE7: 0, lonE7: 0 } } } as DeviceAnswer['last']
    expect(positionOf({ last: nowhere })).toBeUndefined()
  })

  it('reads degrees out of what readings carry', () => {
    expect(degreesOf({ latE7: -123_456_789, lonE7: 987_654_321 })).toEqual({ lat: -12.3456789, lon: 98.7654321 })
  })
})
