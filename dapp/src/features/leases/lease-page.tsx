import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { Address } from 'viem'
import { buttonClass, EmptyState, ErrorState, HashText, Page, Skeleton } from '../../ui'
import { MachineNow } from '../fleet/machine-now'
import { TelemetryGate } from '../telemetry/telemetry-gate'
import { BankNotesCard } from './bank-notes-card'
import { BillsCard } from './bills-card'
import { type LeaseRecord, useLeaseRecord } from './lease-record'
import { LeaseStatePill } from './lease-state'
import { PartiesOnly } from './leases-page'
import { RentCard } from './rent-card'
import { RunningRentCard } from './running-rent-card'
import { SignCard, TermsCards } from './sign-card'
import { LeaseNotices } from './standing-notice'
import { type LeaseReading, useLease } from './use-lease'
import { WaitingCard } from './waiting-card'

/** One lease for its lessee or its manufacturer: the offer, the machine as it works, the rent, the end. */
export function LeasePage({ leaseId }: { readonly leaseId: bigint }) {
  const record = useLeaseRecord(leaseId)
  const number = String(leaseId)
  return (
    <Page
      title={record ? `#${number} ${record.device.oem} ${record.device.model}` : <Trans>Lease #{number}</Trans>}
      lead={record && <HashText value={record.device.id} />}
    >
      <PartiesOnly>{(account) => <LeaseContent account={account} leaseId={leaseId} record={record} />}</PartiesOnly>
    </Page>
  )
}

interface LeaseContentProps {
  readonly account: Address
  readonly leaseId: bigint
  readonly record: LeaseRecord | undefined
}

function LeaseContent({ account, leaseId, record }: LeaseContentProps) {
  const { data: reading, isError, refetch } = useLease(leaseId)
  if (isError) {
    return (
      <ErrorState title={<Trans>The network node cannot be reached</Trans>} onRetry={() => void refetch()}>
        <Trans>Nothing is lost. The page tries again by itself.</Trans>
      </ErrorState>
    )
  }
  if (!reading) return <Skeleton className="h-64" />
  if (reading.stage === undefined) {
    return (
      <EmptyState title={<Trans>There is no such lease</Trans>}>
        <Link to="/leases" className={buttonClass()}>
          <Trans>To the leases</Trans>
        </Link>
      </EmptyState>
    )
  }
  return (
    <>
      <p data-testid="lease-state" data-state={reading.stage}>
        <LeaseStatePill stage={reading.stage} />
      </p>
      <LeaseNotices reading={reading} />
      <StageContent account={account} reading={reading} record={record} />
    </>
  )
}

interface StageContentProps {
  readonly account: Address
  readonly reading: LeaseReading
  readonly record: LeaseRecord | undefined
}

function StageContent({ account, reading, record }: StageContentProps) {
  switch (reading.stage) {
    case 'Open':
      return <SignCard account={account} reading={reading} record={record} />
    case 'Signed':
    case 'Approved':
      return (
        <>
          <WaitingCard account={account} reading={reading} />
          <TermsCards reading={reading} record={record} />
        </>
      )
    case 'Withdrawn':
    case 'Cancelled':
      return <TermsCards reading={reading} record={record} />
    case 'Ended':
      return (
        <>
          <BillsCard leaseId={reading.leaseId} />
          <TermsCards reading={reading} record={record} />
        </>
      )
    default:
      return <Delivered account={account} reading={reading} record={record} />
  }
}

/** A lease whose machine has been handed over. */
function Delivered({ account, reading, record }: StageContentProps) {
  const { deviceId } = reading.lease
  return (
    <>
      <RentCard viewer={account} reading={reading} />
      <TelemetryGate>
        <RunningRentCard reading={reading} />
        <MachineNow deviceId={deviceId} region={record?.region ?? []} fuelRatePct={record?.terms.alarms.fuelRatePct} />
        <BankNotesCard deviceId={deviceId} />
      </TelemetryGate>
      <BillsCard leaseId={reading.leaseId} />
      <TermsCards reading={reading} record={record} />
    </>
  )
}
