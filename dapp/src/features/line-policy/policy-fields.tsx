import { Trans, useLingui } from '@lingui/react/macro'
import { Plus, Trash2 } from 'lucide-react'
import { useDeployment } from '../../chain/deployment'
import { AmountInput, Button } from '../../ui'
import { type BandDraft, EMPTY_BAND, MAX_BANDS, type RulesDraft, type WrongField } from './policy-form'

interface BandFieldsProps {
  readonly bands: readonly BandDraft[]
  readonly wrong: readonly WrongField[]
  readonly onChange: (bands: readonly BandDraft[]) => void
}

/** The bands, the best score first. */
export function BandFields({ bands, wrong, onChange }: BandFieldsProps) {
  return (
    <div className="grid gap-3">
      {bands.map((band, index) => (
        <BandRow
          // biome-ignore lint/suspicious/noArrayIndexKey: a band has no other identity than its place
          key={index}
          index={index}
          band={band}
          wrong={wrong}
          onChange={(changed) => onChange(bands.with(index, changed))}
          onRemove={bands.length > 1 ? () => onChange(bands.toSpliced(index, 1)) : undefined}
        />
      ))}
      {bands.length < MAX_BANDS && (
        <div>
          <Button onClick={() => onChange([...bands, EMPTY_BAND])}>
            <Plus size={16} aria-hidden />
            <Trans>Add a band below</Trans>
          </Button>
        </div>
      )}
    </div>
  )
}

interface BandRowProps {
  readonly index: number
  readonly band: BandDraft
  readonly wrong: readonly WrongField[]
  readonly onChange: (band: BandDraft) => void
  readonly onRemove: (() => void) | undefined
}

function BandRow({ index, band, wrong, onChange, onRemove }: BandRowProps) {
  const { t } = useLingui()
  const { asset } = useDeployment()
  const number = index + 1
  const fields = [
    { key: 'minScore', label: t`Score from`, unit: undefined, error: t`Write a whole number such as 680.` },
    { key: 'multiple', label: t`Of turnover`, unit: '%', error: t`Write a percentage up to 655.` },
    { key: 'cap', label: t`At most`, unit: asset.symbol, error: t`Write an amount such as 250,000.00.` },
    { key: 'rate', label: t`Yearly price`, unit: '%', error: t`Write a percentage above 0.` },
  ] as const
  return (
    <fieldset className="grid min-w-0 gap-2 rounded-md border border-line p-3">
      <legend className="px-1 text-xs text-muted">
        <Trans>Band {number}</Trans>
      </legend>
      <div className="grid gap-3 sm:grid-cols-[5.5rem_8.5rem_1fr_8.5rem_auto]">
        {fields.map(({ key, label, unit, error }) => (
          <AmountInput
            key={key}
            label={label}
            {...(unit && { unit })}
            value={band[key]}
            onChange={(text) => onChange({ ...band, [key]: text })}
            error={wrong.includes(`${index}.${key}`) && error}
          />
        ))}
        {onRemove && (
          <Button
            variant="ghost"
            onClick={onRemove}
            aria-label={t`Remove band ${number}`}
            className="justify-self-end px-2 sm:self-end"
          >
            <Trash2 size={16} aria-hidden />
          </Button>
        )}
      </div>
    </fieldset>
  )
}

interface RulesFieldsProps {
  readonly rules: RulesDraft
  readonly wrong: readonly WrongField[]
  readonly onChange: (rules: RulesDraft) => void
}

export function RulesFields({ rules, wrong, onChange }: RulesFieldsProps) {
  const { t } = useLingui()
  const { asset } = useDeployment()
  const days = t`days`
  const wholeDays = t`Write whole days, at least one.`
  const amount = t`Write an amount such as 1,000.00.`
  const fields = [
    { key: 'maxAge', label: t`Oldest data at a draw`, unit: days, error: wholeDays },
    { key: 'step', label: t`Rise at once`, unit: '%', error: t`Write a percentage such as 25.00.` },
    { key: 'stepDays', label: t`Between two rises`, unit: days, error: t`Write whole days.` },
    { key: 'starter', label: t`Rises to this at once`, unit: asset.symbol, error: amount },
    { key: 'lot', label: t`Limits are multiples of`, unit: asset.symbol, error: amount },
  ] as const
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      {fields.map(({ key, label, unit, error }) => (
        <AmountInput
          key={key}
          label={label}
          unit={unit}
          value={rules[key]}
          onChange={(text) => onChange({ ...rules, [key]: text })}
          error={wrong.includes(key) && error}
        />
      ))}
    </div>
  )
}
