import { Trans, useLingui } from '@lingui/react/macro'
import { markAt } from '@tallystick/sdk'
import { useState } from 'react'
import type { Address } from 'viem'
import { useAccount } from '../../chain/account'
import { useBank } from '../../chain/deployment'
import { useTx } from '../../chain/tx'
import { AmountInput, Button } from '../../ui'
import { GuardedButton } from '../access/guarded-button'
import { DelayNotice } from '../risk/delay-notice'
import { refusalOf } from './line-actions'
import {
  closeLineCall,
  type PublicLineCall,
  publicLineCall,
  setLineMarkCall,
  writeLineOffEarlyCall,
} from './line-calls'
import { useRefusalText } from './refusal-text'
import type { BankLine } from './use-bank-line'

interface ActionsProps {
  readonly merchant: Address
  readonly line: BankLine
}

/** What anybody may do: the rules decide, not a role. */
export function PublicActions({ merchant, line }: ActionsProps) {
  const { t } = useLingui()
  const { daysPastDue, impairedPct } = line.situation
  const pct = markAt(daysPastDue)
  const actions = [
    { action: 'refresh', label: t`Apply the latest score` },
    { action: 'bill', label: t`Write the bills` },
    { action: 'mark', label: pct > impairedPct ? t`Mark down to ${pct} %` : t`Mark down` },
    { action: 'declareDefault', label: t`Declare default` },
    { action: 'writeOff', label: t`Write off` },
  ] as const
  return (
    <section className="grid gap-2 border-t border-line pt-4">
      <h3 className="font-medium">
        <Trans>By anyone</Trans>
      </h3>
      <div className="flex flex-wrap items-start gap-3">
        {actions.map(({ action, label }) => (
          <PublicButton key={action} action={action} merchant={merchant} line={line} label={label} />
        ))}
      </div>
    </section>
  )
}

interface PublicButtonProps extends ActionsProps {
  readonly action: PublicLineCall
  readonly label: string
}

function PublicButton({ action, merchant, line, label }: PublicButtonProps) {
  const { t } = useLingui()
  const bank = useBank()
  const { status } = useAccount()
  const { run, pending } = useTx()
  const text = useRefusalText(line.situation.daysPastDue)
  const refusal = refusalOf(action, line.situation)
  const reason = refusal ? text(refusal) : status === 'disconnected' && t`Connect a wallet to do this.`
  return (
    <Button
      variant={refusal ? 'secondary' : 'primary'}
      busy={pending}
      reason={reason}
      data-testid={`line-${action}`}
      onClick={() => void run(publicLineCall(bank, action, merchant)).catch(() => undefined)}
    >
      {label}
    </Button>
  )
}

/** What needs a role at the bank. */
export function OfficerActions({ merchant, line }: ActionsProps) {
  const bank = useBank()
  const text = useRefusalText(line.situation.daysPastDue)
  const early = refusalOf('writeOffEarly', line.situation)
  const close = refusalOf('close', line.situation)
  return (
    <section className="grid gap-3 border-t border-line pt-4">
      <h3 className="font-medium">
        <Trans>By a role of the bank</Trans>
      </h3>
      <OtherMark merchant={merchant} line={line} />
      <div className="flex flex-wrap items-start gap-3">
        <GuardedButton
          variant="danger"
          call={writeLineOffEarlyCall(bank, merchant)}
          refusal={early && text(early)}
          testId="line-writeOffEarly"
        >
          <Trans>Write off early</Trans>
        </GuardedButton>
        <GuardedButton call={closeLineCall(bank, merchant)} refusal={close && text(close)} testId="line-close">
          <Trans>Close the line</Trans>
        </GuardedButton>
      </div>
    </section>
  )
}

/** A mark that the officer sets: higher than the ladder's at once, lower after an announcement. */
function OtherMark({ merchant, line }: ActionsProps) {
  const { t } = useLingui()
  const bank = useBank()
  const reasonText = useRefusalText(line.situation.daysPastDue)
  const [text, setText] = useState('')
  const { impairedPct } = line.situation
  const pct = /^\d{1,3}$/.test(text) && Number(text) <= 100 ? Number(text) : undefined
  const action = pct !== undefined && pct < impairedPct ? 'releaseMark' : 'markEarly'
  const call = setLineMarkCall(bank, merchant, impairedPct, pct ?? 100)
  const refusal = refusalOf(action, line.situation)
  const unset = pct === undefined || pct === impairedPct
  return (
    <>
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
            refusal={refusal ? reasonText(refusal) : unset && t`Enter another mark first.`}
            testId="line-otherMark"
          >
            {action === 'releaseMark' ? <Trans>Lower the mark</Trans> : <Trans>Mark down early</Trans>}
          </GuardedButton>
        </div>
      </div>
      {action === 'releaseMark' && <DelayNotice guarded={call} />}
    </>
  )
}
