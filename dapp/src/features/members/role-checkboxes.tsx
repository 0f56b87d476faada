import { Trans, useLingui } from '@lingui/react/macro'
import { hasMemberRole, memberRoleBits, memberRoles } from '@tallystick/sdk'
import { Checkbox } from '../../ui'
import { ROLE_NAMES } from './role-names'

export interface RoleCheckboxesProps {
  readonly mask: bigint
  readonly onChange: (mask: bigint) => void
}

/** Choice of a member's roles. */
export function RoleCheckboxes({ mask, onChange }: RoleCheckboxesProps) {
  const { t } = useLingui()
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 font-medium">
        <Trans>Roles</Trans>
      </legend>
      <div className="grid grid-cols-2 gap-2 sm:grid-cols-3">
        {memberRoles.map((role) => (
          <Checkbox
            key={role}
            label={t(ROLE_NAMES[role])}
            checked={hasMemberRole(mask, role)}
            onChange={(checked) => onChange(checked ? mask | memberRoleBits[role] : mask & ~memberRoleBits[role])}
          />
        ))}
      </div>
    </fieldset>
  )
}
