import { devicesDomain } from '@tallystick/sdk'
import { startOfLocalDay } from './calendar.ts'
import { type DeviceSpec, SimulatedDevice } from './device.ts'
import { PROFILES, type ProfileName } from './profile.ts'
import { deviceSpec } from './simulate.ts'

export const DOMAIN = devicesDomain(31_337, '0x5555555555555555555555555555555555555555')
/** Monday, 2026-11-23, midnight in UTC+8. */
export const MONDAY = startOfLocalDay(20_780)

/** A device that begins on {@link MONDAY}. */
export function device(profile: ProfileName, seed: number, given: Partial<DeviceSpec> = {}): SimulatedDevice {
  return SimulatedDevice.fresh(deviceSpec(PROFILES[profile], seed, given), DOMAIN, MONDAY)
}
