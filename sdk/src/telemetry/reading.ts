import { type Address, encodeAbiParameters, type Hex, keccak256, stringToBytes, zeroHash } from 'viem'
import { hexToBytesAt } from './words.ts'

/** What a device signs: cumulative counters of ISO 15143-3, integers only; `IDevices.Reading` on chain. */
export interface Reading {
  readonly deviceId: Hex
  readonly keyVersion: number
  /** Grows by one with each reading. */
  readonly seq: bigint
  /** Unix milliseconds. */
  readonly ts: bigint
  /** Digest of the reading before, zero for the first. */
  readonly prevHash: Hex
  /** 1e-7 degree, north positive. */
  readonly latE7: number
  /** 1e-7 degree, east positive. */
  readonly lonE7: number
  readonly accuracyCm: number
  /** CumulativeOperatingHours in seconds. */
  readonly opSec: bigint
  /** CumulativeIdleHours in seconds: engine on, no work; part of {@link opSec}. */
  readonly idleSec: bigint
  /** FuelUsed in millilitres. */
  readonly fuelMl: bigint
  /** FuelRemaining in 1/100 %. */
  readonly fuelPctBp: number
  /** 1 while the engine runs, else 0. */
  readonly engine: number
  /** Bits of {@link flags}. */
  readonly flags: number
  /** keccak256 of the canonical JSON of `ext`, zero without it; see `extHashOf`. */
  readonly extHash: Hex
}

/** Bits of a reading's `flags`. */
export const flags = { tamper: 1, powerLost: 2, gnssJammed: 4, antenna: 8, clockUnsynced: 16, backfilled: 32 } as const

/** What a device signs when it has carried out a command; `IDevices.CommandAck` on chain. */
export interface CommandAck {
  readonly deviceId: Hex
  readonly commandId: bigint
  /** 1 lock, 0 unlock. */
  readonly command: number
  /** Unix milliseconds. */
  readonly ts: bigint
}

/** Index in `IDevices.KeyType`. */
export const keyType = { secp256k1: 0, p256: 1 } as const
export type KeyType = (typeof keyType)[keyof typeof keyType]

/** A device's key; `IDevices.Key` on chain. */
export interface DeviceKey {
  readonly keyType: KeyType
  /** secp256k1: the key's address in the low 20 bytes. P-256: the point's x. */
  readonly x: Hex
  /** secp256k1: zero. P-256: the point's y. */
  readonly y: Hex
}

export const readingTypes = {
  Reading: [
    { name: 'deviceId', type: 'bytes32' },
    { name: 'keyVersion', type: 'uint32' },
    { name: 'seq', type: 'uint64' },
    { name: 'ts', type: 'uint64' },
    { name: 'prevHash', type: 'bytes32' },
    { name: 'latE7', type: 'int32' },
    { name: 'lonE7', type: 'int32' },
    { name: 'accuracyCm', type: 'uint32' },
    { name: 'opSec', type: 'uint64' },
    { name: 'idleSec', type: 'uint64' },
    { name: 'fuelMl', type: 'uint64' },
    { name: 'fuelPctBp', type: 'uint16' },
    { name: 'engine', type: 'uint8' },
    { name: 'flags', type: 'uint32' },
    { name: 'extHash', type: 'bytes32' },
  ],
} as const

export const ackTypes = {
  CommandAck: [
    { name: 'deviceId', type: 'bytes32' },
    { name: 'commandId', type: 'uint64' },
    { name: 'command', type: 'uint8' },
    { name: 'ts', type: 'uint64' },
  ],
} as const

export const keyTypes = {
  DeviceKey: [
    { name: 'deviceId', type: 'bytes32' },
    { name: 'keyVersion', type: 'uint32' },
    { name: 'keyType', type: 'uint8' },
    { name: 'x', type: 'bytes32' },
    { name: 'y', type: 'bytes32' },
  ],
} as const

/** The EIP-712 domain of everything that devices of a network sign. */
export interface DevicesDomain {
  readonly name: 'Tallystick Devices'
  readonly version: '1'
  readonly chainId: number
  /** The network's `Devices`. */
  readonly verifyingContract: Address
}

export function devicesDomain(chainId: number, devices: Address): DevicesDomain {
  return { name: 'Tallystick Devices', version: '1', chainId, verifyingContract: devices }
}

const WORD = 32
const DOMAIN_TYPE = 'EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)'

/**
 * Makes the function that computes readings' EIP-712 digests on one domain: what devices sign, and the next reading's
 * `prevHash`. It packs the words itself and hashes domain and type only once, so that a gateway can do thousands a second.
 */
export function readingHasher(domain: DevicesDomain): (reading: Reading) => Hex {
  const struct = new Words(readingTypes.Reading.length, typeHash('Reading', readingTypes.Reading))
  const seal = sealer(domain)
  return (reading) => {
    struct.hex(0, reading.deviceId)
    struct.uint(1, reading.keyVersion)
    struct.uint64(2, reading.seq)
    struct.uint64(3, reading.ts)
    struct.hex(4, reading.prevHash)
    struct.int32(5, reading.latE7)
    struct.int32(6, reading.lonE7)
    struct.uint(7, reading.accuracyCm)
    struct.uint64(8, reading.opSec)
    struct.uint64(9, reading.idleSec)
    struct.uint64(10, reading.fuelMl)
    struct.uint(11, reading.fuelPctBp)
    struct.uint(12, reading.engine)
    struct.uint(13, reading.flags)
    struct.hex(14, reading.extHash)
    return seal(struct.bytes)
  }
}

