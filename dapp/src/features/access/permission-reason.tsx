import { useLingui } from '@lingui/react/macro'
import { managerRoleName } from './manager-roles'
import type { Permission } from './use-permission'

/** Why a permission is not enough, as a sentence; undefined when it is. */
export function usePermissionReason(permission: Permission): string | undefined {
  const { t } = useLingui()
  switch (permission.kind) {
    case 'loading':
      return t`Checking your role…`
    case 'disconnected':
      return t`Connect a wallet to do this.`
    case 'wrong-network':
      return t`Your wallet is on another network.`
    case 'denied': {
      const role = t(managerRoleName(permission.role))
      return t`Only for the role “${role}”.`
    }
    default:
      return undefined
  }
}
