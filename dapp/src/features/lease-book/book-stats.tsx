import { Trans, useLingui } from '@lingui/react/macro'
import { coverageRatio, dpdBuckets, nplRatio, portfolioAtRisk } from '@tallystick/sdk'
import { useDeployment } from '../../chain/deployment'
import { Card, Money, Stat, StatGroup } from '../../ui'
import { RatioText } from '../risk/ratio-text'
import { type BookRow, isOnBalance } from './book-row'

interface RowsProps {
  readonly rows: readonly BookRow[]
}

/** Leases on the balance sheet as risk figures see them. */
function positionsOf(rows: readonly BookRow[]) {
  return rows.filter(isOnBalance).map(({ debt }) => ({ principal: debt.principal, daysPastDue: debt.daysPastDue }))
}

function sumOf(rows: readonly BookRow[], amount: (row: BookRow) => bigint): bigint {
  return rows.reduce((sum, row) => sum + amount(row), 0n)
}

/** The book of leases in one line of figures. */
export function BookStats({ rows }: RowsProps) {
  const { asset } = useDeployment()
  const open = rows.filter(isOnBalance)
  const positions = positionsOf(rows)
  const impaired = sumOf(open, (row) => row.impaired)
  const money = (value: bigint) => <Money value={value} decimals={asset.decimals} />
  return (
    <StatGroup>
      <Stat label={<Trans>Leases under way</Trans>} value={open.length} testId="lease-count" />
      <Stat
        label={<Trans>Financed and unpaid ({asset.symbol})</Trans>}
        value={money(sumOf(open, ({ debt }) => debt.principal))}
        testId="leases-principal"
      />
      <Stat
        label={<Trans>Deposits and prepaid rent ({asset.symbol})</Trans>}
        value={money(sumOf(open, ({ debt }) => debt.held))}
        hint={<Trans>cover of manufacturers {money(sumOf(open, ({ debt }) => debt.cover))}</Trans>}
      />
      <Stat
        label={<Trans>Over 30 days past due (PAR30)</Trans>}
        value={<RatioText value={portfolioAtRisk(positions, 30)} />}
        hint={
          <Trans>
            over 90 days <RatioText value={nplRatio(positions)} />
          </Trans>
        }
      />
      <Stat
        label={<Trans>Marked down ({asset.symbol})</Trans>}
        value={money(impaired)}
        hint={
          <Trans>
            of what is over 90 days late <RatioText value={coverageRatio(positions, impaired)} />
          </Trans>
        }
      />
    </StatGroup>
  )
}

/** Principal of the book by days past due. */
export function ArrearsCard({ rows }: RowsProps) {
  const { t } = useLingui()
  const { asset } = useDeployment()
  const labels = {
    current: t`Not due`,
    '1-30': t`1–30 days`,
    '31-60': t`31–60 days`,
    '61-90': t`61–90 days`,
    '90+': t`Over 90 days`,
  }
  return (
    <Card title={<Trans>Principal by days past due</Trans>}>
      <StatGroup>
        {dpdBuckets(positionsOf(rows)).map(({ name, count, principal }) => (
          <Stat
            key={name}
            label={labels[name]}
            value={<Money value={principal} decimals={asset.decimals} />}
            hint={t`leases: ${count}`}
          />
        ))}
      </StatGroup>
    </Card>
  )
}
