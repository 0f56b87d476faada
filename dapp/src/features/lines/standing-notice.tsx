import { Trans } from '@lingui/react/macro'
import type { LineState } from '@tallystick/sdk'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Verdict } from '../../chain/use-verdict'
import { DayText, Notice } from '../../ui'

export interface StandingNoticeProps {
  readonly state: LineState
  /** What the contract says to the smallest draw. */
  readonly verdict: Verdict
  /** Day since which something is due, 0 when nothing is. */
  readonly dueSince: number
  /** Days after a bill in which it bears no penalty. */
  readonly graceDays: number
}

/** Why the line gives no money now, in one sentence with the next step; nothing while it does. */
export function StandingNotice({ state, verdict, dueSince, graceDays }: StandingNoticeProps) {
  switch (state) {
    case 'NonAccrual':
      return (
        <Notice tone="danger" title={<Trans>The line is marked down</Trans>}>
          <Trans>
            Bills are unpaid since <DayText day={dueSince} />. Pay what is due, and the line is good again.
          </Trans>
        </Notice>
      )
    case 'Defaulted':
      return (
        <Notice tone="danger" title={<Trans>The line is in default</Trans>}>
          <Trans>The limit has ended and the whole debt is due. Paying all of it cures the line.</Trans>
        </Notice>
      )
    case 'WrittenOff':
      return (
        <Notice tone="danger" title={<Trans>The debt is written off in the bank's books</Trans>}>
          <Trans>It is still owed and can still be paid. Nothing more accrues.</Trans>
        </Notice>
      )
    case 'Active':
      return <Suspension verdict={verdict} graceDays={graceDays} />
    default:
      return null
  }
}

function Suspension({ verdict, graceDays }: Pick<StandingNoticeProps, 'verdict' | 'graceDays'>) {
  const { code, refusal } = verdict
  // A line drawn to its limit is not suspended; the available amount says so.
  if (refusal === undefined || code === 'LimitExceeded') return null
  return (
    <Notice tone="warning" title={<Trans>No money can be drawn now</Trans>}>
      <p data-testid="suspension">
        {code === 'InsufficientLiquidity' ? (
          <Trans>The bank's treasury has no free cash. Ask the bank.</Trans>
        ) : (
          refusal
        )}
      </p>
      {code === 'PastDue' && (
        <p>
          <Trans>From {graceDays} days after the bill on, a penalty runs.</Trans>
        </p>
      )}
      <NextStep code={code} />
    </Notice>
  )
}

function NextStep({ code }: { readonly code: string | undefined }): ReactNode {
  switch (code) {
    case 'ConsentNotLive':
      return (
        <StepLink to="/merchant/consents">
          <Trans>Give consent again</Trans>
        </StepLink>
      )
    case 'ScoreStale':
      return (
        <StepLink to="/merchant/score">
          <Trans>Ask for a new score</Trans>
        </StepLink>
      )
    case 'ScorePending':
      return (
        <StepLink to="/merchant/score">
          <Trans>See how far the request is</Trans>
        </StepLink>
      )
    default:
      return null
  }
}

interface StepLinkProps {
  readonly to: '/merchant/consents' | '/merchant/score'
  readonly children: ReactNode
}

function StepLink({ to, children }: StepLinkProps) {
  return (
    <Link to={to} className="text-brand underline">
      {children}
    </Link>
  )
}
