import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useNavigate } from '@tanstack/react-router'
import { Download } from 'lucide-react'
import { useAccount } from '../../chain/account'
import { AccountName } from '../../chain/account-name'
import { useDeployment } from '../../chain/deployment'
import { errorText } from '../../chain/errors'
import {
  Button,
  buttonClass,
  Card,
  type Column,
  DataTable,
  DayText,
  EmptyState,
  Money,
  Page,
  SelectInput,
  Tabs,
} from '../../ui'
import { DaysLeft } from './days-left'
import { exportRows } from './export'
import { OwedCard } from './owed-card'
import { PlainName } from './plain-name'
import { type ReceivableRow, type ReceivableRows, useHoldingRows, useRegisterRows } from './rows'
import type { ReceivablesFilter, ReceivablesState } from './search'
import { ReceivableStatus } from './status'
import { useOffers } from './use-offers'

/** What a company holds, and what each part would bring today; without a wallet, the whole register. */
export function ReceivablesPage({ view, state = 'any' }: ReceivablesFilter) {
  const { t } = useLingui()
  const { address } = useAccount()
  const deployment = useDeployment()
  const navigate = useNavigate()
  const show = (search: ReceivablesFilter) => void navigate({ to: '/receivables', search, replace: true })
  const shown = view ?? (address ? 'mine' : 'all')
  const held = useHoldingRows(shown === 'mine' ? address : undefined, state)
  const register = useRegisterRows(state, shown === 'all')
  const list = shown === 'mine' ? held : register
  return (
    <Page
      title={<Trans>Receivables</Trans>}
      lead={<Trans>Debts that a core enterprise has confirmed. Hold them, pass them on, or turn them into cash.</Trans>}
      actions={
        <>
          <Button
            reason={list.rows.length === 0 && t`There is nothing to export yet.`}
            onClick={() => exportRows(list.rows, deployment)}
          >
            <Download size={16} aria-hidden />
            <Trans>Export CSV</Trans>
          </Button>
          <Link to="/invoices/new" className={buttonClass('primary')}>
            <Trans>New invoice</Trans>
          </Link>
        </>
      }
    >
      {address && <OwedCard account={address} />}
      <Card>
        <Tabs
          label={t`Which receivables`}
          selected={shown}
          onSelect={(next) => show({ view: next, state })}
          tabs={[
            { key: 'mine', label: <Trans>Held by us</Trans> },
            { key: 'all', label: <Trans>All</Trans> },
          ]}
        >
          <div className="grid gap-3">
            <StateFilter state={state} onChange={(next) => show({ view: shown, state: next })} />
            <ReceivablesTable list={list} view={shown} />
          </div>
        </Tabs>
      </Card>
    </Page>
  )
}

interface StateFilterProps {
  readonly state: ReceivablesState
  readonly onChange: (state: ReceivablesState) => void
}

function StateFilter({ state, onChange }: StateFilterProps) {
  const { t } = useLingui()
  const options: readonly { readonly value: ReceivablesState; readonly label: string }[] = [
    { value: 'any', label: t`Any state` },
    { value: 'Open', label: t`Open` },
    { value: 'Overdue', label: t`Overdue` },
    { value: 'Settled', label: t`Settled` },
  ]
  const choose = (value: string) => onChange(options.find((option) => option.value === value)?.value ?? 'any')
  return (
    <div className="w-40">
      <SelectInput label={t`State`} value={state} onChange={choose} options={options} />
    </div>
  )
}

interface ReceivablesTableProps {
  readonly list: ReceivableRows
  readonly view: 'mine' | 'all'
}

function ReceivablesTable({ list, view }: ReceivablesTableProps) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const columns = useColumns(view, list.rows)
  return (
    <DataTable
      caption={t`Receivables`}
      columns={columns}
      rows={list.rows}
      rowKey={({ key }) => key}
      loading={list.loading}
      error={list.error ? errorText(list.error) : undefined}
      onRetry={list.retry}
      onRow={({ receivable }) => void navigate({ to: '/receivables/$baseId', params: { baseId: receivable.id } })}
      empty={view === 'mine' ? <NothingHeld /> : <NothingRegistered />}
    />
  )
}

function NothingHeld() {
  const { address } = useAccount()
  if (!address) {
    return (
      <EmptyState title={<Trans>No company is connected</Trans>}>
        <Trans>Connect your company's wallet to see what it holds.</Trans>
      </EmptyState>
    )
  }
  return (
    <EmptyState title={<Trans>You hold no receivables here</Trans>}>
      <Trans>Drop an invoice and ask your customer to confirm it. Once confirmed, it appears here.</Trans>
      <Link to="/invoices/new" className={buttonClass('primary')}>
        <Trans>New invoice</Trans>
      </Link>
    </EmptyState>
  )
}

function NothingRegistered() {
  return (
    <EmptyState title={<Trans>No receivable matches</Trans>}>
      <Trans>A receivable appears when supplier and core enterprise have both taken part.</Trans>
    </EmptyState>
  )
}

function useColumns(view: 'mine' | 'all', rows: readonly ReceivableRow[]): readonly Column<ReceivableRow>[] {
  const { t } = useLingui()
  const { asset } = useDeployment()
  const offers = useOffers(rows)
  const unit = asset.symbol
  const debtor: Column<ReceivableRow> = {
    id: 'debtor',
    header: t`Debtor`,
    cell: ({ receivable }) => (
      <Link
        to="/receivables/$baseId"
        params={{ baseId: receivable.id }}
        onClick={(event) => event.stopPropagation()}
        className="font-medium text-brand underline-offset-2 hover:underline"
      >
        <PlainName address={receivable.debtor} />
      </Link>
    ),
    sortBy: ({ receivable }) => receivable.debtor,
  }
  const supplier: Column<ReceivableRow> = {
    id: 'supplier',
    header: t`Supplier`,
    cell: ({ receivable }) => <AccountName address={receivable.supplier} short />,
    sortBy: ({ receivable }) => receivable.supplier,
  }
  const units: Column<ReceivableRow> = {
    id: 'units',
    header: view === 'mine' ? t`Units held (${unit})` : t`Face (${unit})`,
    align: 'end',
    cell: (row) => <Money value={row.units} decimals={asset.decimals} strong />,
    sortBy: (row) => row.units,
  }
  const offer: Column<ReceivableRow> = {
    id: 'offer',
    header: t`Cash today (${unit})`,
    align: 'end',
    cell: ({ key }) => <Money value={offers.get(key)} decimals={asset.decimals} />,
    sortBy: ({ key }) => offers.get(key) ?? 0n,
  }
  const due: Column<ReceivableRow> = {
    id: 'due',
    header: t`Due day`,
    cell: ({ receivable: { dueDay, state } }) => (
      <span>
        <DayText day={dueDay} />
        {state !== 'Settled' && (
          <span className="ml-2 text-xs text-muted">
            <DaysLeft dueDay={dueDay} />
          </span>
        )}
      </span>
    ),
    sortBy: ({ receivable }) => receivable.dueDay,
  }
  const status: Column<ReceivableRow> = {
    id: 'state',
    header: t`State`,
    cell: ({ receivable }) => <ReceivableStatus state={receivable.state} dueDay={receivable.dueDay} />,
    sortBy: ({ receivable }) => receivable.state,
  }
  return view === 'mine' ? [debtor, units, offer, due, status] : [debtor, supplier, units, due, status]
}
