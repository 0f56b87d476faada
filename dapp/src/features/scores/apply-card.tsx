import { msg } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { scoreOracleAbi } from '@tallystick/sdk'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Address } from 'viem'
import { useBank } from '../../chain/deployment'
import { useChainNow } from '../../chain/now'
import { useTx, write } from '../../chain/tx'
import { useVerdict, type Verdict } from '../../chain/use-verdict'
import { Button, Card } from '../../ui'
import { useCannotAct } from '../account/use-cannot-act'
import { LastRequest } from './last-request'
import { RequestProgress } from './request-progress'
import { useOpenRequest } from './use-request'
import type { ScoreState } from './use-score'

export interface ApplyCardProps {
  readonly merchant: Address
  readonly state: ScoreState
}

/** Asks the oracle network for a score: what happens, how far it is, why it cannot be asked for now. */
export function ApplyCard({ merchant, state }: ApplyCardProps) {
  const request = useOpenRequest(state.openRequest)
  const now = useChainNow()
  const isUnderWay = state.openRequest !== undefined && (request === undefined || now <= request.expiresAt)
  return (
    <Card title={state.score ? <Trans>A new score</Trans> : <Trans>Apply for a line</Trans>}>
      <p className="text-muted">
        <Trans>
          Nobody decides by hand: the oracle network reads the data that you have consented to, computes your score with
          the bank's registered model, and the bank's public policy turns it into limit and price.
        </Trans>
      </p>
      {request && <RequestProgress request={request} />}
      {!isUnderWay && <LastRequest merchant={merchant} />}
      {!isUnderWay && <RequestButton isFirst={state.score === undefined} />}
    </Card>
  )
}

function RequestButton({ isFirst }: { readonly isFirst: boolean }) {
  const { scoreOracle } = useBank()
  const { run, pending } = useTx()
  const cannotAct = useCannotAct('MERCHANT')
  const call = { address: scoreOracle, abi: scoreOracleAbi, functionName: 'requestScore', args: [] } as const
  const verdict = useVerdict(call)
  const request = write({ ...call, title: msg`Ask for a score`, args: () => [] as const })
  return (
    <div>
      <Button
        variant="primary"
        busy={pending}
        reason={cannotAct ?? refusalOf(verdict)}
        onClick={() => void run(request).catch(() => undefined)}
        data-testid="request-score"
      >
        {isFirst ? <Trans>Ask for my score</Trans> : <Trans>Ask for a new score</Trans>}
      </Button>
    </div>
  )
}

/** The contract's own reason, with the way to put it right where there is one. */
function refusalOf({ refusal, code }: Verdict): ReactNode {
  if (refusal === undefined || code !== 'ConsentMissing') return refusal
  return (
    <>
      {refusal}{' '}
      <Link to="/merchant/consents" className="text-brand underline">
        <Trans>Give consent</Trans>
      </Link>
    </>
  )
}
