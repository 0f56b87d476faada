import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Button, type Column, DataTable, InstantText, StatusPill } from '../../ui'
import { AlarmPill } from '../telemetry/alarm-labels'
import type { AlarmAnswer } from '../telemetry/answers'
import type { AlarmTask } from './alarm-dialogs'
import { type InboxRow, severityRank } from './inbox-row'
import { LeaseLink, MachineLink } from './machine-link'
import { DoneBy } from './note-text'

export interface AlarmsTableProps {
  readonly rows: readonly InboxRow[]
  readonly loading: boolean
  readonly error: ReactNode
  readonly onRetry: () => void
  readonly empty: ReactNode
}

const MS_PER_SECOND = 1_000

/** A moment of the gateway's clock, Unix milliseconds. */
function At({ ms }: { readonly ms: number }) {
  return <InstantText at={BigInt(Math.floor(ms / MS_PER_SECOND))} />
}

/** Active alarms, each with what can be done about it. */
export function ActiveTable({ onTask, ...list }: AlarmsTableProps & { readonly onTask: (task: AlarmTask) => void }) {
  const { t } = useLingui()
  const common = useColumns()
  const columns: readonly Column<InboxRow>[] = [
    ...common,
    {
      id: 'chain',
      header: t`On chain`,
      cell: ({ isOnChain }) =>
        isOnChain ? (
          <StatusPill tone="positive">
            <Trans>yes</Trans>
          </StatusPill>
        ) : (
          <StatusPill>
            <Trans>not yet</Trans>
          </StatusPill>
        ),
    },
    { id: 'seen', header: t`Seen by`, cell: ({ alarm }) => <Seen alarm={alarm} /> },
    {
      id: 'act',
      header: <span className="sr-only">{t`Actions`}</span>,
      cell: (row) => <RowButtons row={row} onTask={onTask} />,
    },
  ]
  return <DataTable caption={t`Active alarms`} columns={columns} rowKey={rowKey} {...list} />
}

interface RowButtonsProps {
  readonly row: InboxRow
  readonly onTask: (task: AlarmTask) => void
}

function RowButtons({ row, onTask }: RowButtonsProps) {
  return (
    <span className="flex flex-wrap gap-1 max-md:justify-end">
      <Button onClick={() => onTask({ kind: 'acknowledge', row })} data-testid={`acknowledge-${row.alarm.key}`}>
        <Trans>Acknowledge</Trans>
      </Button>
      <Button
        variant="ghost"
        onClick={() => onTask({ kind: 'follow-up', row })}
        data-testid={`follow-up-${row.alarm.key}`}
      >
        <Trans>Follow up</Trans>
      </Button>
    </span>
  )
}

/** Alarms that are over. */
export function HistoryTable(list: AlarmsTableProps) {
  const { t } = useLingui()
  const common = useColumns()
  const reasons = { RULE: t`back to normal`, OFFICER: t`by an officer`, LEASE_ENDED: t`the lease ended` }
  const columns: readonly Column<InboxRow>[] = [
    ...common,
    {
      id: 'cleared',
      header: t`Cleared`,
      cell: ({ alarm }) => (alarm.clearedAt === null ? '–' : <At ms={alarm.clearedAt} />),
      sortBy: ({ alarm }) => alarm.clearedAt ?? 0,
    },
    { id: 'why', header: t`Why`, cell: ({ alarm }) => (alarm.clearReason ? reasons[alarm.clearReason] : '–') },
    { id: 'seen', header: t`Seen by`, cell: ({ alarm }) => <Seen alarm={alarm} /> },
  ]
  return <DataTable caption={t`Alarms that are over`} columns={columns} rowKey={rowKey} {...list} />
}

function rowKey({ alarm }: InboxRow): string {
  return alarm.id
}

function Seen({ alarm: { acknowledgement, followUps } }: { readonly alarm: AlarmAnswer }) {
  const open = followUps.filter(({ closed }) => closed === null).length
  return (
    <span className="inline-grid gap-1">
      {acknowledgement ? <DoneBy done={acknowledgement} /> : <Trans>nobody yet</Trans>}
      {open > 0 && (
        <span>
          <StatusPill tone="info">
            <Trans>follow-ups open: {open}</Trans>
          </StatusPill>
        </span>
      )}
    </span>
  )
}

function useColumns(): readonly Column<InboxRow>[] {
  const { t } = useLingui()
  return [
    {
      id: 'alarm',
      header: t`Alarm`,
      cell: ({ alarm }) => <AlarmPill alarm={alarm} />,
      sortBy: ({ alarm }) => severityRank(alarm),
    },
    {
      id: 'machine',
      header: t`Machine`,
      cell: ({ alarm, device }) => <MachineLink deviceId={alarm.deviceId} model={device?.model} />,
    },
    { id: 'lease', header: t`Lease`, cell: ({ leaseId }) => <LeaseLink leaseId={leaseId} /> },
    {
      id: 'raised',
      header: t`Raised`,
      cell: ({ alarm }) => <At ms={alarm.raisedAt} />,
      sortBy: ({ alarm }) => alarm.raisedAt,
    },
  ]
}
