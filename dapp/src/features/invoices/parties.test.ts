import { type InvoiceParty, identityOf } from '@tallystick/sdk'
import { expect, test } from 'vitest'
import { debtorAccounts, type MemberRow } from './parties'

const buyer: InvoiceParty = {
  name: 'Donghai',
  vatId: null,
  legalId: { value: '9131 0000 1322', scheme: '0184' },
  ids: [{ value: 'GLN-7', scheme: '0088' }],
  country: 'CN',
}
const member = (id: string, legalId: string, roles: string): MemberRow => ({
  id: id as MemberRow['id'],
  identity: identityOf(legalId),
  roles,
  frozen: false,
})

test('a buyer is found by any identifier of the file, however it is written', () => {
  const members = [member('0x01', '913100001322', '1'), member('0x02', 'GLN-7', '3'), member('0x03', 'other', '1')]
  expect(debtorAccounts(buyer, members).map(({ id }) => id)).toEqual(['0x01', '0x02'])
})

test('an account without the role of a core enterprise cannot be the debtor', () => {
  expect(debtorAccounts(buyer, [member('0x01', '913100001322', '2')])).toEqual([])
})
