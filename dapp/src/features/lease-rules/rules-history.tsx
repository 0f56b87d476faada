import { Trans, useLingui } from '@lingui/react/macro'
import { formatBps, LeaseRulesDocument, type LeaseRulesQuery } from '@tallystick/sdk'
import type { Address } from 'viem'
import { AccountName } from '../../chain/account-name'
import { useBank, useDeployment } from '../../chain/deployment'
import { RecordsError } from '../../graphql/records-error'
import { useGraph } from '../../graphql/use-graph'
import { Card, ErrorState, InstantText, Money, Skeleton, Timeline } from '../../ui'

type Version = LeaseRulesQuery['leaseRules_collection'][number]

/** All rules that were ever in force, the newest first. */
export function LeaseRulesHistory() {
  const { leaseOffers } = useBank()
  const { data, isPending, error, refetch } = useGraph(LeaseRulesDocument, {
    offers: leaseOffers.toLowerCase() as Address,
  })
  return (
    <Card title={<Trans>Versions</Trans>}>
      {isPending && <Skeleton className="h-40" />}
      {error && !data && (
        <ErrorState onRetry={() => void refetch()}>
          <RecordsError />
        </ErrorState>
      )}
      {data && <Versions versions={data.leaseRules_collection} />}
    </Card>
  )
}

function Versions({ versions }: { readonly versions: readonly Version[] }) {
  const { t } = useLingui()
  return (
    <Timeline
      items={versions.map((rules) => ({
        key: rules.id,
        title: t`Version ${rules.version}`,
        meta: (
          <span className="inline-flex flex-wrap gap-x-2">
            <InstantText at={BigInt(rules.setAt)} />
            <AccountName address={rules.by} short />
          </span>
        ),
        children: <VersionText rules={rules} />,
      }))}
    />
  )
}

function VersionText({ rules }: { readonly rules: Version }) {
  const { asset } = useDeployment()
  const [deposit, rate] = [formatBps(rules.minDepositBps), formatBps(rules.minRateBps)]
  const most = <Money value={BigInt(rules.maxFinanced)} decimals={asset.decimals} symbol={asset.symbol} />
  return (
    <p className="text-xs text-muted">
      <Trans>
        up to {most} for {rules.maxDays} days, deposit from {deposit}, rate from {rate}
      </Trans>
    </p>
  )
}
