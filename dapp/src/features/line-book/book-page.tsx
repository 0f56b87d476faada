import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { Download } from 'lucide-react'
import type { ReactNode } from 'react'
import { useDeployment } from '../../chain/deployment'
import { useRecordState } from '../../chain/record-state'
import { RecordsError } from '../../graphql/records-error'
import { Button, buttonClass, Card, Page, Skeleton, Tabs } from '../../ui'
import { usePolicy } from '../scores/use-policy'
import { ApprovalsCard } from './approvals-card'
import { exportBook } from './book-export'
import { bookFigures } from './book-figures'
import { BandFilter } from './book-filters'
import type { BookList } from './book-list'
import { type BookRow, isInList } from './book-row'
import { ArrearsStats, BandsCard, BookStats } from './book-stats'
import { LinesTable } from './lines-table'
import { useBook } from './use-book'

export interface BookPageProps {
  readonly list: BookList
  /** Index of the band; all bands when absent. */
  readonly band: number | undefined
  readonly onSearch: (search: { readonly list: BookList; readonly band: number | undefined }) => void
}

const NO_ROWS: readonly BookRow[] = []

/** The bank's lines for merchants: how much, how good, how late. */
export function BookPage({ list, band, onSearch }: BookPageProps) {
  const { rows, data, isPending, error, refetch } = useBook()
  const shown = (rows ?? NO_ROWS).filter((row) => isInList(row, list) && (band === undefined || row.band === band))
  const figures = rows && bookFigures(rows)
  return (
    <Page
      title={<Trans>Credit lines</Trans>}
      lead={<Trans>Scores set limits by the public policy; marks and defaults follow the days past due.</Trans>}
      actions={<PageActions rows={shown} />}
    >
      {figures ? <BookStats figures={figures} /> : <Skeleton className="h-20" />}
      <Card>
        <ListTabs list={list} onList={(next) => onSearch({ list: next, band })}>
          <div className="grid gap-4">
            <div className="max-w-48">
              <BandChoice band={band} onBand={(next) => onSearch({ list, band: next })} />
            </div>
            <LinesTable
              rows={shown}
              filtered={(rows ?? NO_ROWS).length > 0}
              loading={isPending}
              error={error && <RecordsError />}
              onRetry={() => void refetch()}
            />
          </div>
        </ListTabs>
      </Card>
      {figures && rows && (
        <>
          <ArrearsStats figures={figures} />
          <div className="grid items-start gap-5 lg:grid-cols-2">
            <BandsCard rows={rows} />
            {data && <ApprovalsCard records={data} />}
          </div>
        </>
      )}
    </Page>
  )
}

function PageActions({ rows }: { readonly rows: readonly BookRow[] }) {
  const deployment = useDeployment()
  const { indexed } = useRecordState()
  return (
    <>
      <Link to="/treasury/policy" className={buttonClass()}>
        <Trans>Line policy</Trans>
      </Link>
      {(['csv', 'jsonl'] as const).map((format) => (
        <Button key={format} onClick={() => exportBook(rows, format, deployment, indexed)}>
          <Download size={16} aria-hidden />
          {format === 'csv' ? 'CSV' : 'JSON Lines'}
        </Button>
      ))}
    </>
  )
}

interface ListTabsProps {
  readonly list: BookList
  readonly onList: (list: BookList) => void
  readonly children: ReactNode
}

function ListTabs({ list, onList, children }: ListTabsProps) {
  const { t } = useLingui()
  return (
    <Tabs
      label={t`Which lines`}
      selected={list}
      onSelect={onList}
      tabs={[
        { key: 'open', label: t`In use` },
        { key: 'late', label: t`Past due` },
        { key: 'bad', label: t`Marked or lost` },
        { key: 'all', label: t`All` },
      ]}
    >
      {children}
    </Tabs>
  )
}

interface BandChoiceProps {
  readonly band: number | undefined
  readonly onBand: (band: number | undefined) => void
}

function BandChoice(props: BandChoiceProps) {
  const policy = usePolicy().data
  return <BandFilter count={policy?.bands.length ?? 0} {...props} />
}
