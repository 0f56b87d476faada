import { Trans, useLingui } from '@lingui/react/macro'
import { formatAmount, parseAmount } from '@tallystick/sdk'
import type { ReactNode } from 'react'
import { useDeployment } from '../../chain/deployment'
import { AmountInput, Button, Money } from '../../ui'

export interface UnitsFieldProps {
  readonly label: ReactNode
  readonly text: string
  readonly onChange: (text: string) => void
  /** Units in the holding. */
  readonly most: bigint
}

/** Share buttons in percent of the holding. */
const SHARES = [40, 50, 100] as const

/** How many units of a holding, typed or as a share of it. */
export function UnitsField({ label, text, onChange, most }: UnitsFieldProps) {
  const { asset } = useDeployment()
  const error = useUnitsProblem(text, most)
  return (
    <div className="grid gap-2">
      <AmountInput
        label={label}
        unit={asset.symbol}
        value={text}
        onChange={onChange}
        error={error}
        hint={
          <Trans>
            You hold <Money value={most} decimals={asset.decimals} symbol={asset.symbol} />
          </Trans>
        }
      />
      <div className="flex flex-wrap gap-2">
        {SHARES.map((share) => (
          <Button key={share} onClick={() => onChange(formatAmount((most * BigInt(share)) / 100n, asset.decimals))}>
            {share}%
          </Button>
        ))}
      </div>
    </div>
  )
}

/** The typed units; undefined when they cannot be used. */
export function readUnits(text: string, decimals: number, most: bigint): bigint | undefined {
  const units = parseAmount(text, decimals)
  return units !== undefined && units > 0n && units <= most ? units : undefined
}

function useUnitsProblem(text: string, most: bigint): string | undefined {
  const { t } = useLingui()
  const { asset } = useDeployment()
  const units = parseAmount(text, asset.decimals)
  if (text === '' || readUnits(text, asset.decimals, most) !== undefined) return undefined
  if (units === undefined) return t`Write an amount such as 250,000.00.`
  if (units <= 0n) return t`The amount must be above zero.`
  const limit = `${formatAmount(most, asset.decimals)} ${asset.symbol}`
  return t`At most ${limit}.`
}
