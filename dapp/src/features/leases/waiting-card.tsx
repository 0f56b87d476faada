import { msg } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { leasesAbi } from '@tallystick/sdk'
import { useState } from 'react'
import type { Address } from 'viem'
import { useBank } from '../../chain/deployment'
import { Button, Card, Timeline } from '../../ui'
import { TelemetryGate } from '../telemetry/telemetry-gate'
import { CallButton } from './call-button'
import { isSame } from './parties'
import { ReadingDialog } from './reading-dialog'
import type { LeaseReading } from './use-lease'

export interface WaitingCardProps {
  readonly account: Address
  readonly reading: LeaseReading
}

/** A lease between the signature and the delivery: who is next, and the way back. */
export function WaitingCard({ account, reading: { leaseId, lease, stage } }: WaitingCardProps) {
  const { leases } = useBank()
  const [isOpen, setOpen] = useState(false)
  const isApproved = stage === 'Approved'
  const isLessee = isSame(account, lease.lessee)
  const cancel = {
    title: msg`Give a lease up before delivery`,
    address: leases,
    abi: leasesAbi,
    functionName: 'cancel',
    args: [leaseId],
  }
  return (
    <Card title={<Trans>The way to delivery</Trans>}>
      <Timeline
        items={[
          { key: 'signed', title: <Trans>Signed, the deposit is held at the bank</Trans> },
          {
            key: 'approved',
            title: <Trans>The bank sets the money aside</Trans>,
            state: isApproved ? 'done' : 'current',
          },
          {
            key: 'delivery',
            title: <Trans>The lessee accepts the delivery, the manufacturer is paid</Trans>,
            state: isApproved ? 'current' : 'next',
          },
        ]}
      />
      {isApproved && isLessee && <TelemetryGate>{null}</TelemetryGate>}
      <div className="flex flex-wrap items-start gap-2">
        {isLessee && (
          <Button
            variant="primary"
            reason={isApproved ? undefined : <Trans>The bank has not approved yet.</Trans>}
            onClick={() => setOpen(true)}
            data-testid="accept-delivery"
          >
            <Trans>Accept the delivery</Trans>
          </Button>
        )}
        <CallButton call={cancel} testId="cancel-lease">
          <Trans>Give the lease up</Trans>
        </CallButton>
      </div>
      <ReadingDialog
        leaseId={leaseId}
        deviceId={lease.deviceId}
        purpose={isOpen ? 'acceptDelivery' : undefined}
        onClose={() => setOpen(false)}
      />
    </Card>
  )
}
