import { msg } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { deviceOracleAbi } from '@tallystick/sdk'
import { type Hex, zeroAddress } from 'viem'
import { useReadContract } from 'wagmi'
import { AccountName } from '../../chain/account-name'
import { useBank } from '../../chain/deployment'
import { Card, ErrorState, HashText, KeyValueList, Page, Skeleton } from '../../ui'
import { LeaseLink } from '../alarms/machine-link'
import { MachineNow } from '../fleet/machine-now'
import { TierPill, TierText } from '../fleet/tier'
import { useMachine } from '../fleet/use-machine'
import { CallButton } from '../leases/call-button'
import { TelemetryGate } from '../telemetry/telemetry-gate'
import { isOnBalance } from './book-row'
import { useLeaseBook } from './use-lease-book'

/** One machine as the bank sees it: what the register says, its alarms, what it does now. */
export function MachinePage({ deviceId }: { readonly deviceId: Hex }) {
  const { data: device, isError } = useMachine(deviceId)
  const row = useLeaseBook().data?.find((lease) => lease.device.id === deviceId && isOnBalance(lease))
  return (
    <Page
      title={row ? `${row.device.oem} ${row.device.model}` : <Trans>Machine</Trans>}
      lead={<HashText value={deviceId} />}
    >
      {isError && !device && <ErrorState title={<Trans>There is no such machine in the register</Trans>} />}
      {!device && !isError && <Skeleton className="h-64" />}
      {device && (
        <>
          <Card title={<Trans>In the register</Trans>}>
            <KeyValueList
              items={[
                {
                  key: 'manufacturer',
                  label: <Trans>Manufacturer</Trans>,
                  value: <AccountName address={device.manufacturer} />,
                },
                { key: 'tier', label: <Trans>Trust in the meter</Trans>, value: <TierPill tier={device.tier} /> },
                { key: 'key', label: <Trans>Version of its key</Trans>, value: device.keyVersion },
                {
                  key: 'lease',
                  label: <Trans>Lease</Trans>,
                  value: <LeaseLink leaseId={row && BigInt(row.number)} />,
                },
                {
                  key: 'fuel',
                  label: <Trans>Rated fuel use</Trans>,
                  value: `${device.ratedFuelMlPerHour / 1_000} l/h`,
                },
              ]}
            />
            <p className="text-muted">
              <TierText tier={device.tier} />
            </p>
            {device.book !== zeroAddress && <Enrolment deviceId={deviceId} />}
          </Card>
          <TelemetryGate>
            <MachineNow deviceId={deviceId} fuelRatePct={row?.offer.fuelRatePct} />
          </TelemetryGate>
        </>
      )}
    </Page>
  )
}

/** Gives a leased machine its place in the pictures of alarms, where it has none. */
function Enrolment({ deviceId }: { readonly deviceId: Hex }) {
  const { deviceOracle } = useBank()
  const target = { address: deviceOracle, abi: deviceOracleAbi } as const
  const { data: place } = useReadContract({ ...target, functionName: 'indexOf', args: [deviceId] })
  if (place !== 0n) return null
  const call = { ...target, title: msg`Enrol a machine for alarms`, functionName: 'enroll', args: [deviceId] }
  return (
    <div>
      <CallButton call={call} testId="enroll">
        <Trans>Enrol it for alarms on chain</Trans>
      </CallButton>
    </div>
  )
}
