import { Trans, useLingui } from '@lingui/react/macro'
import type { Tariff, TariffProblem } from '@tallystick/sdk'
import { Plus, Trash2 } from 'lucide-react'
import { useDeployment } from '../../chain/deployment'
import { AmountInput, Button, ErrorText } from '../../ui'
import { TariffPicture } from './tariff-picture'
import { TariffProblemText } from './tariff-problem'
import { type BracketDraft, EMPTY_BRACKET, MAX_BRACKETS } from './terms-form'

export interface TariffFieldsProps {
  readonly brackets: readonly BracketDraft[]
  readonly tariff: Tariff
  readonly problems: readonly TariffProblem[]
  readonly onChange: (brackets: readonly BracketDraft[]) => void
}

/** The brackets of a tariff, with its picture as it is written. */
export function TariffFields({ brackets, tariff, problems, onChange }: TariffFieldsProps) {
  return (
    <div className="grid items-start gap-5 lg:grid-cols-2">
      <div className="grid gap-3">
        {brackets.map((bracket, index) => (
          <BracketRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a bracket has no other identity than its place
            key={index}
            index={index}
            bracket={bracket}
            onChange={(changed) => onChange(brackets.with(index, changed))}
            onRemove={brackets.length > 1 ? () => onChange(brackets.toSpliced(index, 1)) : undefined}
          />
        ))}
        {problems.map((problem) => (
          <ErrorText key={`${problem.code}-${problem.bracket}`}>
            <TariffProblemText problem={problem} />
          </ErrorText>
        ))}
        {brackets.length < MAX_BRACKETS && (
          <div>
            <Button onClick={() => onChange([...brackets, EMPTY_BRACKET])}>
              <Plus size={16} aria-hidden />
              <Trans>Add a bracket</Trans>
            </Button>
          </div>
        )}
      </div>
      {problems.length === 0 && <TariffPicture tariff={tariff} />}
    </div>
  )
}

interface BracketRowProps {
  readonly index: number
  readonly bracket: BracketDraft
  readonly onChange: (bracket: BracketDraft) => void
  readonly onRemove: (() => void) | undefined
}

function BracketRow({ index, bracket, onChange, onRemove }: BracketRowProps) {
  const { t } = useLingui()
  const { asset } = useDeployment()
  const number = index + 1
  return (
    <fieldset className="grid min-w-0 gap-2 rounded-md border border-line p-3">
      <legend className="px-1 text-xs text-muted">
        <Trans>Bracket {number}</Trans>
      </legend>
      <div className="grid items-end gap-3 sm:grid-cols-[8rem_1fr_auto]">
        <AmountInput
          label={t`Above`}
          unit="h"
          value={bracket.fromHours}
          onChange={(fromHours) => onChange({ ...bracket, fromHours })}
        />
        <AmountInput
          label={t`Price an hour`}
          unit={asset.symbol}
          value={bracket.price}
          onChange={(price) => onChange({ ...bracket, price })}
        />
        {onRemove && (
          <Button variant="ghost" onClick={onRemove} aria-label={t`Remove bracket ${number}`} className="px-2">
            <Trash2 size={16} aria-hidden />
          </Button>
        )}
      </div>
    </fieldset>
  )
}
