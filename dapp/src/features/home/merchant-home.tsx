import { Trans } from '@lingui/react/macro'
import { debtAt } from '@tallystick/sdk'
import { Link } from '@tanstack/react-router'
import type { Address } from 'viem'
import { useDeployment } from '../../chain/deployment'
import { useChainNow } from '../../chain/now'
import { buttonClass, DayText, Money, Skeleton } from '../../ui'
import { type LineReading, useLine } from '../lines/use-line'
import { useScore } from '../scores/use-score'
import { ToDoCard, ToDoGrid } from './to-do-card'

/** What a merchant can draw and must pay, and the next step towards a line. */
export function MerchantHome({ merchant }: { readonly merchant: Address }) {
  const reading = useLine(merchant).data
  return (
    <ToDoGrid>
      {reading ? <LineCards reading={reading} /> : <Skeleton className="h-40" />}
      <ScoreCard merchant={merchant} />
      <ToDoCard title={<Trans>Your data</Trans>}>
        <Trans>See and withdraw what platforms may tell the bank's oracle about your shop.</Trans>
        <Link to="/merchant/consents" className={buttonClass('secondary')}>
          <Trans>Data and consent</Trans>
        </Link>
      </ToDoCard>
    </ToDoGrid>
  )
}

function LineCards({ reading: { line, state, billing } }: { readonly reading: LineReading }) {
  const { asset } = useDeployment()
  const now = useChainNow()
  const { total, due, dueSince, billDay } = debtAt(line, billing, now)
  const free = state === 'Active' && line.limit > line.principal ? line.limit - line.principal : 0n
  const amount = (value: bigint) => (
    <p className="text-2xl font-semibold text-ink">
      <Money value={value} decimals={asset.decimals} symbol={asset.symbol} />
    </p>
  )
  if (state === 'None' || state === 'Closed') {
    return (
      <ToDoCard title={<Trans>A line for your shop</Trans>}>
        <Trans>A revolving line whose limit follows your sales. No collateral, no paper.</Trans>
        <Link to="/merchant/line" className={buttonClass('primary')}>
          <Trans>See the way to a line</Trans>
        </Link>
      </ToDoCard>
    )
  }
  return (
    <>
      <ToDoCard title={<Trans>Free to draw</Trans>}>
        {amount(free)}
        <Link to="/merchant/line" className={buttonClass('primary')}>
          <Trans>Draw or repay</Trans>
        </Link>
      </ToDoCard>
      <ToDoCard title={due > 0n ? <Trans>Due now</Trans> : <Trans>What you owe</Trans>}>
        {amount(due > 0n ? due : total)}
        {due > 0n && (
          <span>
            <Trans>
              since <DayText day={dueSince} />
            </Trans>
          </span>
        )}
        {due === 0n && billDay !== 0 && (
          <span>
            <Trans>
              Next bill on <DayText day={billDay} />
            </Trans>
          </span>
        )}
        <Link to="/merchant/line" className={buttonClass('secondary')}>
          <Trans>My line</Trans>
        </Link>
      </ToDoCard>
    </>
  )
}

function ScoreCard({ merchant }: { readonly merchant: Address }) {
  const score = useScore(merchant).data?.score
  return (
    <ToDoCard title={<Trans>Your score</Trans>}>
      {score && <p className="text-2xl font-semibold text-ink">{score.score}</p>}
      <Trans>How the bank's model sees your shop, and why.</Trans>
      <Link to="/merchant/score" className={buttonClass('secondary')}>
        <Trans>Score and decision</Trans>
      </Link>
    </ToDoCard>
  )
}
