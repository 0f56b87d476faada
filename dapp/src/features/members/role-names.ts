import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { MemberRole } from '@tallystick/sdk'

/** Roles of members in words. */
export const ROLE_NAMES: Readonly<Record<MemberRole, MessageDescriptor>> = {
  CORE: msg`core enterprise`,
  SUPPLIER: msg`supplier`,
  BANK: msg`bank`,
  MERCHANT: msg`merchant`,
  LESSEE: msg`lessee`,
  MANUFACTURER: msg`manufacturer`,
  AUDITOR: msg`auditor`,
  BOOK: msg`book`,
}
