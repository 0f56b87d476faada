import { describe, expect, it } from 'vitest'
import { standingOf } from './standing'

describe('standingOf', () => {
  it('counts the expiry second as expired', () => {
    expect(standingOf({ frozen: false, expiry: 10n }, 9n)).toBe('active')
    expect(standingOf({ frozen: false, expiry: 10n }, 10n)).toBe('expired')
  })

  it('names a freeze before an expiry', () => expect(standingOf({ frozen: true, expiry: 10n }, 10n)).toBe('frozen'))
})
