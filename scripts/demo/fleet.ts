import { deviceIdOf, devicesDomain, identityOf, keyDigest, serialHashOf } from '@tallystick/sdk'
import { concat, type Hex, keccak256, stringToHex } from 'viem'
import { deviceToken } from '../../oracles/telemetry/broker/credentials.ts'
import type { DeviceSpec } from '../../oracles/telemetry/simulator/device.ts'
import type { FleetFile } from '../../oracles/telemetry/simulator/fleet-file.ts'
import { PROFILES, type ProfileName } from '../../oracles/telemetry/simulator/profile.ts'
import { createSigner, type KeyTypeName } from '../../oracles/telemetry/simulator/signer.ts'
import { company } from './companies.ts'

/** Seconds between two readings of a demo machine. */
export const readingInterval = 10

/** A machine of the demo; all are excavators by Taishan Machinery. */
export interface DemoMachine {
  readonly model: string
  readonly pin: string
  readonly serialNumber: string
  readonly keyType: KeyTypeName
  readonly profile: ProfileName
  /** What happens to the machine follows from it. */
  readonly seed: number
  /** The yard of its site, degrees. */
  readonly site: { readonly lat: number; readonly lon: number }
  /** Operating hours before the demo. */
  readonly opHours: number
}

/** Brand of every machine. */
export const oem = 'Taishan'

/** In the order of the demo's leases; the fifth is registered and free, the sixth waits for its registration. */
export const demoMachines: readonly DemoMachine[] = [
  machine('TS215', 1, 'busy', { lat: 31.9632, lon: 118.8141 }, 412),
  machine('TS215', 2, 'ordinary', { lat: 32.1539, lon: 118.9342 }, 655),
  machine('TS215', 3, 'unused', { lat: 32.0467, lon: 118.6274 }, 96),
  machine('TS215', 4, 'thirsty', { lat: 31.7216, lon: 118.8763 }, 1_870),
  { ...machine('TS215', 5, 'ordinary', { lat: 36.195, lon: 117.089 }, 0), keyType: 'P-256' },
  machine('TS215', 6, 'ordinary', { lat: 36.195, lon: 117.089 }, 0),
]

function machine(
  model: string,
  number: number,
  profile: ProfileName,
  site: DemoMachine['site'],
  opHours: number,
): DemoMachine {
  const serialNumber = `${model}-26${String(number).padStart(4, '0')}`
  return {
    model,
    pin: `LTS0215CN260${number}87`,
    serialNumber,
    keyType: 'secp256k1',
    profile,
    seed: number,
    site,
    opHours,
  }
}

/** Half the side of a site, in 1e-7 degree: about two kilometres. */
const halfSite = 180_000

/** The square around a machine's yard in which it is to work, as `propose` takes it. */
export function siteRegion({ site }: DemoMachine): number[] {
  const [lat, lon] = [Math.round(site.lat * 1e7), Math.round(site.lon * 1e7)]
  const [south, north, west, east] = [lat - halfSite, lat + halfSite, lon - halfSite, lon + halfSite]
  return [south, west, south, east, north, east, north, west]
}

/** A machine with its id and its keys. */
export interface FleetMember {
  readonly machine: DemoMachine
  readonly spec: DeviceSpec
  readonly privateKey: Hex
  readonly serialHash: Hex
  /** Signature by its key of that key, version 1: the machine is there. */
  readonly possession: Hex
}

/**
 * The demo's machines on a network.
 * @param secret 32 bytes that exist as long as the local network; the machines' keys follow from it
 */
export function demoFleet(chainId: number, devices: Hex, secret: Hex): readonly FleetMember[] {
  const identity = identityOf(company('taishan').legalId)
  const domain = devicesDomain(chainId, devices)
  return demoMachines.map((demo) => {
    const { model, pin, serialNumber, keyType, profile, seed, site } = demo
    const serialHash = serialHashOf(pin, serialNumber)
    const deviceId = deviceIdOf(identity, model, serialHash)
    const privateKey = keccak256(concat([secret, stringToHex(serialNumber)]))
    const signer = createSigner(keyType, privateKey)
    const possession = signer.sign(keyDigest(domain, deviceId, 1, signer.key))
    const intervalMs = readingInterval * 1_000
    const spec = { deviceId, keyVersion: 1, signer, profile: PROFILES[profile], seed, site, intervalMs }
    return { machine: demo, spec, privateKey, serialHash, possession }
  })
}

/**
 * The fleet as the simulator reads it.
 * @param brokerSecret of the gateway's broker, from which the machines' passwords follow
 */
export function fleetFile(
  chainId: number,
  devices: Hex,
  fleet: readonly FleetMember[],
  brokerSecret: string,
): FleetFile {
  return {
    chainId,
    devices,
    intervalSeconds: readingInterval,
    fleet: fleet.map(
      ({ machine: { keyType, profile, seed, site, opHours }, spec: { deviceId, keyVersion }, privateKey }) => ({
        ...{ deviceId, keyVersion, keyType, privateKey, profile, seed, site, opHours },
        password: deviceToken(brokerSecret, deviceId),
      }),
    ),
  }
}

/** What a manufacturer enters in the register, and what shows that the machine is there. */
export function registrationOf({ machine: { model }, spec, serialHash }: FleetMember) {
  const { ratedFuelMlPerHour } = spec.profile
  return { oem, model, serialHash, ratedFuelMlPerHour, key: spec.signer.key }
}

/** A machine's papers, as `/demo/devices` gives them to the page. */
export function papersOf(member: FleetMember) {
  const {
    machine: { pin, serialNumber, keyType, site },
    spec: { deviceId },
    possession,
  } = member
  const { key, ...registration } = registrationOf(member)
  return { deviceId, ...registration, pin, serialNumber, keyType, key, possession, site }
}
