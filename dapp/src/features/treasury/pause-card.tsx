import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { treasuryAbi } from '@tallystick/sdk'
import { useBank } from '../../chain/deployment'
import { useChainNow } from '../../chain/now'
import { Card, InstantText, StatusPill } from '../../ui'
import { GuardedButton } from '../access/guarded-button'
import { guardedCall } from '../access/guarded-call'
import { TREASURY_VERBS, type TreasuryPosition } from './use-treasury'

/** What may be stopped for a while. Paying, collecting and taking out can never be. */
export function PauseCard({ position }: { readonly position: TreasuryPosition }) {
  return (
    <Card title={<Trans>Pauses</Trans>}>
      <p className="text-muted">
        <Trans>
          A pause ends by itself after 14 days. Paying, collecting, taking out and claiming can never be paused.
        </Trans>
      </p>
      <VerbRow
        verb={TREASURY_VERBS.lend}
        label={msg`Lending`}
        pauseTitle={msg`Pause lending`}
        resumeTitle={msg`Resume lending`}
        until={position.lendPausedUntil}
      />
      <VerbRow
        verb={TREASURY_VERBS.deposit}
        label={msg`Deposits`}
        pauseTitle={msg`Pause deposits`}
        resumeTitle={msg`Resume deposits`}
        until={position.depositPausedUntil}
      />
    </Card>
  )
}

interface VerbRowProps {
  readonly verb: number
  readonly label: MessageDescriptor
  readonly pauseTitle: MessageDescriptor
  readonly resumeTitle: MessageDescriptor
  readonly until: number
}

function VerbRow({ verb, label, pauseTitle, resumeTitle, until }: VerbRowProps) {
  const { t } = useLingui()
  const { manager, treasury } = useBank()
  const paused = useChainNow() < BigInt(until)
  const call = guardedCall({
    title: paused ? resumeTitle : pauseTitle,
    manager,
    target: treasury,
    abi: treasuryAbi,
    functionName: paused ? 'unpause' : 'pause',
    args: [verb],
  })
  return (
    <div className="flex flex-wrap items-start justify-between gap-2 border-t border-line pt-3">
      <div className="flex flex-wrap items-center gap-2">
        <span className="font-medium">{t(label)}</span>
        <StatusPill tone={paused ? 'warning' : 'positive'}>
          {paused ? (
            <Trans>
              paused until <InstantText at={BigInt(until)} />
            </Trans>
          ) : (
            <Trans>open</Trans>
          )}
        </StatusPill>
      </div>
      <GuardedButton call={call} variant={paused ? 'secondary' : 'danger'}>
        {t(paused ? resumeTitle : pauseTitle)}
      </GuardedButton>
    </div>
  )
}
