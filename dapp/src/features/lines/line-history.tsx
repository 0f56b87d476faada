import { Trans, useLingui } from '@lingui/react/macro'
import {
  CHINA_UTC_OFFSET,
  dayOf,
  formatAmount,
  formatCompactAmount,
  formatDay,
  MerchantLineDocument,
} from '@tallystick/sdk'
import { type Address, concat } from 'viem'
import { useBank, useDeployment } from '../../chain/deployment'
import { useToday } from '../../chain/now'
import { LimitAndDrawn } from '../../charts'
import { RecordsError } from '../../graphql/records-error'
import { useGraph } from '../../graphql/use-graph'
import { useLocale } from '../../i18n/use-locale'
import { Card, type Column, DataTable, EmptyState, HashText, InstantText, Money } from '../../ui'
import { type HistoryEntry, historyOf, limitSteps } from './history'
import { HistoryKind } from './history-kind'

const SECONDS_PER_DAY = 86_400

/** How limit and debt went, as a picture and line by line. */
export function LineHistory({ merchant }: { readonly merchant: Address }) {
  const { t } = useLingui()
  const { lines } = useBank()
  const query = useGraph(MerchantLineDocument, { id: concat([lines, merchant]).toLowerCase() as Address })
  const line = query.data?.line
  const history = line ? historyOf(line) : none
  return (
    <>
      {history.length > 0 && (
        <Card title={<Trans>Limit and drawn</Trans>}>
          <HistoryChart history={history} />
        </Card>
      )}
      <Card title={<Trans>History</Trans>}>
        <DataTable
          caption={t`History`}
          columns={useColumns()}
          rows={history}
          rowKey={({ key }) => key}
          loading={query.isLoading}
          error={query.isError && <RecordsError />}
          onRetry={() => void query.refetch()}
          empty={
            <EmptyState title={<Trans>Nothing has happened yet</Trans>}>
              <Trans>Draws, payments, bills and changes of the limit appear here.</Trans>
            </EmptyState>
          }
        />
      </Card>
    </>
  )
}

const none: readonly HistoryEntry[] = []

function HistoryChart({ history }: { readonly history: readonly HistoryEntry[] }) {
  const { t } = useLingui()
  const { asset } = useDeployment()
  const locale = useLocale()
  // The end of today: the picture moves once a day and not with every second.
  const until = (useToday() + 1) * SECONDS_PER_DAY - CHINA_UTC_OFFSET
  return (
    <LimitAndDrawn
      title={t`Limit and drawn`}
      steps={limitSteps(history)}
      until={until}
      labels={{ limit: t`Credit limit`, drawn: t`Drawn` }}
      format={(amount) => formatAmount(amount, asset.decimals)}
      formatTick={(amount) => formatCompactAmount(amount, asset.decimals, locale)}
      formatTime={(seconds) => formatDay(dayOf(BigInt(seconds), CHINA_UTC_OFFSET), locale)}
    />
  )
}

function useColumns(): readonly Column<HistoryEntry>[] {
  const { asset } = useDeployment()
  return [
    {
      id: 'at',
      header: <Trans>Time</Trans>,
      sortBy: ({ at }) => at,
      cell: ({ at }) => <InstantText at={BigInt(at)} />,
    },
    { id: 'kind', header: <Trans>What</Trans>, cell: ({ kind }) => <HistoryKind kind={kind} /> },
    {
      id: 'amount',
      header: (
        <>
          <Trans>Amount</Trans> ({asset.symbol})
        </>
      ),
      align: 'end',
      cell: ({ amount }) => <Money value={amount} decimals={asset.decimals} />,
    },
    {
      id: 'principal',
      header: <Trans>Principal after it</Trans>,
      align: 'end',
      cell: ({ principal }) => principal !== undefined && <Money value={principal} decimals={asset.decimals} />,
    },
    {
      id: 'transaction',
      header: <Trans>Transaction</Trans>,
      cell: ({ transaction }) => <HashText value={transaction} />,
    },
  ]
}
