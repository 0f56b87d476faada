import { identityOf } from '@tallystick/sdk'
import { describe, expect, it } from 'vitest'
import { type RegistrationDraft, readRegistration } from './registration'

const draft: RegistrationDraft = {
  account: '0xAb5801a7D398351b8bE11C439e05C5B3259aeC9B',
  legalId: 'cn91310115 ma1k4lh88a',
  group: '101',
  country: '156',
  lastDay: '2027-12-31',
  roles: 2n,
}

describe('readRegistration', () => {
  it('hashes the normalised legal id and ends with the last day', () => {
    expect(readRegistration(draft).registration).toEqual({
      account: draft.account,
      member: {
        roles: 2n,
        // 2028-01-01T00:00 in UTC+8.
        expiry: 1_830_268_800,
        country: 156,
        frozen: false,
        contractSignatureOnly: false,
        obligor: 101,
        identity: identityOf('CN91310115MA1K4LH88A'),
      },
    })
  })

  it.each([
    ['account', '0x12'],
    ['account', `0x${'0'.repeat(40)}`],
    ['legalId', ' '],
    ['group', '0'],
    ['group', '4294967296'],
    ['group', 'A'],
    ['country', '86'],
    ['lastDay', ''],
    ['lastDay', '2027-02-30'],
  ] as const)('refuses %s %j', (field, text) => {
    expect(readRegistration({ ...draft, [field]: text })).toEqual({ wrong: [field] })
  })
})
