import { describe, expect, it } from 'vitest'
import { maskOf, memberRoleBits, memberRoles, rolesIn } from './members.ts'

describe('role masks', () => {
  it('read what they wrote', () => {
    for (const role of memberRoles) expect(rolesIn(maskOf([role]))).toEqual([role])
    expect(maskOf(['SUPPLIER', 'AUDITOR'])).toBe(memberRoleBits.SUPPLIER + memberRoleBits.AUDITOR)
    expect(rolesIn(66n)).toEqual(['SUPPLIER', 'AUDITOR'])
  })

  it('count a repeated role once', () => expect(maskOf(['CORE', 'CORE'])).toBe(1n))

  it('ignore unknown bits', () => expect(rolesIn(1n << 40n)).toEqual([]))
})
