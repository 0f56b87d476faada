import { msg } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { creditLinesAbi, type Policy, policyLimit } from '@tallystick/sdk'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useBank, useDeployment } from '../../chain/deployment'
import { useTx, write } from '../../chain/tx'
import { useVerdict } from '../../chain/use-verdict'
import { Button, buttonClass, Card, KeyValueList, Notice } from '../../ui'
import { useCannotAct } from '../account/use-cannot-act'
import { outcomeItems } from '../scores/decision-card'
import type { MerchantScore } from '../scores/score'

export interface OpenCardProps {
  /** Undefined before the first score. */
  readonly score: MerchantScore | undefined
  readonly policy: Policy
  /** True for a line that was open before. */
  readonly isClosed: boolean
}

/** The way to a line: first a score, then one transaction. */
export function OpenCard({ score, policy, isClosed }: OpenCardProps) {
  const { asset } = useDeployment()
  if (!score) {
    return (
      <Card title={<Trans>No line yet</Trans>}>
        <p className="text-muted">
          <Trans>Give consent, ask for a score, and see what the bank's policy makes of it.</Trans>
        </p>
        <div className="flex flex-wrap gap-2">
          <Link to="/merchant/consents" className={buttonClass('secondary')}>
            <Trans>Data and consent</Trans>
          </Link>
          <Link to="/merchant/score" className={buttonClass('primary')}>
            <Trans>Score and decision</Trans>
          </Link>
        </div>
      </Card>
    )
  }
  const outcome = policyLimit(policy, score.score, score.turnover, asset.decimals)
  return (
    <Card title={titleOf(isClosed, outcome.limit > 0n)}>
      <KeyValueList items={outcomeItems(outcome, policy.bands, asset)} />
      {isClosed && (
        <Notice>
          <Trans>A line that is opened again starts at most at its old limit and rises from there by steps.</Trans>
        </Notice>
      )}
      {outcome.limit > 0n && (
        <p className="text-muted">
          <Trans>Opening costs nothing and draws nothing. Interest runs on what you draw only.</Trans>
        </p>
      )}
      <OpenButton isClosed={isClosed} />
      <Link to="/merchant/score" className="text-brand underline">
        <Trans>How this decision came about</Trans>
      </Link>
    </Card>
  )
}

function titleOf(isClosed: boolean, isOffered: boolean): ReactNode {
  if (isClosed) return <Trans>The line is closed</Trans>
  return isOffered ? <Trans>The bank offers you a line</Trans> : <Trans>The bank offers no line now</Trans>
}

function OpenButton({ isClosed }: { readonly isClosed: boolean }) {
  const { lines } = useBank()
  const { run, pending } = useTx()
  const cannotAct = useCannotAct('MERCHANT')
  const call = { address: lines, abi: creditLinesAbi, functionName: 'open', args: [] } as const
  const { refusal } = useVerdict(call)
  const open = write({ ...call, title: msg`Open the line`, args: () => [] as const })
  return (
    <div>
      <Button
        variant="primary"
        busy={pending}
        reason={cannotAct ?? refusal}
        onClick={() => void run(open).catch(() => undefined)}
        data-testid="open-line"
      >
        {isClosed ? <Trans>Open the line again</Trans> : <Trans>Open the line</Trans>}
      </Button>
    </div>
  )
}
