import { Trans, useLingui } from '@lingui/react/macro'
import { dpdBuckets, nplRatio } from '@tallystick/sdk'
import { useState } from 'react'
import { useDeployment } from '../../chain/deployment'
import { useToday } from '../../chain/now'
import { RecordsError } from '../../graphql/records-error'
import { Card, Money, Page, Stat, StatGroup, Tabs } from '../../ui'
import { RatioText } from '../risk/ratio-text'
import { DealDialog } from './deal-dialog'
import type { DealList } from './deal-list'
import { DealsTable } from './deals-table'
import { type Deal, isUnpaid, useDeals } from './use-deals'

export interface DealsPageProps {
  readonly list: DealList
  readonly onList: (list: DealList) => void
}

const NO_DEALS: readonly Deal[] = []

/** The factoring book, deal by deal. */
export function DealsPage({ list, onList }: DealsPageProps) {
  const { t } = useLingui()
  const { deals = NO_DEALS, isPending, error, refetch } = useDeals(list)
  const [managed, setManaged] = useState<string>()
  return (
    <Page
      title={<Trans>Deals</Trans>}
      lead={<Trans>Marks follow the days past due and can be set by anyone, so that no loss stays hidden.</Trans>}
    >
      <DelinquencyStats deals={deals} />
      <Card>
        <Tabs
          label={t`Which deals`}
          selected={list}
          onSelect={onList}
          tabs={[
            { key: 'open', label: t`Not paid` },
            { key: 'all', label: t`All` },
          ]}
        >
          <DealsTable
            deals={deals}
            loading={isPending}
            error={error && <RecordsError />}
            onRetry={() => void refetch()}
            onManage={({ id }) => setManaged(id)}
          />
        </Tabs>
      </Card>
      <DealDialog deal={deals.find(({ id }) => id === managed)} onClose={() => setManaged(undefined)} />
    </Page>
  )
}

/** Principal on the balance sheet by days past due. */
function DelinquencyStats({ deals }: { readonly deals: readonly Deal[] }) {
  const { t } = useLingui()
  const { asset } = useDeployment()
  const today = useToday()
  const positions = deals
    .filter((deal) => isUnpaid(deal) && deal.state !== 'WrittenOff')
    .map(({ price, stopDay }) => ({ principal: BigInt(price), daysPastDue: Math.max(0, today - stopDay) }))
  const labels = {
    current: t`Not due`,
    '1-30': t`1–30 days`,
    '31-60': t`31–60 days`,
    '61-90': t`61–90 days`,
    '90+': t`Over 90 days`,
  }
  return (
    <StatGroup>
      {dpdBuckets(positions).map(({ name, count, principal }) => (
        <Stat
          key={name}
          label={labels[name]}
          value={<Money value={principal} decimals={asset.decimals} />}
          hint={t`deals: ${count}`}
        />
      ))}
      <Stat
        label={<Trans>Non-performing (NPL)</Trans>}
        value={<RatioText value={nplRatio(positions)} />}
        hint={<Trans>over 90 days past due</Trans>}
      />
    </StatGroup>
  )
}
