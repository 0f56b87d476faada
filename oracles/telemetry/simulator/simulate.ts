import type { DevicesDomain } from '@tallystick/sdk'
import { keccak256, numberToHex } from 'viem'
import { MINUTE_MS } from './calendar.ts'
import { type DeviceSpec, type SignedReading, SimulatedDevice } from './device.ts'
import type { MachineProfile } from './profile.ts'
import { createSigner, derivedPrivateKey } from './signer.ts'

/** What may be said of a simulated device; the rest follows from its seed. */
export interface SimulationOptions extends Partial<Omit<DeviceSpec, 'profile' | 'seed'>> {
  readonly domain: DevicesDomain
  /** Operating hours before the first reading. */
  readonly opHours?: number
}

/** Tai'an, where the machines of the demo are built. */
export const TAIAN = { lat: 36.195, lon: 117.089 } as const

/** A device with key, id and place by its seed, where nothing else is said. */
export function deviceSpec(profile: MachineProfile, seed: number, given: Partial<DeviceSpec> = {}): DeviceSpec {
  return {
    deviceId: keccak256(numberToHex(seed, { size: 8 })),
    keyVersion: 1,
    signer: createSigner('secp256k1', derivedPrivateKey(seed)),
    site: TAIAN,
    intervalMs: 5 * MINUTE_MS,
    ...given,
    profile,
    seed,
  }
}

/**
 * The signed readings of a machine in a stretch of time, in the order of `seq`, from 1: equal arguments give equal readings.
 * @param from Unix milliseconds; the first reading is taken at the first multiple of the interval after it
 * @param to Unix milliseconds; the last reading is not taken after it
 */
export function* simulateDevice(
  profile: MachineProfile,
  seed: number,
  from: number,
  to: number,
  { domain, opHours, ...given }: SimulationOptions,
): Generator<SignedReading, void> {
  const device = SimulatedDevice.fresh(deviceSpec(profile, seed, given), domain, from, opHours)
  const { intervalMs } = device.spec
  for (let time = (Math.floor(from / intervalMs) + 1) * intervalMs; time <= to; time += intervalMs) {
    yield device.measure(time)
  }
}
