import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { AccountName } from '../../chain/account-name'
import { useDeployment } from '../../chain/deployment'
import { Bps, buttonClass, Card, DayText, EmptyState, ErrorState, KeyValueList, Money, Page, Skeleton } from '../../ui'
import { MachineNow } from '../fleet/machine-now'
import { BillsCard } from '../leases/bills-card'
import { type LeaseRecord, useLeaseRecord } from '../leases/lease-record'
import { LeaseStatePill } from '../leases/lease-state'
import { RunningRentCard } from '../leases/running-rent-card'
import { TermsCards } from '../leases/sign-card'
import { LeaseNotices } from '../leases/standing-notice'
import { type LeaseReading, useLease } from '../leases/use-lease'
import { TelemetryGate } from '../telemetry/telemetry-gate'
import { DecisionCards } from './decision-card'
import { DeviceKeyCard } from './key-card'
import { LeaseHistory } from './lease-history'
import { LockCard } from './lock-card'
import { MeterCard } from './meter-card'
import { WorkoutCard } from './workout-card'

/** One lease as the bank sees it: decision, debt, meter, bad debt, lock, history. */
export function BankLeasePage({ leaseId }: { readonly leaseId: bigint }) {
  const record = useLeaseRecord(leaseId)
  const { data: reading, isError, refetch } = useLease(leaseId)
  const number = String(leaseId)
  return (
    <Page
      title={record ? `#${number} ${record.device.oem} ${record.device.model}` : <Trans>Lease #{number}</Trans>}
      lead={record && <AccountName address={record.terms.lessee} />}
      actions={
        record && (
          <Link to="/treasury/fleet/$device" params={{ device: record.device.id }} className={buttonClass()}>
            <Trans>The machine</Trans>
          </Link>
        )
      }
    >
      {isError && !reading && (
        <ErrorState title={<Trans>The network node cannot be reached</Trans>} onRetry={() => void refetch()}>
          <Trans>Nothing is lost. The page tries again by itself.</Trans>
        </ErrorState>
      )}
      {!reading && !isError && <Skeleton className="h-64" />}
      {reading && <LeaseContent reading={reading} record={record} />}
    </Page>
  )
}

interface ContentProps {
  readonly reading: LeaseReading
  readonly record: LeaseRecord | undefined
}

function LeaseContent({ reading, record }: ContentProps) {
  const { stage, leaseId } = reading
  if (stage === undefined) {
    return (
      <EmptyState title={<Trans>There is no such lease</Trans>}>
        <Link to="/treasury/leases" className={buttonClass()}>
          <Trans>To the leases</Trans>
        </Link>
      </EmptyState>
    )
  }
  const isDecided = stage !== 'Open' && stage !== 'Withdrawn' && stage !== 'Cancelled'
  const isDelivered = isDecided && stage !== 'Signed' && stage !== 'Approved'
  return (
    <>
      <p data-testid="lease-state" data-state={stage}>
        <LeaseStatePill stage={stage} />
      </p>
      <LeaseNotices reading={reading} />
      {(stage === 'Signed' || stage === 'Approved') && <DecisionCards reading={reading} />}
      {isDelivered && stage !== 'Ended' && <UnderWay reading={reading} record={record} />}
      {isDelivered && <BillsCard leaseId={leaseId} />}
      <TermsCards reading={reading} record={record} />
      {isDecided && <LeaseHistory leaseId={leaseId} />}
    </>
  )
}

/** A machine at work: what is owed, what its meter says, and what the bank can do. */
function UnderWay({ reading, record }: ContentProps) {
  const { leaseId, lease } = reading
  return (
    <>
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <DebtCard reading={reading} />
        <MeterCard reading={reading} />
      </div>
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <WorkoutCard reading={reading} />
        <div className="grid gap-5">
          <LockCard reading={reading} />
          <DeviceKeyCard leaseId={leaseId} />
        </div>
      </div>
      <TelemetryGate>
        <RunningRentCard reading={reading} />
        <MachineNow
          deviceId={lease.deviceId}
          region={record?.region ?? []}
          fuelRatePct={record?.terms.alarms.fuelRatePct}
        />
      </TelemetryGate>
    </>
  )
}

/** What is owed at this second, and what is held against it. */
function DebtCard({ reading: { debt, account, lease } }: Pick<ContentProps, 'reading'>) {
  const { asset } = useDeployment()
  const money = (value: bigint) => <Money value={value} decimals={asset.decimals} symbol={asset.symbol} />
  return (
    <Card title={<Trans>Debt</Trans>}>
      <KeyValueList
        items={[
          { key: 'due', label: <Trans>Due now</Trans>, value: money(debt.due) },
          {
            key: 'since',
            label: <Trans>Due since</Trans>,
            value: debt.dueSince > 0 ? <DayText day={debt.dueSince} /> : '–',
          },
          { key: 'late', label: <Trans>Days past due</Trans>, value: debt.daysPastDue },
          { key: 'principal', label: <Trans>Financed and unpaid</Trans>, value: money(debt.principal) },
          { key: 'interest', label: <Trans>Interest</Trans>, value: money(debt.interest) },
          { key: 'usage', label: <Trans>Usage rent</Trans>, value: money(debt.usage) },
          { key: 'penalty', label: <Trans>Penalty</Trans>, value: money(debt.penalty) },
          { key: 'total', label: <Trans>Owed in all</Trans>, value: money(debt.total) },
          { key: 'held', label: <Trans>Deposit and prepaid rent held</Trans>, value: money(debt.held) },
          { key: 'cover', label: <Trans>Manufacturer's cover</Trans>, value: money(debt.cover) },
          { key: 'rate', label: <Trans>Yearly rate</Trans>, value: <Bps value={lease.rateBps} /> },
          {
            key: 'mark',
            label: <Trans>Marked down</Trans>,
            value: (
              <>
                {account.impairedPct} % · {money(account.impaired)}
              </>
            ),
          },
        ]}
      />
    </Card>
  )
}
