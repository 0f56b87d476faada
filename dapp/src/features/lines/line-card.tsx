import { Trans } from '@lingui/react/macro'
import { creditLinesAbi, debtAt } from '@tallystick/sdk'
import { useState } from 'react'
import type { Address } from 'viem'
import { useBank, useDeployment } from '../../chain/deployment'
import { useChainNow, useToday } from '../../chain/now'
import { useVerdict } from '../../chain/use-verdict'
import { Bps, Button, Money, Stat, StatGroup } from '../../ui'
import { useCannotAct } from '../account/use-cannot-act'
import type { VersionedPolicy } from '../scores/use-policy'
import type { ScoreState } from '../scores/use-score'
import { CloseButton } from './close-button'
import { DebtCard } from './debt-card'
import { DrawDialog } from './draw-dialog'
import { type LimitInput, limitAtDraw } from './limit-now'
import { RefreshNotice } from './refresh-notice'
import { RepayDialog } from './repay-dialog'
import { StandingNotice } from './standing-notice'
import type { LineReading } from './use-line'

export interface LineCardProps {
  readonly merchant: Address
  readonly reading: LineReading
  readonly score: ScoreState
  readonly policy: VersionedPolicy
}

/** The smallest amount: what the contract says to it tells whether the line gives money at all. */
const PROBE = 1n
const ANY_PRICE = 65_535

/** An open line: what is free and at what price, what is owed, and everything that can be done. */
export function LineCard({ merchant, reading, score, policy }: LineCardProps) {
  const { lines } = useBank()
  const { asset } = useDeployment()
  const today = useToday()
  const [dialog, setDialog] = useState<'draw' | 'repay'>()
  const { line, state, billing } = reading
  const input: LimitInput = {
    line,
    score: score.score,
    policy,
    policyVersion: policy.version,
    today,
    decimals: asset.decimals,
  }
  const { limit, rateBps } = limitAtDraw(input)
  // Bills that nobody has written yet count too.
  const { dueSince } = debtAt(line, billing, useChainNow())
  const isActive = state === 'Active'
  const free = isActive && limit > line.principal ? limit - line.principal : 0n
  const probe = { address: lines, abi: creditLinesAbi, functionName: 'draw', args: [PROBE, ANY_PRICE] } as const
  const verdict = useVerdict(isActive ? probe : undefined)
  const money = (value: bigint) => <Money value={value} decimals={asset.decimals} symbol={asset.symbol} />
  const close = () => setDialog(undefined)
  return (
    <>
      <StandingNotice state={state} verdict={verdict} dueSince={dueSince} graceDays={billing.graceDays} />
      {isActive && <RefreshNotice merchant={merchant} input={input} score={score} />}
      <StatGroup>
        <Stat label={<Trans>Free to draw</Trans>} value={money(free)} testId="line-free" />
        <Stat label={<Trans>Drawn</Trans>} value={money(line.principal)} testId="line-drawn" />
        <Stat label={<Trans>Credit limit</Trans>} value={money(limit)} testId="line-limit" />
        <Stat
          label={<Trans>Price of the next draw</Trans>}
          value={<Bps value={rateBps} />}
          hint={<Trans>a year; what is drawn keeps its price</Trans>}
          testId="line-rate"
        />
      </StatGroup>
      <div className="flex flex-wrap items-start gap-2">
        <DrawButton free={free} isActive={isActive} refusal={verdict.refusal} onClick={() => setDialog('draw')} />
        <RepayButton reading={reading} onClick={() => setDialog('repay')} />
        <CloseButton reading={reading} />
      </div>
      <DebtCard reading={reading} />
      <DrawDialog reading={reading} free={free} rateBps={rateBps} open={dialog === 'draw'} onClose={close} />
      <RepayDialog merchant={merchant} reading={reading} open={dialog === 'repay'} onClose={close} />
    </>
  )
}

interface DrawButtonProps {
  readonly free: bigint
  readonly isActive: boolean
  readonly refusal: string | undefined
  readonly onClick: () => void
}

function DrawButton({ free, isActive, refusal, onClick }: DrawButtonProps) {
  const cannotAct = useCannotAct('MERCHANT')
  const reason = () => {
    if (!isActive) return <Trans>The line gives no money in this state.</Trans>
    if (free === 0n) return <Trans>The limit is used up.</Trans>
    return refusal && <Trans>The reason is above.</Trans>
  }
  return (
    <Button variant="primary" reason={cannotAct ?? reason()} onClick={onClick} data-testid="draw">
      <Trans>Draw</Trans>
    </Button>
  )
}

function RepayButton({ reading, onClick }: Pick<LineCardProps, 'reading'> & { readonly onClick: () => void }) {
  const now = useChainNow()
  const { total } = debtAt(reading.line, reading.billing, now)
  return (
    <Button
      variant="secondary"
      reason={total === 0n ? <Trans>Nothing is owed.</Trans> : undefined}
      onClick={onClick}
      data-testid="repay"
    >
      <Trans>Repay</Trans>
    </Button>
  )
}
