import { Trans } from '@lingui/react/macro'
import { CHINA_UTC_OFFSET, dayOf } from '@tallystick/sdk'
import { useToday } from '../../chain/now'
import { DayText, Notice } from '../../ui'
import type { LeaseReading } from './use-lease'

/** What is wrong with a lease, in one sentence each with the next step. */
export function LeaseNotices({ reading }: { readonly reading: LeaseReading }) {
  return (
    <>
      <ArrearsNotice reading={reading} />
      <MeterNotice reading={reading} />
      <LockNotice reading={reading} />
    </>
  )
}

function ArrearsNotice({ reading }: { readonly reading: LeaseReading }) {
  const today = useToday()
  const { stage, lease, debt, graceDays, noticeDays } = reading
  switch (stage) {
    case 'Active':
      if (debt.dueSince === 0 || today <= debt.dueSince + graceDays) return null
      return (
        <Notice tone="warning" title={<Trans>Rent is unpaid</Trans>}>
          <Trans>
            Since <DayText day={debt.dueSince} />. A penalty runs; from 30 days on the bank may give notice.
          </Trans>
        </Notice>
      )
    case 'Noticed':
      return (
        <Notice tone="danger" title={<Trans>The bank has given notice</Trans>}>
          <Trans>
            Pay what is due before <DayText day={lease.day + noticeDays} />, and the lease goes on. From that day on the
            bank may end it, and lock the machine.
          </Trans>
        </Notice>
      )
    case 'Defaulted':
      return (
        <Notice tone="danger" title={<Trans>The lease is in default</Trans>}>
          <Trans>Everything is due; deposit and cover have been applied. Paying all of it cures the lease.</Trans>
        </Notice>
      )
    case 'Repossessed':
      return (
        <Notice tone="danger" title={<Trans>The machine has been repossessed</Trans>}>
          <Trans>What it is sold for pays the debt; a surplus is yours. What is still owed can be paid.</Trans>
        </Notice>
      )
    case 'WrittenOff':
      return (
        <Notice tone="danger" title={<Trans>The debt is written off in the bank's books</Trans>}>
          <Trans>It is still owed and can still be paid. Nothing more accrues.</Trans>
        </Notice>
      )
    default:
      return null
  }
}

function MeterNotice({ reading: { meter } }: { readonly reading: LeaseReading }) {
  if (!meter.suspended) return null
  return (
    <Notice tone="warning" title={<Trans>The meter is suspended</Trans>}>
      <Trans>
        The device has contradicted itself, so no use is billed. An officer proposes a reading to start anew from; the
        lessee agrees to it.
      </Trans>
    </Notice>
  )
}

/** The machine's lock: whether one was commanded, carried out, or is allowed at all. */
function LockNotice({ reading: { command, mayLock } }: { readonly reading: LeaseReading }) {
  const since = <DayText day={dayOf(BigInt(command.time), CHINA_UTC_OFFSET)} />
  if (command.commandId > 0n && command.locked) {
    return (
      <Notice
        tone="danger"
        title={command.acknowledged ? <Trans>The machine is locked</Trans> : <Trans>The machine will be locked</Trans>}
      >
        {command.acknowledged ? (
          <Trans>Since {since}. Once what is due has been paid, anybody may have it unlocked.</Trans>
        ) : (
          <Trans>The device waits until it can stop safely.</Trans>
        )}
      </Notice>
    )
  }
  if (!mayLock) return null
  return (
    <Notice tone="warning" title={<Trans>The bank may lock the machine</Trans>}>
      <Trans>Rent is unpaid and the days of notice are over.</Trans>
    </Notice>
  )
}
