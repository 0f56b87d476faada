import { describe, expect, it } from 'vitest'
import { sessionEnd } from './session'

const hour = 3_600

describe('the end of a session', () => {
  it('lies between seven and eight hours ahead', () => {
    expect(sessionEnd(1_000, () => 0)).toBe(1_000 + 8 * hour)
    expect(sessionEnd(1_000, () => 0.999_999)).toBe(1_000 + 7 * hour + 1)
  })

  it('differs for two tabs that ask in the same second', () => {
    const ends = new Set(Array.from({ length: 50 }, () => sessionEnd(1_000)))
    expect(ends.size).toBeGreaterThan(40)
  })
})