/** Digest of one reading; equals `Devices.readingDigest`. For many, use {@link readingHasher}. */
export function readingDigest(domain: DevicesDomain, reading: Reading): Hex {
  return readingHasher(domain)(reading)
}

/** Equals `Devices.ackDigest`. */
export function ackDigest(domain: DevicesDomain, ack: CommandAck): Hex {
  const struct = new Words(ackTypes.CommandAck.length, typeHash('CommandAck', ackTypes.CommandAck))
  struct.hex(0, ack.deviceId)
  struct.uint64(1, ack.commandId)
  struct.uint(2, ack.command)
  struct.uint64(3, ack.ts)
  return sealer(domain)(struct.bytes)
}

/** What a new key signs to show that it is there, and an old one to hand over; equals `Devices.keyDigest`. */
export function keyDigest(domain: DevicesDomain, deviceId: Hex, keyVersion: number, key: DeviceKey): Hex {
  const struct = new Words(keyTypes.DeviceKey.length, typeHash('DeviceKey', keyTypes.DeviceKey))
  struct.hex(0, deviceId)
  struct.uint(1, keyVersion)
  struct.uint(2, key.keyType)
  struct.hex(3, key.x)
  struct.hex(4, key.y)
  return sealer(domain)(struct.bytes)
}

/** The register's key of a secp256k1 signer. */
export function secp256k1Key(signer: Address): DeviceKey {
  return { keyType: keyType.secp256k1, x: `0x${signer.slice(2).toLowerCase().padStart(64, '0')}`, y: zeroHash }
}

/** Name of a key where a replacement is approved; equals `Devices.keyHashOf`. */
export function keyHashOf({ keyType: type, x, y }: DeviceKey): Hex {
  return keccak256(encodeAbiParameters([{ type: 'uint8' }, { type: 'bytes32' }, { type: 'bytes32' }], [type, x, y]))
}

/**
 * The register's number of a machine.
 * @param identity legal identity of the manufacturer, as `Members` holds it
 */
export function deviceIdOf(identity: Hex, model: string, serialHash: Hex): Hex {
  const words = [{ type: 'bytes32' }, { type: 'bytes32' }, { type: 'bytes32' }] as const
  return keccak256(encodeAbiParameters(words, [identity, keccak256(stringToBytes(model)), serialHash]))
}

/** keccak256 of "PIN|SerialNumber" in upper case. */
export function serialHashOf(pin: string, serialNumber: string): Hex {
  return keccak256(stringToBytes(`${pin}|${serialNumber}`.toUpperCase()))
}

function typeHash(name: string, fields: readonly { readonly name: string; readonly type: string }[]): Hex {
  return keccak256(stringToBytes(`${name}(${fields.map((field) => `${field.type} ${field.name}`).join(',')})`))
}

/** Hashes packed structs into digests: keccak256(0x1901 ‖ domain separator ‖ keccak256(struct)). */
function sealer(domain: DevicesDomain): (struct: Uint8Array) => Hex {
  const sealed = new Uint8Array(2 + 2 * WORD)
  sealed.set([0x19, 0x01])
  hexToBytesAt(domainSeparator(domain), sealed, 2, WORD)
  return (struct) => {
    sealed.set(keccak256(struct, 'bytes'), 2 + WORD)
    return keccak256(sealed)
  }
}

function domainSeparator({ name, version, chainId, verifyingContract }: DevicesDomain): Hex {
  return keccak256(
    encodeAbiParameters(
      [{ type: 'bytes32' }, { type: 'bytes32' }, { type: 'bytes32' }, { type: 'uint256' }, { type: 'address' }],
      [
        keccak256(stringToBytes(DOMAIN_TYPE)),
        keccak256(stringToBytes(name)),
        keccak256(stringToBytes(version)),
        BigInt(chainId),
        verifyingContract,
      ],
    ),
  )
}

/** ABI words of a struct behind its type hash, written in place and reused. */
class Words {
  readonly bytes: Uint8Array
  private readonly view: DataView

  constructor(fields: number, type: Hex) {
    this.bytes = new Uint8Array((1 + fields) * WORD)
    this.view = new DataView(this.bytes.buffer)
    hexToBytesAt(type, this.bytes, 0, WORD)
  }

  hex(field: number, value: Hex): void {
    hexToBytesAt(value, this.bytes, (1 + field) * WORD, WORD)
  }

  uint(field: number, value: number): void {
    if (!Number.isInteger(value) || value < 0 || value > 0xffff_ffff) throw new RangeError(`${value} is no uint32`)
    this.view.setUint32((2 + field) * WORD - 4, value)
  }

  int32(field: number, value: number): void {
    if ((value | 0) !== value) throw new RangeError(`${value} is no int32`)
    this.bytes.fill(value < 0 ? 0xff : 0, (1 + field) * WORD, (2 + field) * WORD - 4)
    this.view.setInt32((2 + field) * WORD - 4, value)
  }

  uint64(field: number, value: bigint): void {
    if (value < 0n || value > 0xffff_ffff_ffff_ffffn) throw new RangeError(`${value} is no uint64`)
    this.view.setBigUint64((2 + field) * WORD - 8, value)
  }
}
