import { Trans, useLingui } from '@lingui/react/macro'
import { type ReactNode, useState } from 'react'
import { useAccount } from '../../chain/account'
import { useDeployment } from '../../chain/deployment'
import { useToday } from '../../chain/now'
import { useProfile } from '../../chain/profile'
import { Button, Card, Money } from '../../ui'
import { useCannotAct } from '../account/use-cannot-act'
import { AssignDialog } from './assign-dialog'
import { FinanceDialog } from './finance-dialog'
import type { ReceivableDetail } from './receivable-page'
import { RedeemButton } from './redeem-button'
import { type HeldUnits, ON_CHAIN_STATES, useHeldUnits, useRegistered } from './use-receivable'

export interface HoldingCardProps {
  readonly baseId: bigint
  readonly receivable: ReceivableDetail
}

/** What the connected company holds of a receivable and can do with it, by the contract and not by the records. */
export function HoldingCard({ baseId, receivable }: HoldingCardProps) {
  const { address } = useAccount()
  const profile = useProfile()
  const { data: registered } = useRegistered(baseId)
  const held = useHeldUnits(baseId, address, profile?.tierCap ?? receivable.deepestTier)
  const state = registered ? ON_CHAIN_STATES[registered.state] : receivable.state
  if (held.length === 0) return null
  return (
    <Card title={<Trans>Held by us</Trans>}>
      <ul className="grid">
        {held.map((units) => (
          <li
            key={units.tier}
            className="flex flex-wrap items-center justify-between gap-3 border-b border-line py-2 last:border-b-0"
          >
            <HeldText held={units} />
            <div className="flex flex-wrap items-start gap-2">
              {state === 'Settled' ? (
                <RedeemButton held={units} />
              ) : (
                <HoldingActions held={units} dueDay={receivable.dueDay} isOverdue={state === 'Overdue'} />
              )}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function HeldText({ held: { units, tier } }: { readonly held: HeldUnits }) {
  const { asset } = useDeployment()
  return (
    <p>
      <Money value={units} decimals={asset.decimals} symbol={asset.symbol} strong />
      <span className="ml-2 text-xs text-muted">
        <Trans>tier {tier}</Trans>
      </span>
    </p>
  )
}

interface HoldingActionsProps {
  readonly held: HeldUnits
  readonly dueDay: number
  readonly isOverdue: boolean
}

function HoldingActions({ held, dueDay, isOverdue }: HoldingActionsProps) {
  const [open, setOpen] = useState<'finance' | 'assign'>()
  const reason = useBlocked(dueDay, isOverdue)
  const close = () => setOpen(undefined)
  return (
    <>
      <Button reason={reason} onClick={() => setOpen('assign')}>
        <Trans>Pass on</Trans>
      </Button>
      <Button variant="primary" reason={reason} onClick={() => setOpen('finance')}>
        <Trans>Finance</Trans>
      </Button>
      <AssignDialog held={held} dueDay={dueDay} open={open === 'assign'} onClose={close} />
      <FinanceDialog held={held} dueDay={dueDay} open={open === 'finance'} onClose={close} />
    </>
  )
}

function useBlocked(dueDay: number, isOverdue: boolean): ReactNode {
  const { t } = useLingui()
  const cannotAct = useCannotAct('SUPPLIER')
  const isPast = useToday() > dueDay
  if (isOverdue) return t`Overdue: nothing moves until the debtor has paid.`
  if (isPast) return t`The due day has passed. Wait for the debtor to settle.`
  return cannotAct
}
