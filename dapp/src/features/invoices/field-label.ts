import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'

const FIELDS: Readonly<Record<string, MessageDescriptor>> = {
  typeCode: msg`Invoice type`,
  number: msg`Invoice number`,
  issueDate: msg`Issue date`,
  dueDate: msg`Due date`,
  currency: msg`Currency`,
  seller: msg`Seller`,
  buyer: msg`Buyer`,
  'totals.payable': msg`Amount due`,
  'totals.taxExclusive': msg`Total without tax`,
  'totals.taxInclusive': msg`Total with tax`,
  'totals.tax': msg`Tax`,
  'totals.lineTotal': msg`Sum of the lines`,
  'totals.prepaid': msg`Already paid`,
  'totals.rounding': msg`Rounding`,
}

/** The name of a canonical field such as `seller.vatId`: its own, else that of the part it belongs to. */
export function fieldLabel(field: string): MessageDescriptor {
  const [part = ''] = field.split(/[.[]/)
  return FIELDS[field] ?? FIELDS[part] ?? (part === 'lines' ? msg`Invoice line` : msg`Field`)
}
