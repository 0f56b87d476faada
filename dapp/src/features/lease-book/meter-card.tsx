import { msg } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { leasesAbi, usageMeterAbi } from '@tallystick/sdk'
import { useState } from 'react'
import { useBank } from '../../chain/deployment'
import { useChainNow } from '../../chain/now'
import { Button, Card, Dialog, DialogActions, InstantText, KeyValueList, StatusPill } from '../../ui'
import { guardedCall } from '../access/guarded-call'
import { Hours } from '../fleet/machine-now'
import { TierPill, TierText } from '../fleet/tier'
import { useMachine } from '../fleet/use-machine'
import { CallButton } from '../leases/call-button'
import { ReadingField, readMessage } from '../leases/reading-field'
import type { LeaseReading } from '../leases/use-lease'
import { confirmReadingCall } from './lease-calls'
import { OfficerButton } from './officer-button'

interface MeterProps {
  readonly reading: LeaseReading
}

const SOFTWARE_KEY = 1

/** The meter of a lease: its running period, whether its reading counts, and what an officer has to do about it. */
export function MeterCard({ reading }: MeterProps) {
  const { lease, meter } = reading
  const { data: machine } = useMachine(lease.deviceId)
  const tier = machine?.tier
  const isReported = meter.reportedAt > 0
  return (
    <Card title={<Trans>Meter</Trans>}>
      <KeyValueList
        items={[
          {
            key: 'tier',
            label: <Trans>Trust in the meter</Trans>,
            value: tier !== undefined && <TierPill tier={tier} />,
          },
          { key: 'period', label: <Trans>Running period</Trans>, value: meter.period },
          { key: 'end', label: <Trans>Ends at</Trans>, value: <InstantText at={BigInt(meter.end)} /> },
          {
            key: 'hours',
            label: <Trans>Hours of the closing reading</Trans>,
            value: isReported ? <Hours seconds={BigInt(meter.closing.opSec - meter.opening.opSec)} /> : '–',
          },
          { key: 'silent', label: <Trans>Silent periods before it</Trans>, value: meter.silent },
          { key: 'state', label: <Trans>State</Trans>, value: <MeterState reading={reading} /> },
        ]}
      />
      {tier !== undefined && (
        <p className="text-muted">
          <TierText tier={tier} />
        </p>
      )}
      <MeterButtons reading={reading} tier={tier} />
    </Card>
  )
}

function MeterState({ reading: { meter } }: MeterProps) {
  if (meter.suspended) {
    return (
      <StatusPill tone="danger">
        <Trans>suspended</Trans>
      </StatusPill>
    )
  }
  if (meter.confirmed) {
    return (
      <StatusPill tone="positive">
        <Trans>confirmed</Trans>
      </StatusPill>
    )
  }
  return meter.reportedAt > 0 ? (
    <StatusPill tone="info">
      <Trans>reading brought</Trans>
    </StatusPill>
  ) : (
    <StatusPill>
      <Trans>waits for a reading</Trans>
    </StatusPill>
  )
}

function MeterButtons({ reading, tier }: MeterProps & { readonly tier: number | undefined }) {
  const bank = useBank()
  const now = useChainNow()
  const [isOpen, setOpen] = useState(false)
  const { leaseId, meter, window } = reading
  const until = BigInt((meter.reportedAt === 0 ? meter.end : meter.reportedAt) + window)
  const bill = {
    title: msg`Write the bill of a period`,
    address: bank.leases,
    abi: leasesAbi,
    functionName: 'bill',
    args: [leaseId],
  }
  const noReading = meter.reportedAt === 0 && <Trans>No reading has been brought in this period.</Trans>
  return (
    <div className="flex flex-wrap items-start gap-2">
      <CallButton
        call={bill}
        reason={now < until && <Trans>The bill can be written when the window is over.</Trans>}
        testId="bank-bill"
      >
        <Trans>Write the bill</Trans>
      </CallButton>
      {tier === SOFTWARE_KEY && (
        <OfficerButton
          call={confirmReadingCall(bank, leaseId)}
          refusal={noReading || (meter.confirmed && <Trans>It is confirmed.</Trans>)}
          testId="confirm-usage"
        >
          <Trans>Confirm the reading</Trans>
        </OfficerButton>
      )}
      <Button
        reason={!meter.suspended && <Trans>Only a suspended meter starts anew.</Trans>}
        onClick={() => setOpen(true)}
        data-testid="propose-reset"
      >
        <Trans>Start the meter anew</Trans>
      </Button>
      <Dialog
        open={isOpen}
        onClose={() => setOpen(false)}
        title={<Trans>Start the meter anew</Trans>}
        description={
          <Trans>
            You propose a reading, the lessee agrees to it. Use since the last settled reading is not billed.
          </Trans>
        }
        wide
      >
        <ResetForm reading={reading} onClose={() => setOpen(false)} />
      </Dialog>
    </div>
  )
}

function ResetForm({ reading: { leaseId, lease }, onClose }: MeterProps & { readonly onClose: () => void }) {
  const bank = useBank()
  const [text, setText] = useState('')
  const typed = readMessage(text, lease.deviceId)
  const call =
    typed.reading &&
    guardedCall({
      title: msg`Propose to start a meter anew`,
      manager: bank.manager,
      target: bank.meter,
      abi: usageMeterAbi,
      functionName: 'proposeReset',
      args: [leaseId, typed.reading.reading, typed.reading.signature],
    })
  return (
    <>
      <ReadingField deviceId={lease.deviceId} text={text} typed={typed} onChange={setText} />
      <DialogActions>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        {call ? (
          <OfficerButton call={call} variant="primary" onDone={onClose} testId="confirm-reset">
            <Trans>Propose the reading</Trans>
          </OfficerButton>
        ) : (
          <Button variant="primary" reason={<Trans>Bring a signed reading first.</Trans>}>
            <Trans>Propose the reading</Trans>
          </Button>
        )}
      </DialogActions>
    </>
  )
}
