import fc from 'fast-check'
import { encodeAbiParameters, type Hex, hashTypedData, keccak256, stringToBytes, zeroHash } from 'viem'
import { describe, expect, it } from 'vitest'
import { anyReading, DOMAIN, READING } from '../testing/telemetry.ts'
import {
  ackDigest,
  ackTypes,
  type DeviceKey,
  deviceIdOf,
  keyDigest,
  keyHashOf,
  keyType,
  keyTypes,
  readingDigest,
  readingHasher,
  readingTypes,
  secp256k1Key,
  serialHashOf,
} from './reading.ts'

const DEVICE = READING.deviceId

describe('readingDigest', () => {
  it('is the EIP-712 digest for every reading, also when the hasher is used again and again', () => {
    const hash = readingHasher(DOMAIN)
    fc.assert(
      fc.property(anyReading, (reading) => {
        const expected = hashTypedData({
          domain: DOMAIN,
          types: readingTypes,
          primaryType: 'Reading',
          message: reading,
        })
        expect(hash(reading)).toBe(expected)
      }),
    )
  })

  it('stays what devices in the field have signed', () => {
    expect(readingDigest(DOMAIN, READING)).toBe('0xea0cf1876d275141649ddde152874817ca90243804f09ac7b83b4721a6419ae0')
  })

  it.each([
    ['a hash that is too short', { prevHash: '0x12' }],
    ['a hash with other characters', { extHash: `0x${'zz'.repeat(32)}` }],
    ['a counter below zero', { opSec: -1n }],
    ['a counter above 64 bits', { fuelMl: 2n ** 64n }],
    ['a fraction', { fuelPctBp: 0.5 }],
    ['a position beyond 32 bits', { latE7: 2 ** 31 }],
  ] as const)('refuses %s', (_, change) => {
    expect(() => readingDigest(DOMAIN, { ...READING, ...change })).toThrow(RangeError)
  })
})

describe('ackDigest and keyDigest', () => {
  it('are the EIP-712 digests', () => {
    const ack = { deviceId: DEVICE, commandId: 7n, command: 1, ts: 1_795_392_000_000n }
    expect(ackDigest(DOMAIN, ack)).toBe(
      hashTypedData({ domain: DOMAIN, types: ackTypes, primaryType: 'CommandAck', message: ack }),
    )
    const key: DeviceKey = { keyType: keyType.p256, x: `0x${'12'.repeat(32)}`, y: `0x${'34'.repeat(32)}` }
    const message = { deviceId: DEVICE, keyVersion: 2, ...key }
    expect(keyDigest(DOMAIN, DEVICE, 2, key)).toBe(
      hashTypedData({ domain: DOMAIN, types: keyTypes, primaryType: 'DeviceKey', message }),
    )
  })
})

describe('names of devices and keys', () => {
  it('builds the device id of identity, model and serial', () => {
    const [identity, serial] = [keccak256(stringToBytes('91370000TAISHAN')), serialHashOf('tsm215e', 'a-0001')]
    expect(serial).toBe(keccak256(stringToBytes('TSM215E|A-0001')))
    const words = [identity, keccak256(stringToBytes('TS215')), serial] as readonly Hex[]
    const packed = encodeAbiParameters([{ type: 'bytes32[3]' }], [words as [Hex, Hex, Hex]])
    expect(deviceIdOf(identity, 'TS215', serial)).toBe(keccak256(packed))
  })

  it('writes the address of a signer into the low 20 bytes of its key', () => {
    const key = secp256k1Key('0x70997970C51812dc3A010C7d01b50e0d17dc79C8')
    expect(key).toEqual({
      keyType: 0,
      x: '0x00000000000000000000000070997970c51812dc3a010c7d01b50e0d17dc79c8',
      y: zeroHash,
    })
    expect(keyHashOf(key)).toBe(keccak256(`0x${'00'.repeat(32)}${key.x.slice(2)}${'00'.repeat(32)}`))
  })
})
