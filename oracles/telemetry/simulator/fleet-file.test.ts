import { describe, expect, it } from 'vitest'
import { parseFleet, readFleetFile, specOf } from './fleet-file.ts'

const DEVICE = {
  deviceId: `0x${'12'.repeat(32)}`,
  keyVersion: 1,
  keyType: 'P-256',
  privateKey: `0x${'34'.repeat(32)}`,
  profile: 'busy',
  seed: 7,
  site: { lat: 36.2, lon: 117.1 },
  opHours: 1_250.5,
}
const FLEET = { chainId: 31_337, devices: `0x${'55'.repeat(20)}`, intervalSeconds: 10, fleet: [DEVICE] }

describe('parseFleet', () => {
  it('reads a fleet', () => {
    const { fleet, intervalSeconds } = parseFleet(FLEET)
    const [device] = fleet
    expect(device).toEqual(DEVICE)
    expect(device && specOf(device, intervalSeconds)).toMatchObject({ intervalMs: 10_000, seed: 7, site: DEVICE.site })
  })

  it.each([
    ['fleet', { ...FLEET, fleet: {} }],
    ['fleet', { ...FLEET, fleet: [DEVICE, DEVICE] }],
    ['devices', { ...FLEET, devices: '0x12' }],
    ['chainId', { ...FLEET, chainId: 0 }],
    ['intervalSeconds', { ...FLEET, intervalSeconds: 0.5 }],
    ['fleet[0].profile', { ...FLEET, fleet: [{ ...DEVICE, profile: 'lazy' }] }],
    ['fleet[0].keyType', { ...FLEET, fleet: [{ ...DEVICE, keyType: 'RSA' }] }],
    ['fleet[0].privateKey', { ...FLEET, fleet: [{ ...DEVICE, privateKey: '0x' }] }],
    ['fleet[0].site.lat', { ...FLEET, fleet: [{ ...DEVICE, site: { lat: 91, lon: 0 } }] }],
    ['fleet[0].site', { ...FLEET, fleet: [{ ...DEVICE, site: null }] }],
    ['fleet[0].password', { ...FLEET, fleet: [{ ...DEVICE, password: 1 }] }],
  ])('names %s when it is wrong', (path, json) => {
    expect(() => parseFleet(json)).toThrow(`${path} must be`)
  })

  it('says that a file is missing', () => {
    expect(() => readFleetFile('/nowhere/fleet.json')).toThrow('/nowhere/fleet.json cannot be read')
  })
})
