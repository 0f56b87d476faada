import { Trans, useLingui } from '@lingui/react/macro'
import { JournalDocument, ReceivableDocument, type ReceivableQuery, tierOf } from '@tallystick/sdk'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { AccountName } from '../../chain/account-name'
import { useDeployment } from '../../chain/deployment'
import { RecordsError } from '../../graphql/records-error'
import { useGraph } from '../../graphql/use-graph'
import {
  buttonClass,
  Card,
  DayText,
  EmptyState,
  ErrorState,
  HashText,
  KeyValueList,
  Money,
  Page,
  Skeleton,
} from '../../ui'
import { EntryDialog } from './entry-dialog'
import { ExportButtons } from './export-buttons'
import { type JournalEntry, journalRow } from './journal-export'
import { JournalTable } from './journal-table'
import { PrintStamp } from './print-stamp'
import { provenanceTree } from './provenance'
import { ProvenanceCard } from './provenance-card'
import { UnitsCard } from './units-card'

export type LedgerReceivable = NonNullable<ReceivableQuery['receivable']>

/** Entries that one page shows; the export has them all. */
const PAGE_SIZE = 1_000
const NO_ENTRIES: readonly JournalEntry[] = []

/** The ledger of one receivable: from its first event to its last. */
export function LedgerPage({ baseId }: { readonly baseId: `0x${string}` }) {
  const id = baseId.toLowerCase() as `0x${string}`
  const { data, isPending, error, refetch } = useGraph(ReceivableDocument, { id })
  return (
    <Page
      title={<Trans>Ledger of a receivable</Trans>}
      lead={<HashText value={id} />}
      actions={<LedgerActions id={id} />}
    >
      {isPending && <Skeleton className="h-64" />}
      {error && !data && (
        <ErrorState onRetry={() => void refetch()}>
          <RecordsError />
        </ErrorState>
      )}
      {data?.receivable === null && (
        <EmptyState title={<Trans>No such receivable</Trans>}>
          <Trans>The records know no receivable with this id. A request alone does not make one.</Trans>
        </EmptyState>
      )}
      {data?.receivable && <LedgerSummary receivable={data.receivable} />}
      <LedgerEntries id={id} />
    </Page>
  )
}

function LedgerActions({ id }: { readonly id: `0x${string}` }) {
  return (
    <>
      <Link to="/receivables/$baseId" params={{ baseId: id }} className={buttonClass('secondary')}>
        <Trans>Open the receivable</Trans>
      </Link>
      <ExportButtons where={{ receivableId: id }} />
    </>
  )
}

function LedgerSummary({ receivable }: { readonly receivable: LedgerReceivable }) {
  const root = provenanceTree(
    receivable.supplier,
    receivable.holdings.map(({ account, tier, units, redeemedUnits }) => ({
      account,
      tier,
      units: BigInt(units),
      redeemed: BigInt(redeemedUnits),
    })),
    [
      ...receivable.assignments.map(({ from, to, tier, units }) => ({ from, to, tier, units: BigInt(units) })),
      ...receivable.deals.map(({ seller, desk, tokenId, units }) => ({
        from: seller,
        to: desk,
        tier: tierOf(BigInt(tokenId)),
        units: BigInt(units),
        sold: true,
      })),
    ],
  )
  return (
    <>
      <div className="grid gap-5 lg:grid-cols-2">
        <TermsCard receivable={receivable} />
        <UnitsCard receivable={receivable} />
      </div>
      <ProvenanceCard root={root} />
    </>
  )
}

function TermsCard({ receivable }: { readonly receivable: LedgerReceivable }) {
  const { t } = useLingui()
  const { asset } = useDeployment()
  return (
    <Card title={<Trans>Terms</Trans>}>
      <KeyValueList
        items={[
          { key: 'supplier', label: t`Supplier`, value: <AccountName address={receivable.supplier} /> },
          { key: 'debtor', label: t`Debtor`, value: <AccountName address={receivable.debtor} /> },
          {
            key: 'face',
            label: t`Face`,
            value: <Money value={BigInt(receivable.face)} decimals={asset.decimals} symbol={asset.symbol} />,
          },
          { key: 'due', label: t`Due day`, value: <DayText day={receivable.dueDay} /> },
          { key: 'fingerprint', label: t`Invoice fingerprint`, value: <HashText value={receivable.fingerprint} /> },
          { key: 'content', label: t`Content hash`, value: <HashText value={receivable.contentHash} /> },
          { key: 'file', label: t`File hash`, value: <HashText value={receivable.documentHash} /> },
        ]}
      />
    </Card>
  )
}

function LedgerEntries({ id }: { readonly id: `0x${string}` }) {
  const deployment = useDeployment()
  const { data, isPending, error, refetch } = useGraph(JournalDocument, {
    where: { receivableId: id },
    first: PAGE_SIZE,
  })
  const [selected, setSelected] = useState<JournalEntry>()
  const entries = data?.eventLogs ?? NO_ENTRIES
  return (
    <Card title={<Trans>Event by event</Trans>}>
      <JournalTable
        entries={entries}
        loading={isPending}
        error={error && <RecordsError />}
        onRetry={() => void refetch()}
        onEntry={setSelected}
        ofOneReceivable
      />
      <PrintStamp rows={entries.map((entry) => journalRow(entry, deployment))} />
      <EntryDialog entry={selected} onClose={() => setSelected(undefined)} />
    </Card>
  )
}
