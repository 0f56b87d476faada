import { encodeReading, type Reading } from '@tallystick/sdk'
import { zeroHash } from 'viem'
import { describe, expect, it } from 'vitest'
import { readMessage } from './reading-field'

const deviceId = `0x${'a'.repeat(64)}` as const
const reading: Reading = {
  deviceId,
  keyVersion: 1,
  seq: 7n,
  ts: 1_800_000_000_000n,
  prevHash: zeroHash,
  latE7: 1,
  lonE7: 2,
  accuracyCm: 3,
  opSec: 4n,
  idleSec: 1n,
  fuelMl: 5n,
  fuelPctBp: 6,
  engine: 1,
  flags: 0,
  extHash: zeroHash,
}
const text = JSON.stringify(encodeReading(reading, `0x${'1'.repeat(130)}`, 'EIP712-secp256k1'))

describe('readMessage', () => {
  it('takes a message apart as the device published it', () => {
    expect(readMessage(text, deviceId.toUpperCase().replace('0X', '0x') as typeof deviceId).reading?.reading).toEqual(
      reading,
    )
  })

  it('says why a text is no reading of this machine', () => {
    expect(readMessage(' ', deviceId).problem).toBe('empty')
    expect(readMessage('{"v":1}', deviceId).problem).toBe('unreadable')
    expect(readMessage(text, `0x${'b'.repeat(64)}`).problem).toBe('other-device')
  })
})
