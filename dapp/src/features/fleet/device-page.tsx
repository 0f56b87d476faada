import { msg } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { devicesAbi } from '@tallystick/sdk'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type Hex, zeroAddress } from 'viem'
import { useReadContract } from 'wagmi'
import { AccountName } from '../../chain/account-name'
import { useDeployment } from '../../chain/deployment'
import { useTx, write } from '../../chain/tx'
import { useVerdict } from '../../chain/use-verdict'
import {
  Button,
  buttonClass,
  Card,
  EmptyState,
  ErrorState,
  HashText,
  KeyValueList,
  Skeleton,
  StatusPill,
} from '../../ui'
import { TelemetryGate } from '../telemetry/telemetry-gate'
import { KeyDialog } from './key-dialog'
import { MachineNow } from './machine-now'
import { ManufacturerPage } from './manufacturer-page'
import { TierPill, TierText } from './tier'
import { useMachine } from './use-machine'

/** One machine of a manufacturer: what it does now, its key, and what can be done with both. */
export function DevicePage({ deviceId }: { readonly deviceId: Hex }) {
  return (
    <ManufacturerPage
      title={<Trans>Machine</Trans>}
      lead={<HashText value={deviceId} />}
      actions={
        <Link to="/leases/new" search={{ device: deviceId }} className={buttonClass('primary')}>
          <Trans>Offer a lease</Trans>
        </Link>
      }
    >
      {() => <DeviceContent deviceId={deviceId} />}
    </ManufacturerPage>
  )
}

function DeviceContent({ deviceId }: { readonly deviceId: Hex }) {
  const { data: device, isError, refetch } = useMachine(deviceId)
  if (isError) {
    return (
      <ErrorState title={<Trans>The network node cannot be reached</Trans>} onRetry={() => void refetch()}>
        <Trans>Nothing is lost. The page tries again by itself.</Trans>
      </ErrorState>
    )
  }
  if (!device) return <Skeleton className="h-64" />
  if (device.manufacturer === zeroAddress) {
    return (
      <EmptyState title={<Trans>There is no such machine in the register</Trans>}>
        <Link to="/fleet" className={buttonClass()}>
          <Trans>To the fleet</Trans>
        </Link>
      </EmptyState>
    )
  }
  const isLeased = device.book !== zeroAddress
  return (
    <>
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <Card title={<Trans>In the register</Trans>}>
          <KeyValueList
            items={[
              {
                key: 'manufacturer',
                label: <Trans>Manufacturer</Trans>,
                value: <AccountName address={device.manufacturer} />,
              },
              { key: 'tier', label: <Trans>Trust in the meter</Trans>, value: <TierPill tier={device.tier} /> },
              {
                key: 'use',
                label: <Trans>Use</Trans>,
                value: isLeased ? (
                  <StatusPill tone="info">
                    <Trans>leased</Trans>
                  </StatusPill>
                ) : (
                  <StatusPill>
                    <Trans>free</Trans>
                  </StatusPill>
                ),
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
        </Card>
        <KeyCard deviceId={deviceId} keyVersion={device.keyVersion} isLeased={isLeased} />
      </div>
      <TelemetryGate>
        <MachineNow deviceId={deviceId} />
      </TelemetryGate>
    </>
  )
}

interface KeyCardProps {
  readonly deviceId: Hex
  readonly keyVersion: number
  readonly isLeased: boolean
}

function KeyCard({ deviceId, keyVersion, isLeased }: KeyCardProps) {
  const { network } = useDeployment()
  const [isOpen, setOpen] = useState(false)
  const { data } = useReadContract({
    address: network.devices,
    abi: devicesAbi,
    functionName: 'keyOf',
    args: [deviceId, keyVersion],
  })
  const [key, validUntil] = data ?? []
  return (
    <Card title={<Trans>Key</Trans>}>
      <KeyValueList
        items={[
          { key: 'version', label: <Trans>Version</Trans>, value: keyVersion },
          { key: 'kind', label: <Trans>Kind of key</Trans>, value: key && (key.keyType === 0 ? 'secp256k1' : 'P-256') },
          { key: 'x', label: <Trans>Public key</Trans>, value: key && <HashText value={key.x} /> },
          {
            key: 'state',
            label: <Trans>State</Trans>,
            value:
              validUntil === undefined ? null : validUntil === 0 ? (
                <StatusPill tone="danger">
                  <Trans>revoked</Trans>
                </StatusPill>
              ) : (
                <StatusPill tone="positive">
                  <Trans>signs</Trans>
                </StatusPill>
              ),
          },
        ]}
      />
      <div className="flex flex-wrap items-start gap-2">
        <Button onClick={() => setOpen(true)}>
          <Trans>Change the key</Trans>
        </Button>
        <RevokeButton deviceId={deviceId} />
      </div>
      <KeyDialog
        deviceId={deviceId}
        keyVersion={keyVersion}
        isLeased={isLeased}
        open={isOpen}
        onClose={() => setOpen(false)}
      />
    </Card>
  )
}

/** Makes the present key void: for one that has been stolen. */
function RevokeButton({ deviceId }: { readonly deviceId: Hex }) {
  const { network } = useDeployment()
  const { run, pending } = useTx()
  const call = { address: network.devices, abi: devicesAbi, functionName: 'revokeKey', args: [deviceId] } as const
  const { refusal } = useVerdict(call)
  const revoke = write({ ...call, title: msg`Revoke the key of a machine`, args: () => [deviceId] as const })
  return (
    <Button
      variant="danger"
      busy={pending}
      reason={refusal}
      onClick={() => void run(revoke).catch(() => undefined)}
      data-testid="revoke-key"
    >
      <Trans>Revoke the key</Trans>
    </Button>
  )
}
