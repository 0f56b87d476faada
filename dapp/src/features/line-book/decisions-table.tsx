import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { AccountName } from '../../chain/account-name'
import { useDeployment } from '../../chain/deployment'
import { RecordsError } from '../../graphql/records-error'
import {
  Bps,
  type Column,
  DataTable,
  DayText,
  EmptyState,
  InstantText,
  Money,
  type PillTone,
  StatusPill,
} from '../../ui'
import type { LimitDecision } from './use-line-decisions'

export interface DecisionsTableProps {
  readonly decisions: readonly LimitDecision[] | undefined
  readonly loading: boolean
  readonly failed: boolean
  readonly refetch: () => unknown
  /** Names the merchant of each decision. */
  readonly ofAllMerchants?: boolean
}

const NO_DECISIONS: readonly LimitDecision[] = []

/** Decisions on limits, each with the rule that made it. */
export function DecisionsTable({ decisions, loading, failed, refetch, ofAllMerchants = false }: DecisionsTableProps) {
  const { t } = useLingui()
  const columns = useColumns()
  return (
    <DataTable
      caption={t`Decisions on limits`}
      columns={ofAllMerchants ? columns : columns.filter(({ id }) => id !== 'merchant')}
      rows={decisions ?? NO_DECISIONS}
      rowKey={({ id }) => id}
      loading={loading}
      error={failed && <RecordsError />}
      onRetry={() => void refetch()}
      empty={
        <EmptyState title={<Trans>No decision yet</Trans>}>
          <Trans>The first one is taken when a merchant opens a line.</Trans>
        </EmptyState>
      }
    />
  )
}

function useColumns(): readonly Column<LimitDecision>[] {
  const { t } = useLingui()
  const { asset } = useDeployment()
  const money = (value: string) => <Money value={BigInt(value)} decimals={asset.decimals} />
  return [
    {
      id: 'at',
      header: t`Time`,
      cell: ({ id, timestamp }) => (
        <Link to="/audit/decisions/$decision" params={{ decision: id }} className="text-brand underline">
          <InstantText at={BigInt(timestamp)} />
        </Link>
      ),
      sortBy: ({ timestamp }) => BigInt(timestamp),
    },
    { id: 'merchant', header: t`Merchant`, cell: ({ merchant }) => <AccountName address={merchant} short /> },
    { id: 'rule', header: t`Decided by`, cell: (decision) => <Rule decision={decision} /> },
    { id: 'score', header: t`Score`, align: 'end', cell: ({ score }) => (score === 0 ? '–' : score) },
    {
      id: 'old',
      header: t`Limit before`,
      align: 'end',
      cell: ({ oldLimit }) => money(oldLimit),
      sortBy: ({ oldLimit }) => BigInt(oldLimit),
    },
    {
      id: 'new',
      header: t`Limit after (${asset.symbol})`,
      align: 'end',
      cell: ({ newLimit }) => money(newLimit),
      sortBy: ({ newLimit }) => BigInt(newLimit),
    },
    { id: 'rate', header: t`Price`, align: 'end', cell: ({ rateBps }) => <Bps value={rateBps} /> },
  ]
}

const KINDS: Readonly<Record<LimitDecision['kind'], { readonly tone: PillTone; readonly label: MessageDescriptor }>> = {
  Policy: { tone: 'info', label: msg`policy` },
  Override: { tone: 'warning', label: msg`the bank` },
  Default: { tone: 'danger', label: msg`default` },
}

/** The rule: version and band of the policy, or the officer's reason. */
function Rule({ decision }: { readonly decision: LimitDecision }) {
  const { t } = useLingui()
  const { tone, label } = KINDS[decision.kind]
  return (
    <span className="grid justify-items-start gap-1 max-md:justify-items-end">
      <StatusPill tone={tone}>{t(label)}</StatusPill>
      <span className="text-xs text-muted">
        <RuleDetails decision={decision} />
      </span>
    </span>
  )
}

const NO_BAND = 255

function RuleDetails({ decision }: { readonly decision: LimitDecision }) {
  const { kind, policyVersion, band, justification, untilDay, by } = decision
  if (kind === 'Override') {
    return (
      <Trans>
        <AccountName address={by} short />: “{justification}”, until <DayText day={untilDay ?? undefined} />
      </Trans>
    )
  }
  if (kind === 'Default') return <Trans>the limit ends with the default</Trans>
  const version = policyVersion?.version ?? 0
  if (band === NO_BAND) return <Trans>version {version}, no band</Trans>
  const number = band + 1
  return (
    <Trans>
      version {version}, band {number}
    </Trans>
  )
}
