import { Trans } from '@lingui/react/macro'
import { JournalLatestDocument } from '@tallystick/sdk'
import { useState } from 'react'
import { useDeployment } from '../../chain/deployment'
import { RecordsError } from '../../graphql/records-error'
import { useGraph } from '../../graphql/use-graph'
import { Button, Card, Page } from '../../ui'
import { EntryDialog } from './entry-dialog'
import { ExportButtons } from './export-buttons'
import { type JournalEntry, journalRow } from './journal-export'
import { type JournalSearch, journalWhere } from './journal-filter'
import { JournalFilters } from './journal-filters'
import { JournalTable } from './journal-table'
import { PrintStamp } from './print-stamp'

export interface JournalPageProps {
  readonly search: JournalSearch
  readonly onSearch: (search: JournalSearch) => void
}

const PAGE_SIZE = 100
const NO_ENTRIES: readonly JournalEntry[] = []

/** Everything that ever happened, newest first. No wallet is needed to read it. */
export function JournalPage({ search, onSearch }: JournalPageProps) {
  const deployment = useDeployment()
  const where = journalWhere(search)
  const { data, isPending, error, refetch } = useGraph(JournalLatestDocument, {
    where: { ...where, ...(search.before && { sequence_lt: search.before }) },
    first: PAGE_SIZE,
  })
  const [selected, setSelected] = useState<JournalEntry>()
  const entries = data?.eventLogs ?? NO_ENTRIES
  return (
    <Page
      title={<Trans>Journal</Trans>}
      lead={
        <Trans>One entry for every event of every contract, in the order of the chain, with nothing left out.</Trans>
      }
      actions={<ExportButtons where={where} />}
    >
      <JournalFilters search={search} onSearch={onSearch} />
      <Card>
        <JournalTable
          entries={entries}
          loading={isPending}
          error={error && <RecordsError />}
          onRetry={() => void refetch()}
          onEntry={setSelected}
        />
        <Pages search={search} entries={entries} onSearch={onSearch} />
        <PrintStamp rows={entries.map((entry) => journalRow(entry, deployment))} />
      </Card>
      <EntryDialog entry={selected} onClose={() => setSelected(undefined)} />
    </Page>
  )
}

interface PagesProps extends JournalPageProps {
  readonly entries: readonly JournalEntry[]
}

/** Pages follow a cursor, so that entries that arrive meanwhile never shift them. */
function Pages({ search, entries, onSearch }: PagesProps) {
  const last = entries.at(-1)
  const hasOlder = entries.length === PAGE_SIZE && last !== undefined
  if (!hasOlder && search.before === undefined) return null
  return (
    <nav className="flex flex-wrap justify-between gap-2" data-print="hide">
      {search.before !== undefined ? (
        <Button onClick={() => onSearch({ ...search, before: undefined })}>
          <Trans>Newest</Trans>
        </Button>
      ) : (
        <span />
      )}
      {hasOlder && (
        <Button onClick={() => onSearch({ ...search, before: last.sequence })}>
          <Trans>Older</Trans>
        </Button>
      )}
    </nav>
  )
}
