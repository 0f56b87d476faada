import { Trans, useLingui } from '@lingui/react/macro'
import { RulesDocument, type RulesQuery } from '@tallystick/sdk'
import { AccountName } from '../../chain/account-name'
import { useDeployment } from '../../chain/deployment'
import { RecordsError } from '../../graphql/records-error'
import { useGraph } from '../../graphql/use-graph'
import { Card, type Column, DataTable, EmptyState, InstantText, Money, StatusPill } from '../../ui'

type ProfileRow = RulesQuery['profiles'][number]

const NO_PROFILES: readonly ProfileRow[] = []

/** The versions of the regulation profile and the assets in which receivables may be settled. */
export function RulesCard() {
  const { t } = useLingui()
  const { data, isPending, error, refetch } = useGraph(RulesDocument, {})
  const profiles = data?.profiles ?? NO_PROFILES
  const columns = useColumns(profiles[0]?.version)
  return (
    <Card title={<Trans>Rules of the network</Trans>}>
      <DataTable
        caption={t`Versions of the regulation profile`}
        columns={columns}
        rows={profiles}
        rowKey={({ id }) => id}
        loading={isPending}
        error={error && <RecordsError />}
        onRetry={() => void refetch()}
        empty={<EmptyState title={<Trans>No profile is in force</Trans>} />}
      />
      <p className="flex flex-wrap items-baseline gap-x-2 text-muted">
        <Trans>Settlement assets:</Trans>
        {data?.assets.map(({ id }) => (
          <AccountName key={id} address={id} />
        ))}
      </p>
    </Card>
  )
}

function useColumns(inForce: number | undefined): readonly Column<ProfileRow>[] {
  const { t } = useLingui()
  const { asset } = useDeployment()
  return [
    {
      id: 'name',
      header: t`Profile`,
      cell: ({ name, version }) => (
        <span className="inline-flex flex-wrap items-center gap-2">
          {name} · {version}
          {version === inForce && <StatusPill tone="positive">{t`in force`}</StatusPill>}
        </span>
      ),
    },
    { id: 'term', header: t`Longest term`, align: 'end', cell: ({ maxTermDays }) => t`${maxTermDays} days` },
    { id: 'grace', header: t`Grace period`, align: 'end', cell: ({ graceDays }) => t`${graceDays} days` },
    { id: 'tiers', header: t`Most tiers`, align: 'end', cell: ({ tierCap }) => tierCap },
    {
      id: 'split',
      header: t`Smallest split (${asset.symbol})`,
      align: 'end',
      cell: ({ minSplit }) => <Money value={BigInt(minSplit)} decimals={asset.decimals} />,
    },
    { id: 'since', header: t`Since`, cell: ({ setAt }) => <InstantText at={BigInt(setAt)} /> },
  ]
}
