import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { LeaseDocument, type LeaseQuery, leaseRowId } from '@tallystick/sdk'
import { type ReactNode, useState } from 'react'
import { AccountName } from '../../chain/account-name'
import { useBank, useDeployment } from '../../chain/deployment'
import { RecordsError } from '../../graphql/records-error'
import { useGraph } from '../../graphql/use-graph'
import { Card, type Column, DataTable, EmptyState, HashText, InstantText, Money, StatusPill, Tabs } from '../../ui'

type Lease = NonNullable<LeaseQuery['lease']>
type Step = Lease['steps'][number]
type Payment = Lease['payments'][number]
type Mark = Lease['marks'][number]
type Command = Lease['commands'][number]

const LISTS = ['steps', 'payments', 'marks', 'commands'] as const
type List = (typeof LISTS)[number]

/** What has happened with a lease, by kind. */
export function LeaseHistory({ leaseId }: { readonly leaseId: bigint }) {
  const { t } = useLingui()
  const { leases } = useBank()
  const [list, setList] = useState<List>('steps')
  const id = leaseRowId(leases, leaseId)
  const { data, isPending, isError, refetch } = useGraph(LeaseDocument, { id, lease: id })
  const labels: Readonly<Record<List, string>> = {
    steps: t`Steps`,
    payments: t`Payments`,
    marks: t`Marks`,
    commands: t`Locks`,
  }
  const state = { loading: isPending, error: isError && <RecordsError />, onRetry: () => void refetch() }
  const lease = data?.lease
  return (
    <Card title={<Trans>What has happened</Trans>}>
      <Tabs
        label={t`What has happened`}
        selected={list}
        onSelect={setList}
        tabs={LISTS.map((key) => ({ key, label: labels[key] }))}
      >
        {list === 'steps' && <StepsTable rows={lease?.steps ?? []} {...state} />}
        {list === 'payments' && <PaymentsTable rows={lease?.payments ?? []} {...state} />}
        {list === 'marks' && <MarksTable rows={lease?.marks ?? []} {...state} />}
        {list === 'commands' && <CommandsTable rows={lease?.commands ?? []} {...state} />}
      </Tabs>
    </Card>
  )
}

interface TableProps<Row> {
  readonly rows: readonly Row[]
  readonly loading: boolean
  readonly error: ReactNode
  readonly onRetry: () => void
}

/** By the names that the records give them. */
const STEPS: Readonly<Record<string, MessageDescriptor>> = {
  LeaseSigned: msg`signed`,
  LeaseApproved: msg`approved`,
  LeaseCancelled: msg`cancelled`,
  LeaseDelivered: msg`delivered`,
  EndRequested: msg`end asked for`,
  LeaseNoticed: msg`notice given`,
  LeaseDefaulted: msg`default declared`,
  LeaseCured: msg`cured`,
  LeaseRepossessed: msg`repossessed`,
  MachineSold: msg`machine sold`,
  LeaseWrittenOff: msg`written off`,
  LeaseEnded: msg`ended`,
}

function StepsTable(list: TableProps<Step>) {
  const { t } = useLingui()
  const stepName = (step: string) => {
    const name = STEPS[step]
    return name ? t(name) : step
  }
  const columns: readonly Column<Step>[] = [
    { id: 'step', header: t`Step`, cell: ({ step }) => stepName(step) },
    ...common<Step>({ at: t`When`, by: t`By`, hash: t`Transaction` }, ({ timestamp }) => timestamp),
  ]
  return <HistoryTable caption={t`Steps`} columns={columns} list={list} />
}

