import { describe, expect, it } from 'vitest'
import { parseMove } from '../../scripts/demo/clock.ts'

/** 2026-11-22, noon in UTC+8. */
const now = Date.UTC(2026, 10, 22, 4) / 1_000

describe('moving the demo clock', () => {
  it.each([
    ['+90d', 90 * 86_400],
    ['1h', 3_600],
    ['+30m', 1_800],
    ['45s', 45],
    ['2026-11-23', 12 * 3_600],
  ])('%s is %d seconds', (text, seconds) => {
    expect(parseMove(text, now)).toBe(seconds)
  })

  it.each(['', 'tomorrow', '-1d', '2026-13-01', '+d', '90'])('%s is no time', (text) => {
    expect(() => parseMove(text, now)).toThrow('is not a time')
  })

  it('a day that has begun is refused', () => {
    expect(() => parseMove('2026-11-22', now)).toThrow('the clock only moves forward')
  })
})
