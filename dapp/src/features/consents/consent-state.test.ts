import { describe, expect, it } from 'vitest'
import { consentState } from './consent-state'

const platform = { active: true, needed: 0b101 }

describe('consentState', () => {
  it.each([
    ['live', { scopes: 0b111, expiry: 101 }, platform],
    ['partial', { scopes: 0b001, expiry: 101 }, platform],
    ['expired', { scopes: 0b111, expiry: 100 }, platform],
    ['none', { scopes: 0, expiry: 0 }, platform],
    ['stopped', { scopes: 0b111, expiry: 101 }, { ...platform, active: false }],
    ['not-needed', { scopes: 0, expiry: 0 }, { ...platform, needed: 0 }],
    ['live', { scopes: 0b001, expiry: 101 }, { ...platform, needed: 0 }],
  ] as const)('is %s for %o of %o', (state, grant, terms) => {
    expect(consentState(grant, terms, 100n)).toBe(state)
  })
})
