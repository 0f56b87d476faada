import { Trans, useLingui } from '@lingui/react/macro'
import { Checkbox } from '../../ui'
import { MEMBER_ROLES } from './role-mask'
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
        {MEMBER_ROLES.map(({ name, bit }) => (
          <Checkbox
            key={name}
            label={t(ROLE_NAMES[name])}
            checked={(mask & bit) !== 0n}
            onChange={(checked) => onChange(checked ? mask | bit : mask & ~bit)}
          />
        ))}
      </div>
    </fieldset>
  )
}
