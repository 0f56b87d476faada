import { Trans, useLingui } from '@lingui/react/macro'
import { type Policy, portfolioAtRisk, type Ratio } from '@tallystick/sdk'
import { useDeployment } from '../../chain/deployment'
import { RecordsError } from '../../graphql/records-error'
import { Card } from '../../ui'
import { approvalFigures } from '../line-book/approval-figures'
import { bookFigures, positionsOf } from '../line-book/book-figures'
import type { BookRow } from '../line-book/book-row'
import type { BookRecords } from '../line-book/read-book'
import { useBook } from '../line-book/use-book'
import { RatioText } from '../risk/ratio-text'
import { usePolicy } from '../scores/use-policy'
import { type KpiRow, KpiTable } from './kpi-table'

const NO_ROWS: readonly KpiRow[] = []

/** Key figures of credit lines. */
export function LineKpiCard() {
  const { t } = useLingui()
  const { rows, data, isPending, error, refetch } = useBook()
  const policy = usePolicy().data
  const kpis = useLineKpis()
  return (
    <Card title={<Trans>Key figures of credit lines</Trans>}>
      <KpiTable
        caption={t`Key figures of credit lines with numerator and denominator`}
        rows={rows && data && policy ? kpis(rows, data, policy) : NO_ROWS}
        loading={isPending || !policy}
        error={error && <RecordsError />}
        onRetry={() => void refetch()}
      />
    </Card>
  )
}

function useLineKpis() {
  const { t } = useLingui()
  const { asset } = useDeployment()
  const kpi = (key: string, label: string, definition: string, ratio: Ratio): KpiRow => ({
    key,
    label,
    definition,
    ratio,
    value: <RatioText value={ratio} />,
  })
  return (rows: readonly BookRow[], records: BookRecords, policy: Policy): readonly KpiRow[] => {
    const { used, npl, nplWithLosses } = bookFigures(rows)
    const { approval, automatic } = approvalFigures(records, policy, asset.decimals)
    const par30 = portfolioAtRisk(positionsOf(rows), 30)
    return [
      kpi('approval', t`Approval rate`, t`answers that the policy gives a limit ÷ answers`, approval),
      kpi('automatic', t`Decided automatically`, t`decisions by the policy ÷ those and the bank’s own`, automatic),
      kpi('used', t`Utilisation`, t`principal drawn ÷ limits`, used),
      kpi('par30', t`Portfolio at risk, 30 days`, t`principal over 30 days past due ÷ principal out`, par30),
      kpi('npl', t`NPL ratio`, t`principal over 90 days past due ÷ principal out`, npl),
      kpi(
        'npl-with-losses',
        t`NPL ratio with write-offs`,
        t`the same, with written-off principal in both parts`,
        nplWithLosses,
      ),
    ]
  }
}
