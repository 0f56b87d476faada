import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { AccountName } from '../../chain/account-name'
import { useDeployment } from '../../chain/deployment'
import { abbreviate } from '../../lib/abbreviate'
import { type Column, DataTable, EmptyState, InstantText, Money } from '../../ui'
import { eventName } from './event-names'
import { type JournalEntry, quantityDecimals } from './journal-export'

export interface JournalTableProps {
  readonly entries: readonly JournalEntry[]
  readonly loading: boolean
  readonly error: ReactNode
  readonly onRetry: () => void
  readonly onEntry: (entry: JournalEntry) => void
  /** Leaves out the column that a ledger of one receivable does not need. */
  readonly ofOneReceivable?: boolean
}

/** Entries of the journal. Not sortable: their order is the chain's. */
export function JournalTable(props: JournalTableProps) {
  const { t } = useLingui()
  const columns = useColumns(props.onEntry)
  const shown = props.ofOneReceivable ? columns.filter(({ id }) => id !== 'receivable') : columns
  return (
    <DataTable
      caption={t`Journal of events`}
      columns={shown}
      rows={props.entries}
      rowKey={({ id }) => id}
      loading={props.loading}
      error={props.error}
      onRetry={props.onRetry}
      empty={
        <EmptyState title={<Trans>No entry matches</Trans>}>
          <Trans>Widen the filters to see more of the journal.</Trans>
        </EmptyState>
      }
    />
  )
}

function useColumns(onEntry: (entry: JournalEntry) => void): readonly Column<JournalEntry>[] {
  const { t } = useLingui()
  const { asset } = useDeployment()
  return [
    { id: 'sequence', header: t`No.`, cell: ({ sequence }) => sequence },
    { id: 'time', header: t`Time`, cell: ({ timestamp }) => <InstantText at={BigInt(timestamp)} /> },
    {
      id: 'event',
      header: t`Event`,
      cell: (entry) => (
        <button type="button" className="text-left text-brand underline" onClick={() => onEntry(entry)}>
          {t(eventName(entry.name))}
        </button>
      ),
    },
    { id: 'contract', header: t`Contract`, cell: ({ emitter }) => <AccountName address={emitter} short /> },
    {
      id: 'sender',
      header: t`Sent by`,
      cell: ({ transactionFrom }) => <AccountName address={transactionFrom} short />,
    },
    {
      id: 'receivable',
      header: t`Receivable`,
      cell: ({ receivableId }) =>
        receivableId && (
          <Link
            to="/audit/receivables/$baseId"
            params={{ baseId: receivableId }}
            className="font-mono text-xs whitespace-nowrap text-brand underline"
          >
            {abbreviate(receivableId)}
          </Link>
        ),
    },
    {
      id: 'quantity',
      header: t`Amount (${asset.symbol})`,
      align: 'end',
      cell: (entry) =>
        entry.quantity !== null && (
          <Money value={BigInt(entry.quantity)} decimals={quantityDecimals(entry, asset.decimals)} />
        ),
    },
    {
      id: 'block',
      header: t`Block`,
      align: 'end',
      cell: ({ blockNumber, transactionHash }) => <span title={transactionHash}>{blockNumber}</span>,
    },
  ]
}