function PaymentsTable(list: TableProps<Payment>) {
  const { t } = useLingui()
  const { asset } = useDeployment()
  const money = (value: string) => <Money value={BigInt(value)} decimals={asset.decimals} />
  const columns: readonly Column<Payment>[] = [
    { id: 'at', header: t`When`, cell: ({ timestamp }) => <InstantText at={BigInt(timestamp)} /> },
    {
      id: 'payer',
      header: t`By`,
      cell: ({ payer, fromHeld }) =>
        fromHeld ? <Trans>from what is held</Trans> : <AccountName address={payer} short />,
    },
    { id: 'penalty', header: t`Penalty`, align: 'end', cell: ({ penalty }) => money(penalty) },
    { id: 'interest', header: t`Interest`, align: 'end', cell: ({ interest }) => money(interest) },
    { id: 'principal', header: t`Principal`, align: 'end', cell: ({ principal }) => money(principal) },
    { id: 'usage', header: t`Usage rent`, align: 'end', cell: ({ usage }) => money(usage) },
    { id: 'due', header: t`Then due`, align: 'end', cell: ({ due }) => money(due) },
  ]
  return <HistoryTable caption={t`Payments`} columns={columns} list={list} />
}

function MarksTable(list: TableProps<Mark>) {
  const { t } = useLingui()
  const { asset } = useDeployment()
  const columns: readonly Column<Mark>[] = [
    { id: 'mark', header: t`Mark`, cell: ({ oldPct, newPct }) => `${oldPct} % → ${newPct} %` },
    {
      id: 'impaired',
      header: t`Marked down (${asset.symbol})`,
      align: 'end',
      cell: ({ impaired }) => <Money value={BigInt(impaired)} decimals={asset.decimals} />,
    },
    { id: 'late', header: t`Days past due`, align: 'end', cell: ({ daysPastDue }) => daysPastDue },
    ...common<Mark>({ at: t`When`, by: t`By`, hash: t`Transaction` }, ({ timestamp }) => timestamp),
  ]
  return <HistoryTable caption={t`Marks`} columns={columns} list={list} />
}

function CommandsTable(list: TableProps<Command>) {
  const { t } = useLingui()
  const columns: readonly Column<Command>[] = [
    { id: 'what', header: t`Command`, cell: ({ locked }) => (locked ? <Trans>lock</Trans> : <Trans>unlock</Trans>) },
    { id: 'reason', header: t`Reason`, cell: ({ justification }) => justification || '–' },
    {
      id: 'done',
      header: t`The machine's word`,
      cell: ({ acknowledgedAt }) =>
        acknowledgedAt === null ? (
          <StatusPill tone="warning">
            <Trans>not yet</Trans>
          </StatusPill>
        ) : (
          <InstantText at={BigInt(acknowledgedAt)} />
        ),
    },
    ...common<Command>({ at: t`When`, by: t`By`, hash: t`Transaction` }, ({ issuedAt }) => issuedAt),
  ]
  return <HistoryTable caption={t`Locks`} columns={columns} list={list} />
}

interface Happened {
  readonly by: `0x${string}`
  readonly transaction: `0x${string}`
}

interface CommonTexts {
  readonly at: string
  readonly by: string
  readonly hash: string
}

/** When, by whom, in which transaction. */
function common<Row extends Happened>(texts: CommonTexts, timeOf: (row: Row) => string): readonly Column<Row>[] {
  return [
    { id: 'at', header: texts.at, cell: (row) => <InstantText at={BigInt(timeOf(row))} />, sortBy: timeOf },
    { id: 'by', header: texts.by, cell: ({ by }) => <AccountName address={by} short /> },
    { id: 'hash', header: texts.hash, cell: ({ transaction }) => <HashText value={transaction} /> },
  ]
}

interface HistoryTableProps<Row> {
  readonly caption: string
  readonly columns: readonly Column<Row>[]
  readonly list: TableProps<Row>
}

function HistoryTable<Row extends { readonly id: string }>({ caption, columns, list }: HistoryTableProps<Row>) {
  return (
    <DataTable
      caption={caption}
      columns={columns}
      rowKey={({ id }) => id}
      empty={<EmptyState title={<Trans>Nothing yet</Trans>} />}
      {...list}
    />
  )
}
