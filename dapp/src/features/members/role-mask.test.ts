import { describe, expect, it } from 'vitest'
import { MEMBER_ROLES, maskOf, rolesIn, standingOf } from './role-mask'

describe('role masks', () => {
  it('read what they wrote', () => {
    for (const { name, bit } of MEMBER_ROLES) expect(rolesIn(maskOf([name]))).toEqual(rolesIn(bit))
    expect(maskOf(['SUPPLIER', 'AUDITOR'])).toBe(66n)
    expect(rolesIn(66n)).toEqual(['SUPPLIER', 'AUDITOR'])
  })

  it('ignore unknown bits', () => expect(rolesIn(1n << 40n)).toEqual([]))
})

describe('standingOf', () => {
  it('counts the expiry second as expired', () => {
    expect(standingOf({ frozen: false, expiry: 10n }, 9n)).toBe('active')
    expect(standingOf({ frozen: false, expiry: 10n }, 10n)).toBe('expired')
  })

  it('names a freeze before an expiry', () => expect(standingOf({ frozen: true, expiry: 10n }, 10n)).toBe('frozen'))
})
