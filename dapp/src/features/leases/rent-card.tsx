import { msg } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { immobiliserAbi, leasesAbi, prepaidRent } from '@tallystick/sdk'
import { type ReactNode, useState } from 'react'
import type { Address } from 'viem'
import { useBank, useDeployment } from '../../chain/deployment'
import { useChainNow } from '../../chain/now'
import { smaller } from '../../lib/smaller'
import { Button, Card, Countdown, DayText, Money, Stat, StatGroup } from '../../ui'
import { CallButton } from './call-button'
import { FinishDialog } from './finish-dialog'
import { MoneyDialog, type MoneyPurpose } from './money-dialog'
import { isSame } from './parties'
import { ReadingDialog, type ReadingPurpose } from './reading-dialog'
import type { LeaseReading } from './use-lease'

export interface RentCardProps {
  readonly viewer: Address
  readonly reading: LeaseReading
}

/** A lease under way: what is due, what is held, the running period, and everything that can be done. */
export function RentCard({ viewer, reading }: RentCardProps) {
  const { asset } = useDeployment()
  const { debt, lease, account } = reading
  const money = (value: bigint) => <Money value={value} decimals={asset.decimals} symbol={asset.symbol} />
  return (
    <>
      <StatGroup>
        <Stat
          label={<Trans>Due now</Trans>}
          value={money(debt.due)}
          hint={
            debt.dueSince > 0 && (
              <Trans>
                since <DayText day={debt.dueSince} />
              </Trans>
            )
          }
          testId="lease-due"
        />
        <Stat label={<Trans>Financed and unpaid</Trans>} value={money(debt.principal)} testId="lease-principal" />
        <Stat label={<Trans>Prepaid rent</Trans>} value={money(prepaidRent(account, lease))} testId="lease-prepaid" />
        <Stat
          label={<Trans>Deposit held</Trans>}
          value={money(smaller(debt.held, lease.deposit))}
          testId="lease-deposit"
        />
      </StatGroup>
      <MoneyButtons viewer={viewer} reading={reading} />
      <PeriodCard viewer={viewer} reading={reading} />
    </>
  )
}

function MoneyButtons({ viewer, reading }: RentCardProps) {
  const [purpose, setPurpose] = useState<MoneyPurpose>()
  const { debt, lease, account, stage } = reading
  const isLessee = isSame(viewer, lease.lessee)
  const performs = stage === 'Active' || stage === 'Noticed'
  const prepaid = prepaidRent(account, lease)
  const noPrepaid = () => {
    if (debt.due > 0n) return <Trans>Pay what is due first.</Trans>
    return prepaid === 0n ? <Trans>Nothing is prepaid.</Trans> : undefined
  }
  return (
    <div className="flex flex-wrap items-start gap-2">
      <Button
        variant="primary"
        reason={debt.due === 0n ? <Trans>Nothing is due.</Trans> : undefined}
        onClick={() => setPurpose('pay')}
        data-testid="pay-rent"
      >
        <Trans>Pay</Trans>
      </Button>
      {performs && isLessee && (
        <>
          <Button onClick={() => setPurpose('prepay')} data-testid="prepay">
            <Trans>Prepay</Trans>
          </Button>
          <Button reason={noPrepaid()} onClick={() => setPurpose('withdrawPrepaid')} data-testid="withdraw-prepaid">
            <Trans>Take back prepaid rent</Trans>
          </Button>
        </>
      )}
      <EndButtons viewer={viewer} reading={reading} />
      <UnlockButton reading={reading} />
      <MoneyDialog account={viewer} reading={reading} purpose={purpose} onClose={() => setPurpose(undefined)} />
    </div>
  )
}

/** Ending: the lessee asks for it, the last bill is written, then the machine is kept or given back. */
function EndButtons({ viewer, reading }: RentCardProps) {
  const { leases } = useBank()
  const [isOpen, setOpen] = useState(false)
  const { leaseId, lease, stage, debt } = reading
  if (stage !== 'Active') return null
  const isLessee = isSame(viewer, lease.lessee)
  const book = { address: leases, abi: leasesAbi } as const
  const requestEnd = { ...book, title: msg`Ask for the end of a lease`, functionName: 'requestEnd', args: [leaseId] }
  const takeBack = { ...book, title: msg`Take the machine back`, functionName: 'finish', args: [leaseId, false, 0n] }
  if (!lease.finalBilled) {
    return isLessee ? (
      <CallButton
        call={requestEnd}
        reason={lease.ending ? <Trans>The end has been asked for; the last bill comes next.</Trans> : undefined}
        testId="request-end"
      >
        <Trans>Ask for the end</Trans>
      </CallButton>
    ) : null
  }
  if (!isLessee) {
    return (
      <CallButton
        call={takeBack}
        reason={debt.due > 0n ? <Trans>The lessee still owes rent.</Trans> : undefined}
        testId="take-back"
      >
        <Trans>I have the machine back</Trans>
      </CallButton>
    )
  }
  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)} data-testid="finish-lease">
        <Trans>End the lease</Trans>
      </Button>
      <FinishDialog account={viewer} reading={reading} open={isOpen} onClose={() => setOpen(false)} />
    </>
  )
}

