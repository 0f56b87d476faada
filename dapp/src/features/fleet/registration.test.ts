import { deviceIdOf, serialHashOf } from '@tallystick/sdk'
import { describe, expect, it } from 'vitest'
import { type MachineDraft, readKey, readMachine } from './registration'

const identity = `0x${'1'.repeat(64)}` as const
const address = '0x00000000000000000000000000000000000000Aa'
const draft: MachineDraft = {
  oem: 'Taishan',
  model: 'TS-215',
  pin: 'lts215x',
  serialNumber: '00017',
  ratedFuel: '18.5',
  key: { kind: 'secp256k1', x: address, y: '' },
  possession: `0x${'2'.repeat(130)}`,
}

describe('readMachine', () => {
  it('hashes the serial as the register does, and knows the number that the machine gets', () => {
    const { registration, deviceId, wrong } = readMachine(draft, identity)
    const serialHash = serialHashOf('LTS215X', '00017')
    expect(wrong).toEqual([])
    expect(registration).toMatchObject({ serialHash, ratedFuelMlPerHour: 18_500 })
    expect(deviceId).toBe(deviceIdOf(identity, 'TS-215', serialHash))
  })

  it('names every field that cannot be used, and registers nothing then', () => {
    const bad = { ...draft, oem: ' ', ratedFuel: '0', key: { ...draft.key, x: '0x12' }, possession: '0x00' }
    const { registration, wrong } = readMachine(bad, identity)
    expect(registration).toBeUndefined()
    expect(wrong).toEqual(['oem', 'ratedFuel', 'x', 'possession'])
  })

  it('wants a signature of the length of the key', () => {
    const key = { kind: 'P-256', x: identity, y: identity } as const
    expect(readMachine({ ...draft, key }, identity).wrong).toEqual(['possession'])
    expect(readMachine({ ...draft, key, possession: `0x${'2'.repeat(128)}` }, identity).wrong).toEqual([])
  })
})

describe('readKey', () => {
  it('puts the address of a secp256k1 key into the low bytes', () => {
    expect(readKey(draft.key)).toEqual({ keyType: 0, x: `0x${'0'.repeat(62)}aa`, y: `0x${'0'.repeat(64)}` })
    expect(readKey({ kind: 'P-256', x: identity, y: '0x12' })).toBeUndefined()
  })
})
