import { Trans, useLingui } from '@lingui/react/macro'
import { alarmsIn } from '@tallystick/sdk'
import type { ReactNode } from 'react'
import type { Address } from 'viem'
import { useToday } from '../../chain/now'
import { Button, type Column, DataTable, DayText, EmptyState, StatusPill } from '../../ui'
import { useAlarmName } from '../telemetry/alarm-labels'
import type { NoteAnswer } from '../telemetry/answers'
import type { OpenFollowUp } from './alarm-dialogs'
import type { FollowUpRow } from './follow-ups'
import { MachineLink } from './machine-link'
import { DoneBy } from './note-text'

export interface FollowUpsTableProps {
  readonly rows: readonly FollowUpRow[]
  readonly loading: boolean
  readonly error: ReactNode
  readonly onRetry: () => void
  readonly onClose: (followUp: OpenFollowUp) => void
}

/** What officers have set out to do, and what came of it. */
export function FollowUpsTable({ onClose, ...list }: FollowUpsTableProps) {
  const { t } = useLingui()
  const columns = useColumns(onClose)
  return (
    <DataTable
      caption={t`Follow-ups`}
      columns={columns}
      rowKey={({ record }) => record.id}
      empty={
        <EmptyState title={<Trans>No follow-up yet</Trans>}>
          <Trans>Open one from an alarm: what is to be done, and by which day.</Trans>
        </EmptyState>
      }
      {...list}
    />
  )
}

function useColumns(onClose: (followUp: OpenFollowUp) => void): readonly Column<FollowUpRow>[] {
  const { t } = useLingui()
  const nameOf = useAlarmName()
  return [
    {
      id: 'number',
      header: t`Follow-up`,
      cell: ({ record }) => `#${record.number}`,
      sortBy: ({ record }) => Number(record.number),
    },
    {
      id: 'machine',
      header: t`Machine`,
      cell: ({ record: { device } }) => <MachineLink deviceId={device.id} model={device.model} />,
    },
    {
      id: 'alarms',
      header: t`About`,
      cell: ({ record }) =>
        alarmsIn(record.alarms)
          .map(({ key }) => nameOf(key))
          .join(', '),
    },
    { id: 'due', header: t`Due on`, cell: (row) => <DueDay row={row} />, sortBy: ({ record }) => record.dueDay },
    {
      id: 'opened',
      header: t`Opened`,
      cell: ({ record, note }) => <Words by={record.openedBy} at={record.openedAt} note={note} />,
    },
    {
      id: 'closed',
      header: t`Closed`,
      cell: (row) => <ClosedCell row={row} onClose={onClose} />,
    },
  ]
}

function DueDay({ row: { record } }: { readonly row: FollowUpRow }) {
  const today = useToday()
  return (
    <span className="inline-flex flex-wrap gap-2">
      <DayText day={record.dueDay} />
      {record.open && record.dueDay < today && (
        <StatusPill tone="warning">
          <Trans>late</Trans>
        </StatusPill>
      )}
    </span>
  )
}

interface WordsProps {
  readonly by: Address
  readonly at: string
  readonly note: NoteAnswer | null
}

function Words({ by, at, note }: WordsProps) {
  return <DoneBy done={{ by, at: Number(at), note }} />
}

interface ClosedCellProps {
  readonly row: FollowUpRow
  readonly onClose: (followUp: OpenFollowUp) => void
}

function ClosedCell({ row: { record, closingNote }, onClose }: ClosedCellProps) {
  const { t } = useLingui()
  const { number, device, closedBy, closedAt } = record
  if (closedBy && closedAt) return <Words by={closedBy} at={closedAt} note={closingNote} />
  return (
    <Button
      aria-label={t`Close follow-up ${number}`}
      onClick={() => onClose({ deviceId: device.id, followUpId: BigInt(number) })}
    >
      <Trans>Close</Trans>
    </Button>
  )
}