/** A lease that was cured or has ended: anybody may have the machine unlocked. */
function UnlockButton({ reading: { leaseId, command, mayLock } }: Pick<RentCardProps, 'reading'>) {
  const { immobiliser } = useBank()
  if (!command.locked || command.commandId === 0n || mayLock) return null
  const unlock = {
    title: msg`Unlock a machine`,
    address: immobiliser,
    abi: immobiliserAbi,
    functionName: 'unlockCured',
    args: [leaseId],
  }
  return (
    <CallButton variant="primary" call={unlock} testId="unlock-cured">
      <Trans>Unlock the machine</Trans>
    </CallButton>
  )
}

/** The running period's meter on chain: when it ends, what was reported, and the way to a bill. */
function PeriodCard({ viewer, reading }: RentCardProps) {
  const { leases } = useBank()
  const now = useChainNow()
  const [purpose, setPurpose] = useState<ReadingPurpose>()
  const { leaseId, lease, meter, window, stage } = reading
  if (meter.period === 0 || !(stage === 'Active' || stage === 'Noticed')) return null
  const until = BigInt((meter.reportedAt === 0 ? meter.end : meter.reportedAt) + window)
  const bill = {
    title: msg`Write the bill of a period`,
    address: leases,
    abi: leasesAbi,
    functionName: 'bill',
    args: [leaseId],
  }
  const number = meter.period
  return (
    <Card title={<Trans>Period {number}</Trans>}>
      <p className="text-muted" data-testid="period-state">
        <PeriodState now={now} end={BigInt(meter.end)} isReported={meter.reportedAt > 0} until={until} />
      </p>
      <div className="flex flex-wrap items-start gap-2">
        {!lease.finalBilled && (
          <CallButton
            call={bill}
            reason={now < until && <Trans>The bill can be written when the window is over.</Trans>}
            testId="write-bill"
          >
            <Trans>Write the bill</Trans>
          </CallButton>
        )}
        <Button onClick={() => setPurpose('report')} data-testid="report-reading">
          <Trans>Bring a later reading</Trans>
        </Button>
        <Button
          variant="ghost"
          reason={meter.reportedAt === 0 && <Trans>No reading has been brought in this period.</Trans>}
          onClick={() => setPurpose('contradict')}
          data-testid="contradict"
        >
          <Trans>Show a contradiction</Trans>
        </Button>
        {meter.suspended && isSame(viewer, lease.lessee) && (
          <Button onClick={() => setPurpose('acceptReset')} data-testid="accept-reset">
            <Trans>Agree to start the meter anew</Trans>
          </Button>
        )}
      </div>
      <ReadingDialog
        leaseId={leaseId}
        deviceId={lease.deviceId}
        purpose={purpose}
        onClose={() => setPurpose(undefined)}
      />
    </Card>
  )
}

interface PeriodStateProps {
  readonly now: bigint
  readonly end: bigint
  readonly isReported: boolean
  /** Second from which the bill can be written. */
  readonly until: bigint
}

function PeriodState({ now, end, isReported, until }: PeriodStateProps): ReactNode {
  if (now < end && !isReported) {
    return (
      <Trans>
        It ends in <Countdown now={now} until={end} />.
      </Trans>
    )
  }
  if (isReported && now < until) {
    return (
      <Trans>
        Its closing reading is on chain. A later one can replace it for <Countdown now={now} until={until} />.
      </Trans>
    )
  }
  if (now < until) {
    return (
      <Trans>
        It is over and waits for its closing reading. Without one, base rent alone is billed in{' '}
        <Countdown now={now} until={until} />.
      </Trans>
    )
  }
  return <Trans>It can be billed now, by anybody.</Trans>
}
