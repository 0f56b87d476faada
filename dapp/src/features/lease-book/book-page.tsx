import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { Download } from 'lucide-react'
import type { ReactNode } from 'react'
import { useDeployment } from '../../chain/deployment'
import { useRecordState } from '../../chain/record-state'
import { RecordsError } from '../../graphql/records-error'
import { Button, buttonClass, Card, Page, Skeleton, Tabs } from '../../ui'
import { exportLeases } from './book-export'
import type { LeaseList } from './book-list'
import { type BookRow, isInList } from './book-row'
import { ArrearsCard, BookStats } from './book-stats'
import { LeaseKpiCard } from './kpi-card'
import { LeasesTable } from './leases-table'
import { useLeaseBook } from './use-lease-book'

export interface BookPageProps {
  readonly list: LeaseList
  readonly onList: (list: LeaseList) => void
}

const NO_ROWS: readonly BookRow[] = []

/** The bank's leases: what waits for a decision, how much is out, how late, how well used. */
export function BookPage({ list, onList }: BookPageProps) {
  const { rows, isPending, error, refetch } = useLeaseBook()
  const shown = (rows ?? NO_ROWS).filter((row) => isInList(row, list))
  return (
    <Page
      title={<Trans>Leases of the bank</Trans>}
      lead={<Trans>Machines that the bank has financed; base rents pay it back, metered use costs by the hour.</Trans>}
      actions={<PageActions rows={shown} />}
    >
      {rows ? <BookStats rows={rows} /> : <Skeleton className="h-20" />}
      <Card>
        <ListTabs list={list} onList={onList} waiting={rows?.filter((row) => isInList(row, 'decide')).length ?? 0}>
          <LeasesTable
            rows={shown}
            filtered={(rows ?? NO_ROWS).length > 0}
            loading={isPending}
            error={error && <RecordsError />}
            onRetry={() => void refetch()}
          />
        </ListTabs>
      </Card>
      {rows && <ArrearsCard rows={rows} />}
      <LeaseKpiCard />
    </Page>
  )
}

function PageActions({ rows }: { readonly rows: readonly BookRow[] }) {
  const deployment = useDeployment()
  const { indexed } = useRecordState()
  return (
    <>
      <Link to="/treasury/lease-rules" className={buttonClass()}>
        <Trans>Rules for leases</Trans>
      </Link>
      {(['csv', 'jsonl'] as const).map((format) => (
        <Button key={format} onClick={() => exportLeases(rows, format, deployment, indexed)}>
          <Download size={16} aria-hidden />
          {format === 'csv' ? 'CSV' : 'JSON Lines'}
        </Button>
      ))}
    </>
  )
}

interface ListTabsProps extends BookPageProps {
  /** Leases that wait for a decision. */
  readonly waiting: number
  readonly children: ReactNode
}

function ListTabs({ list, onList, waiting, children }: ListTabsProps) {
  const { t } = useLingui()
  return (
    <Tabs
      label={t`Which leases`}
      selected={list}
      onSelect={onList}
      tabs={[
        { key: 'decide', label: t`To decide (${waiting})` },
        { key: 'running', label: t`Under way` },
        { key: 'late', label: t`Past due` },
        { key: 'bad', label: t`Marked or lost` },
        { key: 'all', label: t`All` },
      ]}
    >
      {children}
    </Tabs>
  )
}
