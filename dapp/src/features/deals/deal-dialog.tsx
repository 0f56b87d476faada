import { Trans, useLingui } from '@lingui/react/macro'
import { markAt } from '@tallystick/sdk'
import { useState } from 'react'
import { useAccount } from '../../chain/account'
import { AccountName } from '../../chain/account-name'
import { useBank, useDeployment } from '../../chain/deployment'
import { useTx, type Write } from '../../chain/tx'
import { AmountInput, Button, DayText, Dialog, KeyValueList, Money, Skeleton } from '../../ui'
import { GuardedButton } from '../access/guarded-button'
import { DelayNotice } from '../risk/delay-notice'
import { type DealAction, type DealSituation, refusalOf } from './deal-actions'
import { collectCall, flagOverdueCall, markCall, setMarkCall, writeOffCall, writeOffEarlyCall } from './deal-calls'
import { MarkTimeline } from './mark-timeline'
import { useRefusalText } from './refusal-text'
import { useDealSituation } from './use-deal-situation'
import type { Deal } from './use-deals'

export interface DealDialogProps {
  readonly deal: Deal | undefined
  readonly onClose: () => void
}

/** One deal: its figures, the ladder, and everything that can be done with it. */
export function DealDialog({ deal, onClose }: DealDialogProps) {
  const { t } = useLingui()
  const number = deal?.number ?? ''
  return (
    <Dialog open={deal !== undefined} onClose={onClose} title={t`Deal ${number}`} wide>
      {deal && <DealContent deal={deal} />}
    </Dialog>
  )
}

function DealContent({ deal }: { readonly deal: Deal }) {
  const situation = useDealSituation(deal)
  return (
    <div className="grid gap-5">
      <DealFigures deal={deal} />
      {situation ? (
        <>
          {situation.daysPastDue > 0 && situation.receivable !== 'Settled' && (
            <MarkTimeline stopDay={deal.stopDay} daysPastDue={situation.daysPastDue} advance={BigInt(deal.advance)} />
          )}
          <PublicActions deal={deal} situation={situation} />
          <OfficerActions deal={deal} situation={situation} />
        </>
      ) : (
        <Skeleton className="h-40" />
      )}
    </div>
  )
}

function DealFigures({ deal }: { readonly deal: Deal }) {
  const { t } = useLingui()
  const { asset } = useDeployment()
  const money = (value: string) => <Money value={BigInt(value)} decimals={asset.decimals} symbol={asset.symbol} />
  return (
    <KeyValueList
      items={[
        { key: 'debtor', label: t`Debtor`, value: <AccountName address={deal.debtor} /> },
        { key: 'seller', label: t`Seller`, value: <AccountName address={deal.seller} /> },
        { key: 'units', label: t`Units`, value: money(deal.units) },
        { key: 'advance', label: t`Advance`, value: money(deal.advance) },
        { key: 'discount', label: t`Discount`, value: money(deal.discount) },
        { key: 'fee', label: t`Fee`, value: money(deal.fee) },
        { key: 'price', label: t`Price paid`, value: money(deal.price) },
        { key: 'due', label: t`Due day`, value: <DayText day={deal.stopDay} /> },
        { key: 'terms', label: t`Version of the terms`, value: deal.termsVersion },
      ]}
    />
  )
}

interface ActionsProps {
  readonly deal: Deal
  readonly situation: DealSituation
}

/** What anybody may do: the rules decide, not a role. */
function PublicActions({ deal, situation }: ActionsProps) {
  const { t } = useLingui()
  const bank = useBank()
  const deployment = useDeployment()
  const pct = markAt(situation.daysPastDue)
  return (
    <section className="grid gap-2 border-t border-line pt-4">
      <h3 className="font-medium">
        <Trans>By anyone</Trans>
      </h3>
      <div className="flex flex-wrap items-start gap-3">
        <DealButton action="collect" situation={situation} write={collectCall(bank, deal)} label={t`Collect`} />
        <DealButton
          action="flagOverdue"
          situation={situation}
          write={flagOverdueCall(deployment, deal)}
          label={t`Record as overdue`}
        />
        <DealButton
          action="mark"
          situation={situation}
          write={markCall(bank, deal)}
          label={pct > situation.impairedPct ? t`Mark down to ${pct} %` : t`Mark down`}
        />
        <DealButton action="writeOff" situation={situation} write={writeOffCall(bank, deal)} label={t`Write off`} />
      </div>
    </section>
  )
}

interface DealButtonProps {
  readonly action: DealAction
  readonly situation: DealSituation
  readonly write: Write
  readonly label: string
}

function DealButton({ action, situation, write, label }: DealButtonProps) {
  const { t } = useLingui()
  const { status } = useAccount()
  const { run, pending } = useTx()
  const reasonText = useRefusalText(situation.daysPastDue, situation.graceDays)
  const refusal = refusalOf(action, situation)
  const reason = refusal ? reasonText(refusal) : status === 'disconnected' && t`Connect a wallet to do this.`
  return (
    <Button
      variant={refusal ? 'secondary' : 'primary'}
      busy={pending}
      reason={reason}
      onClick={() => void run(write).catch(() => undefined)}
    >
      {label}
    </Button>
  )
}

/** What needs a role at the bank. */
function OfficerActions({ deal, situation }: ActionsProps) {
  const { t } = useLingui()
  const bank = useBank()
  const reasonText = useRefusalText(situation.daysPastDue, situation.graceDays)
  const [text, setText] = useState('')
  const pct = /^\d{1,3}$/.test(text) && Number(text) <= 100 ? Number(text) : undefined
  const action: DealAction = pct !== undefined && pct < situation.impairedPct ? 'releaseMark' : 'markEarly'
  const call = setMarkCall(bank, deal, situation.impairedPct, pct ?? 100)
  const markRefusal = refusalOf(action, situation)
  const early = refusalOf('writeOffEarly', situation)
  const unset = pct === undefined || pct === situation.impairedPct
  return (
    <section className="grid gap-3 border-t border-line pt-4">
      <h3 className="font-medium">
        <Trans>By a role of the bank</Trans>
      </h3>
      <div className="grid items-start gap-3 sm:grid-cols-[10rem_1fr]">
        <AmountInput
          label={t`Other mark`}
          unit="%"
          value={text}
          onChange={setText}
          error={text !== '' && pct === undefined && t`Write a whole number from 0 to 100.`}
        />
        <div className="grid justify-items-start gap-2 sm:pt-6.5">
          <GuardedButton
            call={call}
            refusal={markRefusal ? reasonText(markRefusal) : unset && t`Enter another mark first.`}
          >
            {action === 'releaseMark' ? <Trans>Lower the mark</Trans> : <Trans>Mark down early</Trans>}
          </GuardedButton>
        </div>
      </div>
      {action === 'releaseMark' && <DelayNotice guarded={call} />}
      <div>
        <GuardedButton variant="danger" call={writeOffEarlyCall(bank, deal)} refusal={early && reasonText(early)}>
          <Trans>Write off early</Trans>
        </GuardedButton>
      </div>
    </section>
  )
}
