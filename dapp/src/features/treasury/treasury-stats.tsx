import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useDeployment } from '../../chain/deployment'
import { Money, Stat, StatGroup } from '../../ui'
import type { TreasuryPosition } from './use-treasury'

/** The treasury's totals. Undefined while they are read: the figures keep their places. */
export function TreasuryStats({ position }: { readonly position: TreasuryPosition | undefined }) {
  return (
    <div className="grid gap-3">
      <StatGroup>
        <Amount id="cash" label={<Trans>Cash</Trans>} value={position?.cash} />
        <Amount
          id="nav"
          label={<Trans>Net asset value (NAV)</Trans>}
          value={position?.nav}
          hint={<Trans>cash − owed + principal + accrued</Trans>}
        />
        <Amount
          id="exit-nav"
          label={<Trans>Exit value</Trans>}
          value={position?.exitNav}
          hint={<Trans>NAV less impairment</Trans>}
        />
        <Amount id="principal" label={<Trans>Principal out</Trans>} value={position?.principal} />
      </StatGroup>
      <StatGroup>
        <Amount
          id="free"
          label={<Trans>Free liquidity</Trans>}
          value={position && position.cash - position.owed}
          hint={<Trans>cash that is nobody else’s</Trans>}
        />
        <Amount
          id="owed"
          label={<Trans>Owed to sellers</Trans>}
          value={position?.owed}
          hint={<Trans>holdbacks</Trans>}
        />
        <Amount
          id="matured"
          label={<Trans>Matured, unpaid</Trans>}
          value={position?.matured}
          hint={<Trans>exits wait while it is above 0.5 % of NAV</Trans>}
        />
        <Amount id="impaired" label={<Trans>Impairment</Trans>} value={position?.impaired} />
      </StatGroup>
    </div>
  )
}

interface AmountProps {
  readonly id: string
  readonly label: ReactNode
  readonly value: bigint | undefined
  readonly hint?: ReactNode
}

function Amount({ id, label, value, hint }: AmountProps) {
  const { asset } = useDeployment()
  return (
    <Stat
      label={label}
      value={
        <span data-testid={`stat-${id}`}>
          <Money value={value} decimals={asset.decimals} symbol={asset.symbol} />
        </span>
      }
      hint={hint}
    />
  )
}
