import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'

/** Reasons for turning a request down, by their number in the register's `DeclineReason`. */
export const DECLINE_REASONS: readonly MessageDescriptor[] = [
  msg`No reason given`,
  msg`We do not know this invoice`,
  msg`The amount is wrong`,
  msg`The due date is wrong`,
  msg`Goods not received`,
  msg`Paid already`,
]
