import { describe, expect, it } from 'vitest'
import { HOUR_MS } from '../store/refusals.ts'
import { DeviceRates, KeepQuota } from './quotas.ts'

describe('D17 the rate of a device', () => {
  const count = (rates: DeviceRates, messages: number, now: number) =>
    Array.from({ length: messages }, () => rates.admit('0x01', now)).filter(Boolean).length

  it('allows a burst, then so many a second, and never more than the burst again', () => {
    const rates = new DeviceRates({ perSecond: 10, burst: 50 })
    expect(count(rates, 1_000, 0)).toBe(50)
    expect(count(rates, 1_000, 1_000)).toBe(10)
    expect(count(rates, 1_000, 1_050)).toBe(0)
    expect(count(rates, 1_000, 3_600_000)).toBe(50)
  })

  it('of one device does not count for another', () => {
    const rates = new DeviceRates({ perSecond: 1, burst: 1 })
    expect([rates.admit('0x01', 0), rates.admit('0x01', 0), rates.admit('0x02', 0)]).toEqual([true, false, true])
  })
})

describe('D17 what is kept of refused messages', () => {
  it('is 20 of each device and code in an hour', () => {
    const quota = new KeepQuota()
    const kept = (code: 'FLOOD' | 'FORGED', now: number) =>
      Array.from({ length: 100 }, () => quota.admit('0x01', code, now)).filter(Boolean).length
    expect([kept('FLOOD', 0), kept('FORGED', 0), kept('FLOOD', HOUR_MS - 1), kept('FLOOD', HOUR_MS)]).toEqual([
      20, 20, 0, 20,
    ])
  })

  it('is 5 000 altogether in an hour', () => {
    const quota = new KeepQuota()
    const kept = Array.from({ length: 10_000 }, (_, index) => quota.admit(`0x${index}`, 'FORGED', 0)).filter(Boolean)
    expect(kept).toHaveLength(5_000)
  })
})
