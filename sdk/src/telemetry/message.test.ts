import fc from 'fast-check'
import { keccak256, stringToBytes, zeroHash } from 'viem'
import { describe, expect, it } from 'vitest'
import { anyReading, READING } from '../testing/telemetry.ts'
import { decodeReadingMessage, encodeReading, extHashOf, ReadingMessageError } from './message.ts'

const SIGNATURE = `0x${'ab'.repeat(65)}` as const
const message = encodeReading(READING, SIGNATURE, 'EIP712-secp256k1')

describe('encodeReading and decodeReadingMessage', () => {
  it('bring every reading through JSON unchanged', () => {
    fc.assert(
      fc.property(anyReading, (reading) => {
        const json = JSON.stringify(encodeReading(reading, SIGNATURE, 'EIP712-secp256k1'))
        expect(decodeReadingMessage(JSON.parse(json))).toEqual({
          reading,
          alg: 'EIP712-secp256k1',
          signature: SIGNATURE,
          ext: undefined,
        })
      }),
    )
  })

  it('write 64-bit counters as strings', () => {
    expect(message.r).toMatchObject({ seq: '4711', ts: '1795392000000', opSec: '3600000', latE7: 361_950_000 })
  })

  it('carry what else the device tells, bound by its hash', () => {
    const ext = { hydraulics: { bar: 310.5, ok: true }, codes: [3, null], brand: '泰山' }
    const reading = { ...READING, extHash: extHashOf(ext) }
    const sent = encodeReading(reading, SIGNATURE, 'EIP712-secp256k1', ext)
    expect(decodeReadingMessage(sent).ext).toEqual(ext)
    expect(() => decodeReadingMessage({ ...sent, ext: { ...ext, brand: 'other' } })).toThrow('r.extHash')
    expect(() => decodeReadingMessage({ ...message, ext })).toThrow('r.extHash')
  })

  it.each([
    ['message', null],
    ['message', [message]],
    ['message.extra', { ...message, extra: 1 }],
    ['v', { ...message, v: 2 }],
    ['alg', { ...message, alg: 'none' }],
    ['sig', { ...message, sig: `0x${'ab'.repeat(64)}` }],
    ['sig', { ...message, alg: 'EIP712-P256' }],
    ['r', { ...message, r: 'text' }],
    ['r.speed', { ...message, r: { ...message.r, speed: 3 } }],
    ['r.deviceId', { ...message, r: { ...message.r, deviceId: message.r.deviceId.toUpperCase() } }],
    ['r.seq', { ...message, r: { ...message.r, seq: 4711 } }],
    ['r.seq', { ...message, r: { ...message.r, seq: '04711' } }],
    ['r.seq', { ...message, r: { ...message.r, seq: '18446744073709551616' } }],
    ['r.latE7', { ...message, r: { ...message.r, latE7: 900_000_001 } }],
    ['r.engine', { ...message, r: { ...message.r, engine: true } }],
    ['r.fuelPctBp', { ...message, r: { ...message.r, fuelPctBp: 10_001 } }],
    ['r.flags', { ...message, r: { ...message.r, flags: undefined } }],
  ])('name %s when it is wrong', (path, json) => {
    expect(() => decodeReadingMessage(json)).toThrow(ReadingMessageError)
    expect(() => decodeReadingMessage(json)).toThrow(new RegExp(`^${path.replace('.', '\\.')} must be`))
  })
})

describe('extHashOf', () => {
  it('hashes canonical JSON: sorted members, no white space, numbers as ECMAScript writes them', () => {
    const ext = { b: [1e21, 0.1, -0], a: { z: 'é"\n', A: false } }
    expect(extHashOf(ext)).toBe(keccak256(stringToBytes('{"a":{"A":false,"z":"é\\"\\n"},"b":[1e+21,0.1,0]}')))
  })

  it('is zero for nothing, and not for an empty object', () => {
    expect(extHashOf(undefined)).toBe(zeroHash)
    expect(extHashOf({})).toBe(keccak256(stringToBytes('{}')))
  })
})
