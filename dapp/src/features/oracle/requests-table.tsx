import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { type Bilingual, scoreOracleAbi } from '@tallystick/sdk'
import { AccountName } from '../../chain/account-name'
import { useBank } from '../../chain/deployment'
import { useChainNow } from '../../chain/now'
import { useTx, write } from '../../chain/tx'
import { RecordsError } from '../../graphql/records-error'
import { inLocale } from '../../i18n'
import { useLocale } from '../../i18n/use-locale'
import { formatDuration } from '../../lib/duration'
import { Button, type Column, DataTable, EmptyState, InstantText, type PillTone, StatusPill } from '../../ui'
import { refusalText } from './refusal'
import { type OracleRequest, useOracleRequests } from './use-oracle'

const NO_REQUESTS: readonly OracleRequest[] = []

/** Requests for scores with what became of them. */
export function RequestsTable() {
  const { t } = useLingui()
  const { requests, isPending, error, refetch } = useOracleRequests()
  const columns = useColumns()
  return (
    <DataTable
      caption={t`Requests to the oracle network`}
      columns={columns}
      rows={requests ?? NO_REQUESTS}
      rowKey={({ id }) => id}
      loading={isPending}
      error={error && <RecordsError />}
      onRetry={() => void refetch()}
      empty={
        <EmptyState title={<Trans>No score has been requested yet</Trans>}>
          <Trans>A merchant asks for its score after it has consented to the release of its data.</Trans>
        </EmptyState>
      }
    />
  )
}

function useColumns(): readonly Column<OracleRequest>[] {
  const { t } = useLingui()
  return [
    { id: 'merchant', header: t`Merchant`, cell: ({ merchant }) => <AccountName address={merchant} short /> },
    {
      id: 'at',
      header: t`Requested`,
      cell: ({ requestedAt }) => <InstantText at={BigInt(requestedAt)} />,
      sortBy: ({ requestedAt }) => BigInt(requestedAt),
    },
    { id: 'state', header: t`Status`, cell: (request) => <RequestState request={request} /> },
    { id: 'took', header: t`Took`, align: 'end', cell: (request) => <Took request={request} /> },
    { id: 'score', header: t`Score`, align: 'end', cell: ({ answers }) => answers[0]?.score ?? '–' },
    { id: 'model', header: t`Model`, align: 'end', cell: ({ model }) => model.version },
    {
      id: 'act',
      header: <span className="sr-only">{t`Action`}</span>,
      align: 'end',
      cell: (request) => <ExpireButton request={request} />,
    },
  ]
}

const STATES: Readonly<Record<OracleRequest['state'], { readonly tone: PillTone; readonly label: MessageDescriptor }>> =
  {
    Open: { tone: 'info', label: msg`waiting` },
    Answered: { tone: 'positive', label: msg`answered` },
    Failed: { tone: 'danger', label: msg`refused` },
    Expired: { tone: 'warning', label: msg`expired` },
  }

function RequestState({ request }: { readonly request: OracleRequest }) {
  const { t } = useLingui()
  const { tone, label } = STATES[request.state]
  const reason = refusalText(request)
  return (
    <span className="grid justify-items-start gap-1 max-md:justify-items-end">
      <StatusPill tone={tone}>{t(label)}</StatusPill>
      {reason && (
        <span className="text-xs text-muted">
          <Sentence text={reason} />
        </span>
      )}
    </span>
  )
}

function Sentence({ text }: { readonly text: Bilingual | MessageDescriptor }) {
  const { t } = useLingui()
  const locale = useLocale()
  return 'en' in text ? inLocale(text, locale) : t(text)
}

function Took({ request }: { readonly request: OracleRequest }) {
  const locale = useLocale()
  const { requestedAt, closedAt } = request
  return closedAt === null ? '–' : formatDuration(Number(closedAt) - Number(requestedAt), locale)
}

/** Shown only where the time for an answer is over. Anyone may. */
function ExpireButton({ request }: { readonly request: OracleRequest }) {
  const { scoreOracle } = useBank()
  const now = useChainNow()
  const { run, pending } = useTx()
  if (request.state !== 'Open' || now <= BigInt(request.expiresAt)) return null
  const expire = write({
    title: msg`Give up an unanswered request`,
    address: scoreOracle,
    abi: scoreOracleAbi,
    functionName: 'expire',
    args: () => [request.id] as const,
  })
  return (
    <Button busy={pending} onClick={() => void run(expire).catch(() => undefined)}>
      <Trans>Give up</Trans>
    </Button>
  )
}
