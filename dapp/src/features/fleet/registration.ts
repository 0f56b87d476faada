import { type DeviceKey, deviceIdOf, keyType, parseAmount, secp256k1Key, serialHashOf } from '@tallystick/sdk'
import { type Hex, isAddress, isHex, size } from 'viem'

/** Kinds of keys by the name that people know. */
export const KEY_KINDS = ['secp256k1', 'P-256'] as const
export type KeyKind = (typeof KEY_KINDS)[number]

/** A device's public key as somebody types it. */
export interface KeyDraft {
  readonly kind: KeyKind
  /** secp256k1: the address of the key. P-256: the point's x. */
  readonly x: string
  /** P-256: the point's y. */
  readonly y: string
}

/** What a manufacturer types to register a machine. */
export interface MachineDraft {
  readonly oem: string
  readonly model: string
  readonly pin: string
  readonly serialNumber: string
  /** Litres an hour by the data sheet, as a decimal. */
  readonly ratedFuel: string
  readonly key: KeyDraft
  /** The device's signature of its own key. */
  readonly possession: string
}

export type MachineField = Exclude<keyof MachineDraft, 'key'> | 'x' | 'y'

/** The register's arguments, as `Devices.register` takes them. */
export interface MachineRegistration {
  readonly oem: string
  readonly model: string
  readonly serialHash: Hex
  readonly ratedFuelMlPerHour: number
  readonly key: DeviceKey
}

/** A form that has been read: what is wrong, and what is known so far. */
export interface ReadMachine {
  readonly wrong: readonly MachineField[]
  readonly serialHash: Hex | undefined
  readonly deviceId: Hex | undefined
  readonly key: DeviceKey | undefined
  /** Complete when nothing is wrong. */
  readonly registration: MachineRegistration | undefined
  readonly possession: Hex | undefined
}

/** Length of a device's signature by the kind of its key. */
const SIGNATURE_BYTES: Readonly<Record<KeyKind, number>> = { secp256k1: 65, 'P-256': 64 }
const MILLILITRES = 3
const FUEL_LIMIT = 2n ** 32n
const MAX_NAME_BYTES = 64

/** Reads a public key; undefined for anything that is none. */
export function readKey({ kind, x, y }: KeyDraft): DeviceKey | undefined {
  if (kind === 'secp256k1') return isAddress(x.trim(), { strict: false }) ? secp256k1Key(x.trim() as Hex) : undefined
  const [left, right] = [x.trim(), y.trim()]
  return isWord(left) && isWord(right) ? { keyType: keyType.p256, x: left, y: right } : undefined
}

function isWord(text: string): text is Hex {
  return isHex(text) && size(text) === 32
}

/** Reads a signature of the length of its algorithm; undefined for anything else. */
export function readSignature(text: string, kind: KeyKind): Hex | undefined {
  const trimmed = text.trim()
  return isHex(trimmed) && size(trimmed) === SIGNATURE_BYTES[kind] ? trimmed : undefined
}

/** Litres an hour in millilitres; undefined when it is no rate that fits. */
function readFuel(text: string): number | undefined {
  const rate = parseAmount(text, MILLILITRES)
  return rate !== undefined && rate > 0n && rate < FUEL_LIMIT ? Number(rate) : undefined
}

function isName(text: string): boolean {
  const length = new TextEncoder().encode(text.trim()).length
  return length > 0 && length <= MAX_NAME_BYTES
}

/**
 * Reads the form. PIN and serial number are hashed here and go nowhere else.
 * @param identity legal identity of the manufacturer
 */
export function readMachine(draft: MachineDraft, identity: Hex): ReadMachine {
  const { kind } = draft.key
  const isNamed = draft.pin.trim() !== '' && draft.serialNumber.trim() !== ''
  const serialHash = isNamed ? serialHashOf(draft.pin.trim(), draft.serialNumber.trim()) : undefined
  const key = readKey(draft.key)
  const fuel = readFuel(draft.ratedFuel)
  const possession = readSignature(draft.possession, kind)
  const checks: Readonly<Record<MachineField, boolean>> = {
    oem: isName(draft.oem),
    model: isName(draft.model),
    pin: draft.pin.trim() !== '',
    serialNumber: draft.serialNumber.trim() !== '',
    ratedFuel: fuel !== undefined,
    x: key !== undefined || (kind === 'P-256' && isWord(draft.key.x.trim())),
    y: kind === 'secp256k1' || isWord(draft.key.y.trim()),
    possession: possession !== undefined,
  }
  const wrong = (Object.keys(checks) as MachineField[]).filter((field) => !checks[field])
  const model = draft.model.trim()
  const isComplete = wrong.length === 0 && serialHash && key && fuel !== undefined
  return {
    wrong,
    serialHash,
    deviceId: serialHash && isName(model) ? deviceIdOf(identity, model, serialHash) : undefined,
    key,
    registration: isComplete ? { oem: draft.oem.trim(), model, serialHash, ratedFuelMlPerHour: fuel, key } : undefined,
    possession,
  }
}
