import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { Printer } from 'lucide-react'
import { getAddress, type Hex } from 'viem'
import { AccountName } from '../../chain/account-name'
import { useDeployment } from '../../chain/deployment'
import { RecordsError } from '../../graphql/records-error'
import {
  Button,
  buttonClass,
  Card,
  DayText,
  EmptyState,
  ErrorState,
  HashText,
  InstantText,
  type KeyValue,
  KeyValueList,
  Money,
  Page,
  Skeleton,
} from '../../ui'
import { PrintStamp } from '../audit/print-stamp'
import { DisputeCard } from './dispute-card'
import { PolicyCheckCard } from './policy-check-card'
import { type AuditedDecision, useDecision } from './use-decision'

/** One decision on a limit, from the score to the money, each step computed again. */
export function DecisionPage({ id }: { readonly id: Hex }) {
  const { decision, isPending, error, refetch } = useDecision(id)
  return (
    <Page
      title={<Trans>Decision on a limit</Trans>}
      lead={<HashText value={id} />}
      actions={decision && <DecisionActions decision={decision} />}
    >
      {isPending && <Skeleton className="h-96" />}
      {error && !decision && (
        <ErrorState onRetry={() => void refetch()}>
          <RecordsError />
        </ErrorState>
      )}
      {decision === null && (
        <EmptyState title={<Trans>No such decision</Trans>}>
          <Trans>The records know no decision with this id.</Trans>
        </EmptyState>
      )}
      {decision && (
        <>
          <div className="grid items-start gap-5 lg:grid-cols-2">
            <FactsCard decision={decision} />
            <PolicyCheckCard decision={decision} />
          </div>
          {decision.answer && <DisputeCard merchant={getAddress(decision.merchant)} answer={decision.answer} />}
          <PrintStamp rows={[decision]} />
        </>
      )}
    </Page>
  )
}

function DecisionActions({ decision }: { readonly decision: AuditedDecision }) {
  return (
    <>
      <Link
        to="/treasury/lines/$merchant"
        params={{ merchant: getAddress(decision.merchant) }}
        className={buttonClass()}
      >
        <Trans>Open the line</Trans>
      </Link>
      <Button onClick={() => window.print()}>
        <Printer size={16} aria-hidden />
        <Trans>Print</Trans>
      </Button>
    </>
  )
}

function FactsCard({ decision }: { readonly decision: AuditedDecision }) {
  const { t } = useLingui()
  const { asset } = useDeployment()
  const money = (value: string) => <Money value={BigInt(value)} decimals={asset.decimals} symbol={asset.symbol} />
  return (
    <Card title={<Trans>What was decided</Trans>}>
      <KeyValueList
        items={[
          { key: 'merchant', label: t`Merchant`, value: <AccountName address={decision.merchant} /> },
          { key: 'at', label: t`Time`, value: <InstantText at={BigInt(decision.timestamp)} /> },
          { key: 'old', label: t`Limit before`, value: money(decision.oldLimit) },
          { key: 'new', label: t`Limit after`, value: money(decision.newLimit) },
          ...useOrigin(decision),
          { key: 'transaction', label: t`Transaction`, value: <HashText value={decision.transaction} /> },
        ]}
      />
    </Card>
  )
}

/** Who or what decided. */
function useOrigin({ kind, by, justification, untilDay, answer }: AuditedDecision): readonly KeyValue[] {
  const { t } = useLingui()
  const caller = { key: 'by', label: t`Sent by`, value: <AccountName address={by} /> }
  if (kind === 'Override') {
    return [
      { ...caller, label: t`Decided by` },
      { key: 'reason', label: t`Reason`, value: <span className="break-words">{justification}</span> },
      { key: 'until', label: t`Stands until`, value: <DayText day={untilDay ?? undefined} /> },
    ]
  }
  if (!answer) return [caller]
  const { model, request, commitment, asOf } = answer
  return [
    caller,
    { key: 'request', label: t`Request`, value: <HashText value={request.id} /> },
    { key: 'asOf', label: t`Data up to`, value: <InstantText at={BigInt(asOf)} /> },
    { key: 'model', label: t`Model`, value: t`version ${model.version}` },
    { key: 'hash', label: t`Model hash`, value: <HashText value={model.modelHash} /> },
    { key: 'commitment', label: t`Fingerprint of the data`, value: <HashText value={commitment} /> },
  ]
}
