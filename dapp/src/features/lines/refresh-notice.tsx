import { msg } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { creditLinesAbi } from '@tallystick/sdk'
import type { Address } from 'viem'
import { useBank, useDeployment } from '../../chain/deployment'
import { useChainNow } from '../../chain/now'
import { useTx, write } from '../../chain/tx'
import { Bps, Button, Money, Notice } from '../../ui'
import type { ScoreState } from '../scores/use-score'
import { type LimitInput, limitAfterRefresh } from './limit-now'

export interface RefreshNoticeProps {
  readonly merchant: Address
  readonly input: LimitInput
  readonly score: ScoreState
}

/** Offers to bring the line to the latest score and policy, when that would change it. */
export function RefreshNotice({ merchant, input, score }: RefreshNoticeProps) {
  const { lines } = useBank()
  const { asset } = useDeployment()
  const { run, pending } = useTx()
  const now = useChainNow()
  const { line, policy } = input
  const isRecent = BigInt((score.score?.asOf ?? 0) + policy.rules.scoreMaxAge) >= now
  const next = limitAfterRefresh(input, score.consented && score.openRequest === undefined && isRecent)
  if (next.limit === line.limit && next.rateBps === line.rateBps) return null
  const refresh = write({
    title: msg`Apply the latest score to the line`,
    address: lines,
    abi: creditLinesAbi,
    functionName: 'refresh',
    args: () => [merchant] as const,
  })
  return (
    <Notice
      tone={next.limit < line.limit ? 'warning' : 'info'}
      title={
        next.limit < line.limit ? (
          <Trans>Your latest score lowers the limit</Trans>
        ) : (
          <Trans>The line can be brought up to date</Trans>
        )
      }
    >
      <div className="grid justify-items-start gap-2">
        {next.limit !== line.limit && (
          <p>
            <Trans>
              Limit: <Money value={line.limit} decimals={asset.decimals} symbol={asset.symbol} /> →{' '}
              <Money value={next.limit} decimals={asset.decimals} symbol={asset.symbol} strong />
            </Trans>
          </p>
        )}
        {next.rateBps !== line.rateBps && (
          <p>
            <Trans>
              Price of the next draw: <Bps value={line.rateBps} /> → <Bps value={next.rateBps} />
            </Trans>
          </p>
        )}
        <p>
          <Trans>What you have drawn keeps its price and is not called in.</Trans>
        </p>
        <Button busy={pending} onClick={() => void run(refresh).catch(() => undefined)} data-testid="refresh-line">
          <Trans>Apply now</Trans>
        </Button>
      </div>
    </Notice>
  )
}
