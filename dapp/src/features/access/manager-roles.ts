import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'

/** Roles of the access managers by number, as the deployment numbers them; 0 is AccessManager's own. */
const MANAGER_ROLES: Readonly<Record<string, MessageDescriptor>> = {
  '0': msg`Administrator`,
  '1': msg`Guardian`,
  '2': msg`Officer`,
  '3': msg`Risk officer (cuts)`,
  '4': msg`Risk officer (raises)`,
  '5': msg`Registrar`,
  '6': msg`Registrar (groups)`,
  '7': msg`Network administrator`,
  '8': msg`Model developer`,
  '9': msg`Model validator`,
  '10': msg`Model approver`,
  '11': msg`Oracle administrator`,
}

/** Name of a role of an access manager; unknown numbers are named as such. */
export function managerRoleName(role: bigint): MessageDescriptor {
  return MANAGER_ROLES[role.toString()] ?? msg`Role ${role.toString()}`
}
