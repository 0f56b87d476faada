import { useLingui } from '@lingui/react/macro'
import { hasMemberRole } from '@tallystick/sdk'
import { useDeployment } from '../../chain/deployment'
import { nameOf } from '../../chain/names'
import { inLocale } from '../../i18n'
import { useLocale } from '../../i18n/use-locale'
import { abbreviate } from '../../lib/abbreviate'
import { AmountInput, SelectInput } from '../../ui'
import { useMembers } from '../members/use-members'
import { TERMS_LIMITS, type TermsDraft, type TermsField } from './terms-form'

export interface OfferFieldsProps {
  readonly draft: TermsDraft
  readonly wrong: readonly TermsField[]
  readonly onChange: (part: Partial<TermsDraft>) => void
}

/** Lessee, price and what secures it. */
export function MoneyFields(props: OfferFieldsProps) {
  const { t } = useLingui()
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <LesseeField {...props} />
      <MoneyField
        {...props}
        field="price"
        label={t`Price of the machine`}
        error={t`Write an amount such as 250,000.00.`}
      />
      <MoneyField
        {...props}
        field="buyOut"
        label={t`Buy-out price at the end`}
        hint={t`What the lessee pays to keep the machine; the rest is financed.`}
        error={t`The buy-out price is less than the price.`}
      />
      <MoneyField
        {...props}
        field="deposit"
        label={t`Security deposit`}
        hint={t`Paid at the signature, held at the bank, refunded at the end.`}
        error={t`Write an amount such as 250,000.00.`}
      />
      <UnitField
        {...props}
        field="cover"
        unit="%"
        label={t`Your cover`}
        hint={t`Part of what is financed that you leave at the bank against losses, until the end.`}
        error={t`Write a percentage below 100.`}
      />
      <UnitField
        {...props}
        field="earlyFee"
        unit="%"
        label={t`Fee for an early end`}
        hint={t`Of what is unpaid, when the lessee ends before the term.`}
        error={t`Write a percentage up to 10.`}
      />
    </div>
  )
}

function LesseeField({ draft, wrong, onChange }: OfferFieldsProps) {
  const { t } = useLingui()
  const locale = useLocale()
  const { members = [] } = useMembers()
  const lessees = members.filter(({ roles }) => hasMemberRole(roles, 'LESSEE'))
  const label = (account: string) => {
    const name = nameOf(account)
    return name ? inLocale(name, locale) : abbreviate(account)
  }
  return (
    <SelectInput
      label={t`Lessee`}
      value={draft.lessee}
      onChange={(lessee) => onChange({ lessee })}
      options={[
        { value: '', label: t`Choose a registered lessee` },
        ...lessees.map(({ account }) => ({ value: account, label: label(account) })),
      ]}
      error={draft.lessee !== '' && wrong.includes('lessee') && t`Choose a registered lessee`}
      data-testid="lessee"
    />
  )
}

/** How long, and what is paid back when. */
export function TimeFields(props: OfferFieldsProps) {
  const { t } = useLingui()
  const [leastDays, mostDays] = TERMS_LIMITS.periodDays
  const [leastPeriods, mostPeriods] = TERMS_LIMITS.periods
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <UnitField
        {...props}
        field="periodDays"
        unit={t`days`}
        label={t`Length of a period`}
        error={t`Write whole days from ${leastDays} to ${mostDays}.`}
      />
      <UnitField
        {...props}
        field="periods"
        label={t`Periods`}
        error={t`Write a whole number from ${leastPeriods} to ${mostPeriods}.`}
      />
      <MoneyField
        {...props}
        field="baseRent"
        label={t`Base rent a period`}
        hint={t`Pays the interest first, then what was financed.`}
        error={t`The base rent must be above zero.`}
      />
      <MoneyField
        {...props}
        field="minimumRent"
        label={t`Least rent a period, use included`}
        error={t`The least rent is not below the base rent, and above it by at most what is financed.`}
      />
      <UnitField
        {...props}
        field="rate"
        unit="%"
        label={t`Yearly rate on what is unpaid`}
        error={t`Write a percentage above 0 and up to 36.`}
      />
    </div>
  )
}

/** What the gateway watches for. */
export function AlarmFields(props: OfferFieldsProps) {
  const { t } = useLingui()
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      <UnitField
        {...props}
        field="unusedHours"
        unit="h"
        label={t`Unused for`}
        error={t`Write whole hours up to 744.`}
      />
      <UnitField
        {...props}
        field="fuelRatePct"
        unit="%"
        label={t`Fuel, of the rated use`}
        error={t`Write a whole percentage up to 1000.`}
      />
      <UnitField
        {...props}
        field="idlePct"
        unit="%"
        label={t`Idling, of operating hours`}
        error={t`Write a whole percentage up to 100.`}
      />
    </div>
  )
}

interface UnitFieldProps extends OfferFieldsProps {
  readonly field: TermsField
  readonly label: string
  readonly hint?: string
  readonly unit?: string
  /** Shown when something is written that cannot be used. */
  readonly error: string
}

function UnitField({ draft, wrong, onChange, field, label, hint, unit, error }: UnitFieldProps) {
  return (
    <AmountInput
      label={label}
      hint={hint}
      {...(unit && { unit })}
      value={draft[field]}
      onChange={(text) => onChange({ [field]: text })}
      error={draft[field] !== '' && wrong.includes(field) && error}
      data-testid={`term-${field}`}
    />
  )
}

function MoneyField(props: Omit<UnitFieldProps, 'unit'>) {
  const { asset } = useDeployment()
  return <UnitField {...props} unit={asset.symbol} />
}
