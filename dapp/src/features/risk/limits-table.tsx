import { Trans, useLingui } from '@lingui/react/macro'
import { ratioBps, utilisation } from '@tallystick/sdk'
import type { ReactNode } from 'react'
import { useDeployment } from '../../chain/deployment'
import { Button, type Column, DataTable, EmptyState, Money, StatusPill } from '../../ui'
import { headroomOf } from './concentration'
import { RatioText } from './ratio-text'
import { useGroupLabel } from './use-group-label'
import type { RiskGroup } from './use-risk'

export interface LimitsTableProps {
  readonly groups: readonly RiskGroup[]
  readonly loading: boolean
  readonly error: ReactNode
  readonly onRetry: () => void
  readonly onChange: (group: RiskGroup) => void
}

/** Limit, exposure and room of each debtor group. */
export function LimitsTable({ groups, loading, error, onRetry, onChange }: LimitsTableProps) {
  const { t } = useLingui()
  const columns = useColumns(onChange)
  return (
    <DataTable
      caption={t`Limits of debtor groups`}
      columns={columns}
      rows={groups}
      rowKey={({ obligor }) => `${obligor}`}
      loading={loading}
      error={error}
      onRetry={onRetry}
      empty={
        <EmptyState title={<Trans>No group has a limit yet</Trans>}>
          <Trans>Without a limit nothing is financed. Announce the first one above.</Trans>
        </EmptyState>
      }
    />
  )
}

function useColumns(onChange: (group: RiskGroup) => void): readonly Column<RiskGroup>[] {
  const { t } = useLingui()
  const { asset } = useDeployment()
  const label = useGroupLabel()
  const money = (value: bigint) => <Money value={value} decimals={asset.decimals} />
  return [
    {
      id: 'group',
      header: t`Debtor group`,
      cell: (group) => <GroupCell group={group} label={label(group.obligor, group.members)} />,
    },
    {
      id: 'limit',
      header: t`Limit (${asset.symbol})`,
      align: 'end',
      cell: ({ limit }) => money(limit),
      sortBy: ({ limit }) => limit,
    },
    {
      id: 'exposure',
      header: t`Exposure`,
      align: 'end',
      cell: ({ exposure }) => money(exposure),
      sortBy: ({ exposure }) => exposure,
    },
    {
      id: 'used',
      header: t`Used`,
      align: 'end',
      cell: ({ exposure, limit }) => <RatioText value={utilisation(exposure, limit)} />,
      sortBy: ({ exposure, limit }) => ratioBps(utilisation(exposure, limit)) ?? 0,
    },
    { id: 'room', header: t`Room`, align: 'end', cell: (group) => money(headroomOf(group)), sortBy: headroomOf },
    {
      id: 'change',
      header: <span className="sr-only">{t`Action`}</span>,
      align: 'end',
      cell: (group) => (
        <Button onClick={() => onChange(group)}>
          <Trans>Change limit</Trans>
        </Button>
      ),
    },
  ]
}

function GroupCell({ group, label }: { readonly group: RiskGroup; readonly label: string }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      {label}
      {group.overdueCount > 0 && (
        <StatusPill tone="warning">
          <Trans>overdue: {group.overdueCount}</Trans>
        </StatusPill>
      )}
      {group.lost > 0n && (
        <StatusPill tone="danger">
          <Trans>unrecovered loss</Trans>
        </StatusPill>
      )}
    </span>
  )
}
