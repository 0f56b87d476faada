import { readFileSync } from 'node:fs'
import { type DevicesDomain, devicesDomain } from '@tallystick/sdk'
import { type Hex, isAddress, isHex, size } from 'viem'
import type { DeviceSpec } from './device.ts'
import { PROFILES, type ProfileName } from './profile.ts'
import { createSigner, KEY_TYPES, type KeyTypeName } from './signer.ts'

/** One machine of a fleet file. */
export interface FleetFileDevice {
  readonly deviceId: Hex
  readonly keyVersion: number
  readonly keyType: KeyTypeName
  readonly privateKey: Hex
  readonly profile: ProfileName
  /** Any whole number: what happens to the machine follows from it. */
  readonly seed: number
  /** The yard, degrees. */
  readonly site: { readonly lat: number; readonly lon: number }
  /** Operating hours before the first reading. */
  readonly opHours: number
  /** Password of the device at the broker, where it wants one. */
  readonly password?: string
}

/** What the simulator reads from `FLEET_FILE`. It holds private keys and belongs into a folder that git ignores. */
export interface FleetFile {
  readonly chainId: number
  /** Address of `Devices`. */
  readonly devices: Hex
  /** Seconds between two readings. */
  readonly intervalSeconds: number
  readonly fleet: readonly FleetFileDevice[]
}

/** A fleet file that cannot be used; the message names the entry and what it should be. */
export class FleetFileError extends Error {
  override readonly name = 'FleetFileError'
}

/** @throws FleetFileError when the file is missing or an entry is wrong */
export function readFleetFile(path: string): FleetFile {
  let json: unknown
  try {
    json = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new FleetFileError(`${path} cannot be read as JSON: ${(error as Error).message}`)
  }
  return parseFleet(json)
}

/** @throws FleetFileError at the first entry that is missing or of the wrong form */
export function parseFleet(json: unknown): FleetFile {
  const root = fieldsOf(json, 'fleet file')
  const fleet = Array.isArray(root.fleet) ? root.fleet.map(parseDevice) : refuse('fleet', 'a list of devices')
  const ids = fleet.map(({ deviceId }) => deviceId)
  if (new Set(ids).size !== ids.length) refuse('fleet', 'without a device that is there twice')
  return {
    chainId: number(root.chainId, 'chainId', { whole: true, least: 1, most: Number.MAX_SAFE_INTEGER }),
    devices:
      typeof root.devices === 'string' && isAddress(root.devices) ? root.devices : refuse('devices', 'an address'),
    intervalSeconds: number(root.intervalSeconds, 'intervalSeconds', { whole: true, least: 1, most: 3_600 }),
    fleet,
  }
}

function parseDevice(json: unknown, index: number): FleetFileDevice {
  const path = `fleet[${index}]`
  const device = fieldsOf(json, path)
  const site = fieldsOf(device.site, `${path}.site`)
  const { password } = device
  if (password !== undefined && typeof password !== 'string') refuse(`${path}.password`, 'a text')
  return {
    deviceId: bytes32(device.deviceId, `${path}.deviceId`),
    keyVersion: number(device.keyVersion, `${path}.keyVersion`, { whole: true, least: 1, most: 2 ** 32 - 1 }),
    keyType: oneOf(device.keyType, KEY_TYPES, `${path}.keyType`),
    privateKey: bytes32(device.privateKey, `${path}.privateKey`),
    profile: oneOf(device.profile, Object.keys(PROFILES) as ProfileName[], `${path}.profile`),
    seed: number(device.seed, `${path}.seed`, { whole: true, least: 0, most: 2 ** 31 - 1 }),
    site: {
      lat: number(site.lat, `${path}.site.lat`, { least: -89, most: 89 }),
      lon: number(site.lon, `${path}.site.lon`, { least: -179, most: 179 }),
    },
    opHours: number(device.opHours, `${path}.opHours`, { least: 0, most: 200_000 }),
    ...(password === undefined ? {} : { password }),
  }
}

/** What the file says of a device, as the simulation wants it. */
export function specOf(device: FleetFileDevice, intervalSeconds: number): DeviceSpec {
  const { deviceId, keyVersion, keyType, privateKey, profile, seed, site } = device
  return {
    deviceId,
    keyVersion,
    signer: createSigner(keyType, privateKey),
    profile: PROFILES[profile],
    seed,
    site,
    intervalMs: intervalSeconds * 1_000,
  }
}

export function domainOf({ chainId, devices }: FleetFile): DevicesDomain {
  return devicesDomain(chainId, devices)
}

function fieldsOf(value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(path, 'an object')
  return value as Record<string, unknown>
}

interface Range {
  readonly least: number
  readonly most: number
  readonly whole?: boolean
}

function number(value: unknown, path: string, { least, most, whole = false }: Range): number {
  const isGood = typeof value === 'number' && value >= least && value <= most && (!whole || Number.isInteger(value))
  return isGood ? value : refuse(path, `a ${whole ? 'whole ' : ''}number from ${least} to ${most}`)
}

function bytes32(value: unknown, path: string): Hex {
  return isHex(value) && size(value) === 32 && value === value.toLowerCase()
    ? value
    : refuse(path, '0x and 64 hex digits in lower case')
}

function oneOf<Known extends string>(value: unknown, known: readonly Known[], path: string): Known {
  return known.find((name) => name === value) ?? refuse(path, known.join(' or '))
}

function refuse(path: string, expected: string): never {
  throw new FleetFileError(`${path} must be ${expected}`)
}
