import { describe, expect, it } from 'vitest'
import { TestDevice } from './testing/fleet.ts'
import { MAX_MESSAGE_BYTES, parseAck, parseBirth, parseReading } from './wire.ts'

const device = new TestDevice(1)
const published = device.next({}, { faults: [{ CodeIdentifier: 'P0087' }] })
const { deviceId } = device

/** Code of the refusal of the reading with `changes` to its signed part, or of other bytes. */
function codeOf(changes: Record<string, unknown> | string | Uint8Array): string | undefined {
  const isBytes = typeof changes === 'string' || changes instanceof Uint8Array
  const altered = () => JSON.stringify({ ...published.message, r: { ...published.message.r, ...(changes as object) } })
  return parseReading(Buffer.from(isBytes ? (changes as Uint8Array) : altered()), deviceId).refusal?.code
}

describe('a reading', () => {
  it('comes apart into integers, as it was signed', () => {
    expect(parseReading(published.payload, deviceId).message).toEqual({
      reading: published.reading,
      alg: 'EIP712-secp256k1',
      signature: published.message.sig,
      ext: { faults: [{ CodeIdentifier: 'P0087' }] },
      message: published.message,
    })
  })

  it('D17 may have 8 KiB and not a byte more', () => {
    const padded = (size: number) => published.payload.toString().padEnd(size, ' ')
    expect(codeOf(padded(MAX_MESSAGE_BYTES))).toBeUndefined()
    expect(codeOf(padded(MAX_MESSAGE_BYTES + 1))).toBe('OVERSIZED')
  })

  it.each(['', '{', '{"v":1', 'reading', '\u0000'])('D17 that is no JSON (%j) is malformed', (text) => {
    expect(codeOf(text)).toBe('MALFORMED')
  })

  it('D17 that is no UTF-8 is malformed', () => {
    expect(codeOf(Buffer.from([0x22, 0xc3, 0x28, 0x22]))).toBe('MALFORMED')
  })

  it.each(['null', '[]', '1', '{}', '{"v":1}', '[[[[[[[['.padEnd(4_000, '[').padEnd(8_000, ']')])(
    'D17 of another shape (%.20s) does not fit the schema',
    (text) => {
      expect(codeOf(text)).toBe('SCHEMA')
    },
  )

  it('D17 with a deep extension is refused and breaks nothing', () => {
    const ext = `{"a":${'['.repeat(3_500)}${']'.repeat(3_500)}}`
    const text = published.payload.toString().replace(/"ext":\{.*?\}\]\}/, `"ext":${ext}`)
    expect(codeOf(text)).toBe('SCHEMA')
  })

  it.each([
    { seq: 1 },
    { seq: '01' },
    { seq: '-1' },
    { opSec: 'NaN' },
    { opSec: '1e9' },
    { opSec: '9'.repeat(19) },
    { idleSec: '1.5' },
    { latE7: 900_000_001 },
    { lonE7: 1.5 },
    { engine: 2 },
    { fuelPctBp: 10_001 },
    { flags: 2 ** 32 },
    { keyVersion: 0 },
    { deviceId: deviceId.toUpperCase() },
    { prevHash: '0x' },
    { another: 1 },
  ])('L05 with %o does not fit the schema', (changes) => {
    expect(codeOf(changes)).toBe('SCHEMA')
  })

  it('whose extension was altered does not fit what was signed', () => {
    const altered = published.payload.toString().replace('P0087', 'P0000')
    expect(parseReading(Buffer.from(altered), deviceId).refusal).toMatchObject({
      code: 'SCHEMA',
      detail: expect.stringContaining('extHash'),
    })
  })

  it("L04 D17 on another device's topic is refused", () => {
    expect(parseReading(published.payload, new TestDevice(2).deviceId).refusal?.code).toBe('WRONG_TOPIC')
  })
})

it('a birth has a firmware and a version of the key', () => {
  const birth = { v: 1, firmwareHash: `0x${'ab'.repeat(32)}`, keyVersion: 1 }
  expect(parseBirth(Buffer.from(JSON.stringify(birth))).message).toEqual(birth)
  expect(parseBirth(Buffer.from(JSON.stringify({ ...birth, keyVersion: '1' }))).refusal?.code).toBe('SCHEMA')
})

it('an acknowledgement is for the device of its topic', () => {
  const ack = { v: 1, ack: { deviceId, commandId: '7', command: 1, ts: '1795305600000' }, sig: `0x${'00'.repeat(65)}` }
  const payload = Buffer.from(JSON.stringify(ack))
  expect(parseAck(payload, deviceId).message).toEqual(ack)
  expect(parseAck(payload, new TestDevice(2).deviceId).refusal?.code).toBe('WRONG_TOPIC')
})
