import { Trans, useLingui } from '@lingui/react/macro'
import { DEVICE_TIERS } from '@tallystick/sdk'
import { Link } from '@tanstack/react-router'
import type { Address } from 'viem'
import { RecordsError } from '../../graphql/records-error'
import { abbreviate } from '../../lib/abbreviate'
import { buttonClass, Card, type Column, DataTable, EmptyState, Skeleton, StatusPill } from '../../ui'
import { AlarmPill } from '../telemetry/alarm-labels'
import type { DeviceAnswer } from '../telemetry/answers'
import { useTelemetrySession } from '../telemetry/session'
import { TelemetryGate } from '../telemetry/telemetry-gate'
import { useDevices } from '../telemetry/use-telemetry'
import { FleetMap } from './fleet-map'
import { Hours } from './machine-now'
import { ManufacturerPage } from './manufacturer-page'
import { TierPill } from './tier'
import { type FleetRow, useFleet } from './use-fleet'

/** A manufacturer's machines: where they are, what they do, which are free. */
export function FleetPage() {
  return (
    <ManufacturerPage
      title={<Trans>Fleet</Trans>}
      lead={<Trans>Your machines in the network's register, with what their meters told last.</Trans>}
      actions={
        <Link to="/fleet/new" className={buttonClass('primary')}>
          <Trans>Register a machine</Trans>
        </Link>
      }
    >
      {(manufacturer) => (
        <>
          <TelemetryGate>
            <MapCard />
          </TelemetryGate>
          <Card title={<Trans>Machines</Trans>}>
            <FleetTable manufacturer={manufacturer} />
          </Card>
        </>
      )}
    </ManufacturerPage>
  )
}

function MapCard() {
  const { data } = useDevices()
  if (data === undefined) return <Skeleton className="h-64" />
  return (
    <Card title={<Trans>Where they are</Trans>}>
      <FleetMap devices={data} />
    </Card>
  )
}

function FleetTable({ manufacturer }: { readonly manufacturer: Address }) {
  const { t } = useLingui()
  const { machines = [], isLoading, isError, refetch } = useFleet(manufacturer)
  const session = useTelemetrySession()
  const { data: devices } = useDevices()
  const columns = useColumns(session ? devices : undefined)
  return (
    <DataTable
      caption={t`Machines of the fleet`}
      columns={columns}
      rows={machines}
      rowKey={({ id }) => id}
      loading={isLoading}
      error={isError && <RecordsError />}
      onRetry={() => void refetch()}
      empty={
        <EmptyState title={<Trans>No machine yet</Trans>}>
          <Link to="/fleet/new" className={buttonClass('primary')}>
            <Trans>Register a machine</Trans>
          </Link>
        </EmptyState>
      }
    />
  )
}

/** @param devices what the gateway tells, where the reader has signed in */
function useColumns(devices: readonly DeviceAnswer[] | undefined): readonly Column<FleetRow>[] {
  const { t } = useLingui()
  const liveOf = ({ id }: FleetRow) => devices?.find(({ deviceId }) => deviceId === id)
  return [
    {
      id: 'machine',
      header: t`Machine`,
      cell: ({ id, oem, model }) => (
        <Link to="/fleet/$device" params={{ device: id }} className="font-medium text-brand underline">
          {`${oem} ${model} · ${abbreviate(id)}`}
        </Link>
      ),
      sortBy: ({ model }) => model,
    },
    {
      id: 'tier',
      header: t`Trust`,
      cell: ({ tier }) => <TierPill tier={DEVICE_TIERS.indexOf(tier)} />,
      sortBy: ({ tier }) => DEVICE_TIERS.indexOf(tier),
    },
    {
      id: 'use',
      header: t`Use`,
      cell: (row) => <UseCell row={row} />,
      sortBy: ({ book }) => (book === null ? 0 : 1),
    },
    {
      id: 'hours',
      header: t`Operating hours`,
      align: 'end',
      cell: (row) => {
        const reading = liveOf(row)?.last?.message.r
        return reading ? <Hours seconds={BigInt(reading.opSec)} /> : '–'
      },
    },
    {
      id: 'alarms',
      header: t`Alarms`,
      cell: (row) => {
        const alarms = liveOf(row)?.alarms ?? []
        if (alarms.length === 0) return devices ? <Trans>none</Trans> : '–'
        return (
          <span className="flex flex-wrap gap-1">
            {alarms.map((alarm) => (
              <AlarmPill key={alarm.id} alarm={alarm} />
            ))}
          </span>
        )
      },
    },
  ]
}

function UseCell({ row: { book, lease } }: { readonly row: FleetRow }) {
  if (book === null || lease === null) {
    return (
      <StatusPill>
        <Trans>free</Trans>
      </StatusPill>
    )
  }
  const number = lease.number
  return (
    <Link to="/leases/$lease" params={{ lease: BigInt(number) }} className="text-brand underline">
      <Trans>Lease #{number}</Trans>
    </Link>
  )
}
