import { useLingui } from '@lingui/react/macro'
import { formatAmount } from '@tallystick/sdk'
import type { ReactNode } from 'react'
import { useDeployment } from '../../chain/deployment'
import { AmountInput } from '../../ui'
import type { TypedAmount } from './amount-problem'

export interface AmountFieldProps {
  readonly label: ReactNode
  readonly hint?: ReactNode
  readonly text: string
  readonly typed: TypedAmount
  readonly most: bigint
  readonly onChange: (text: string) => void
}

/** An amount of the settlement asset with the reason why it cannot be used. */
export function AmountField({ label, hint, text, typed, most, onChange }: AmountFieldProps) {
  const { t } = useLingui()
  const { asset } = useDeployment()
  const limit = `${formatAmount(most, asset.decimals)} ${asset.symbol}`
  const sentences = {
    empty: undefined,
    unreadable: t`Write an amount such as 250,000.00.`,
    zero: t`The amount must be above zero.`,
    'too-much': t`At most ${limit}.`,
  }
  return (
    <AmountInput
      label={label}
      hint={hint}
      unit={asset.symbol}
      value={text}
      onChange={onChange}
      error={typed.problem && sentences[typed.problem]}
    />
  )
}
