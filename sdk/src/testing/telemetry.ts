import fc from 'fast-check'
import { type Hex, keccak256, stringToBytes, zeroHash } from 'viem'
import { devicesDomain, type Reading } from '../telemetry/reading.ts'

export const DOMAIN = devicesDomain(31_337, '0x5555555555555555555555555555555555555555')

/** An ordinary reading of a working excavator near Tai'an. */
export const READING: Reading = {
  deviceId: keccak256(stringToBytes('device')),
  keyVersion: 1,
  seq: 4_711n,
  ts: 1_795_392_000_000n,
  prevHash: keccak256(stringToBytes('reading before')),
  latE7: 361_950_000,
  lonE7: 1_170_890_000,
  accuracyCm: 250,
  opSec: 3_600_000n,
  idleSec: 700_000n,
  fuelMl: 14_000_000n,
  fuelPctBp: 6_400,
  engine: 1,
  flags: 0,
  extHash: zeroHash,
}

const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes): Hex => `0x${toHex(bytes)}`)
const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })
const uint32 = fc.nat({ max: 2 ** 32 - 1 })

/** Any reading that the types of its fields allow, except for `ext`. */
export const anyReading: fc.Arbitrary<Reading> = fc.record({
  deviceId: bytes32,
  keyVersion: uint32,
  seq: uint64,
  ts: uint64,
  prevHash: bytes32,
  latE7: fc.integer({ min: -900_000_000, max: 900_000_000 }),
  lonE7: fc.integer({ min: -1_800_000_000, max: 1_800_000_000 }),
  accuracyCm: uint32,
  opSec: uint64,
  idleSec: uint64,
  fuelMl: uint64,
  fuelPctBp: fc.nat({ max: 10_000 }),
  engine: fc.nat({ max: 1 }),
  flags: uint32,
  extHash: fc.constant(zeroHash),
})

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
