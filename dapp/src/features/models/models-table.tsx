import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { AccountName } from '../../chain/account-name'
import { Button, type Column, DataTable, EmptyState, HashText, InstantText } from '../../ui'
import type { CreditModel } from './credit-model'
import { ModelStatusPill } from './model-status'

export interface ModelsTableProps {
  readonly models: readonly CreditModel[]
  readonly loading: boolean
  readonly error: ReactNode
  readonly onRetry: () => void
  readonly onManage: (model: CreditModel) => void
}

/** All versions of the bank's model. */
export function ModelsTable({ models, loading, error, onRetry, onManage }: ModelsTableProps) {
  const { t } = useLingui()
  const columns = useColumns(onManage)
  return (
    <DataTable
      caption={t`Credit models of the bank`}
      columns={columns}
      rows={models}
      rowKey={({ id }) => id}
      loading={loading}
      error={error}
      onRetry={onRetry}
      empty={
        <EmptyState title={<Trans>No model is registered yet</Trans>}>
          <Trans>The model developer registers one; another role validates it, a third one activates it.</Trans>
        </EmptyState>
      }
    />
  )
}

function useColumns(onManage: (model: CreditModel) => void): readonly Column<CreditModel>[] {
  const { t } = useLingui()
  return [
    { id: 'version', header: t`Version`, cell: ({ version }) => version, sortBy: ({ version }) => version },
    { id: 'status', header: t`Status`, cell: ({ status }) => <ModelStatusPill status={status} /> },
    { id: 'hash', header: t`Model hash`, cell: ({ modelHash }) => <HashText value={modelHash} /> },
    { id: 'developer', header: t`Developed by`, cell: ({ developer }) => <AccountName address={developer} short /> },
    { id: 'validator', header: t`Validated by`, cell: ({ validator }) => <Who address={validator} /> },
    { id: 'approver', header: t`Activated by`, cell: ({ approver }) => <Who address={approver} /> },
    {
      id: 'at',
      header: t`Active since`,
      cell: ({ activatedAt }) => <InstantText at={activatedAt === null ? undefined : BigInt(activatedAt)} />,
    },
    {
      id: 'manage',
      header: <span className="sr-only">{t`Action`}</span>,
      align: 'end',
      cell: (model) => (
        <Button onClick={() => onManage(model)} data-testid={`manage-model-${model.version}`}>
          <Trans>Manage</Trans>
        </Button>
      ),
    },
  ]
}

function Who({ address }: { readonly address: CreditModel['validator'] }) {
  return address === null ? <span className="text-muted">–</span> : <AccountName address={address} short />
}
