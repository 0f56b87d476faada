import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import type { Address } from 'viem'
import { useAccount } from '../../chain/account'
import { AccountName } from '../../chain/account-name'
import { useDeployment } from '../../chain/deployment'
import { useChainNow } from '../../chain/now'
import { useTx } from '../../chain/tx'
import { RecordsError } from '../../graphql/records-error'
import { Button, type Column, Countdown, DataTable, EmptyState, InstantText, type PillTone, StatusPill } from '../../ui'
import { decodeOperation, operationTitle } from './describe-operation'
import { cancelling, executing } from './guarded-call'
import { OperationDetails } from './operation-details'
import { type OperationStage, stageOf } from './operation-state'
import { type Operation, useOperations } from './use-operations'
import { useMayCancel } from './use-permission'

/** What has been announced at an access manager, with the time at which it can be executed. */
export function OperationsTable({ manager }: { readonly manager: Address }) {
  const { t } = useLingui()
  const { operations, isPending, error, refetch } = useOperations(manager)
  const columns = useColumns()
  return (
    <DataTable
      caption={t`Announced changes`}
      columns={columns}
      rows={operations ?? NO_OPERATIONS}
      rowKey={({ id }) => id}
      loading={isPending}
      error={error && <RecordsError />}
      onRetry={() => void refetch()}
      empty={
        <EmptyState title={<Trans>Nothing has been announced</Trans>}>
          <Trans>Changes that loosen a rule appear here with the time at which they can be executed.</Trans>
        </EmptyState>
      }
    />
  )
}

const NO_OPERATIONS: readonly Operation[] = []

function useColumns(): readonly Column<Operation>[] {
  const { t } = useLingui()
  return [
    { id: 'change', header: t`Change`, cell: (operation) => <ChangeCell operation={operation} /> },
    { id: 'caller', header: t`Announced by`, cell: ({ caller }) => <AccountName address={caller} short /> },
    { id: 'time', header: t`Executable from`, cell: ({ schedule }) => <InstantText at={BigInt(schedule)} /> },
    { id: 'state', header: t`Status`, cell: (operation) => <StateCell operation={operation} /> },
    {
      id: 'act',
      header: <span className="sr-only">{t`Action`}</span>,
      align: 'end',
      cell: (operation) => <OperationButtons operation={operation} />,
    },
  ]
}

function ChangeCell({ operation }: { readonly operation: Operation }) {
  const { t } = useLingui()
  const deployment = useDeployment()
  const decoded = decodeOperation(deployment, operation.target, operation.data)
  const functionName = decoded?.functionName ?? (operation.functionName || operation.selector)
  return (
    <span className="grid gap-0.5">
      <span className="font-medium">{t(operationTitle(deployment, operation.target, functionName))}</span>
      {decoded && (
        <span className="text-muted">
          <OperationDetails operation={decoded} />
        </span>
      )}
    </span>
  )
}

const STAGES: Readonly<Record<OperationStage, { readonly tone: PillTone; readonly label: MessageDescriptor }>> = {
  waiting: { tone: 'info', label: msg`waiting` },
  due: { tone: 'warning', label: msg`can be executed` },
  lapsed: { tone: 'neutral', label: msg`lapsed` },
  executed: { tone: 'positive', label: msg`executed` },
  canceled: { tone: 'neutral', label: msg`cancelled` },
}

function StateCell({ operation }: { readonly operation: Operation }) {
  const { t } = useLingui()
  const now = useChainNow()
  const schedule = BigInt(operation.schedule)
  const stage = stageOf(operation.state, schedule, now)
  const { tone, label } = STAGES[stage]
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <StatusPill tone={tone}>{t(label)}</StatusPill>
      {stage === 'waiting' && <Countdown now={now} until={schedule} />}
    </span>
  )
}

function OperationButtons({ operation }: { readonly operation: Operation }) {
  const now = useChainNow()
  const stage = stageOf(operation.state, BigInt(operation.schedule), now)
  if (stage !== 'waiting' && stage !== 'due') return null
  return (
    <span className="inline-flex flex-wrap items-start justify-end gap-2">
      <ExecuteButton operation={operation} isDue={stage === 'due'} />
      <CancelButton operation={operation} />
    </span>
  )
}

function ExecuteButton({ operation, isDue }: { readonly operation: Operation; readonly isDue: boolean }) {
  const { t } = useLingui()
  const { address } = useAccount()
  const { run, pending } = useTx()
  const reason = useExecuteReason(address?.toLowerCase() === operation.caller, isDue)
  const title = operationTitle(useDeployment(), operation.target, operation.functionName)
  return (
    <Button
      variant={isDue ? 'primary' : 'secondary'}
      busy={pending}
      reason={reason}
      onClick={() => void run(executing(title, operation)).catch(() => undefined)}
    >
      {t`Execute`}
    </Button>
  )
}

function useExecuteReason(isCaller: boolean, isDue: boolean): string | undefined {
  const { t } = useLingui()
  const { status } = useAccount()
  if (status === 'disconnected') return t`Connect a wallet to do this.`
  if (!isCaller) return t`Only its announcer can execute it.`
  return isDue ? undefined : t`Its time has not come.`
}

/** Shown only to those who can cancel. */
function CancelButton({ operation }: { readonly operation: Operation }) {
  const { run, pending } = useTx()
  const mayCancel = useMayCancel(operation, operation.selector, operation.caller)
  if (!mayCancel) return null
  return (
    <Button
      busy={pending}
      onClick={() => void run(cancelling(msg`Cancel an announced change`, operation)).catch(() => undefined)}
    >
      <Trans>Cancel</Trans>
    </Button>
  )
}
