import { Trans, useLingui } from '@lingui/react/macro'
import { type ReactNode, useState } from 'react'
import type { Hex } from 'viem'
import { useBank } from '../../chain/deployment'
import { Card, type Column, DataTable, EmptyState, Page, SelectInput, Skeleton } from '../../ui'
import { LeaseLink, MachineLink } from '../alarms/machine-link'
import { FleetMap } from '../fleet/fleet-map'
import { Hours } from '../fleet/machine-now'
import { TierPill } from '../fleet/tier'
import { AlarmPill } from '../telemetry/alarm-labels'
import type { DeviceAnswer } from '../telemetry/answers'
import { GatewayErrorText } from '../telemetry/gateway-error-text'
import { TelemetryGate } from '../telemetry/telemetry-gate'
import { useDevices } from '../telemetry/use-telemetry'
import { FLEET_FILTERS, type FleetFilter, isInFilter } from './fleet-filter'
import { useWorkAreas } from './use-work-areas'

export interface FleetPageProps {
  readonly filter: FleetFilter
  readonly onFilter: (filter: FleetFilter) => void
}

/** The bank's machines: where they are, what they do, what is wrong. */
export function BankFleetPage(props: FleetPageProps) {
  return (
    <Page
      title={<Trans>Machines on lease</Trans>}
      lead={<Trans>What the machines that the bank has financed tell the gateway, as it comes.</Trans>}
    >
      <TelemetryGate>
        <Console {...props} />
      </TelemetryGate>
    </Page>
  )
}

function Console({ filter, onFilter }: FleetPageProps) {
  const { leases } = useBank()
  const [selected, setSelected] = useState<Hex>()
  const { data, error, refetch } = useDevices()
  const areas = useWorkAreas()
  if (data === undefined && !error) return <Skeleton className="h-96" />
  const own = (data ?? []).filter(({ lease }) => lease?.book.toLowerCase() === leases.toLowerCase())
  const shown = own.filter((device) => isInFilter(device, filter))
  return (
    <>
      <Card title={<Trans>Where they are</Trans>}>
        <FleetMap devices={shown} areas={areas} selected={selected} onSelect={setSelected} height={420} />
      </Card>
      <Card title={<Trans>Machines</Trans>}>
        <div className="max-w-48">
          <FilterChoice filter={filter} onFilter={onFilter} />
        </div>
        <MachinesTable
          rows={shown}
          isFiltered={own.length > 0}
          error={error && <GatewayErrorText error={error} />}
          onRetry={() => void refetch()}
        />
      </Card>
    </>
  )
}

function FilterChoice({ filter, onFilter }: FleetPageProps) {
  const { t } = useLingui()
  const labels: Readonly<Record<FleetFilter, string>> = {
    all: t`All`,
    alarm: t`With alarms`,
    running: t`Engine on`,
    still: t`Engine off`,
    locked: t`Locked`,
  }
  return (
    <SelectInput
      label={t`Show`}
      value={filter}
      onChange={(value) => onFilter(value as FleetFilter)}
      options={FLEET_FILTERS.map((value) => ({ value, label: labels[value] }))}
    />
  )
}

interface MachinesTableProps {
  readonly rows: readonly DeviceAnswer[]
  readonly isFiltered: boolean
  readonly error: ReactNode
  readonly onRetry: () => void
}

function MachinesTable({ isFiltered, ...list }: MachinesTableProps) {
  const { t } = useLingui()
  const columns: readonly Column<DeviceAnswer>[] = [
    {
      id: 'machine',
      header: t`Machine`,
      cell: ({ deviceId, model }) => <MachineLink deviceId={deviceId} model={model} />,
      sortBy: ({ model }) => model,
    },
    {
      id: 'lease',
      header: t`Lease`,
      cell: ({ lease }) => <LeaseLink leaseId={lease ? BigInt(lease.leaseId) : undefined} />,
    },
    { id: 'tier', header: t`Trust`, cell: ({ tier }) => <TierPill tier={tier} />, sortBy: ({ tier }) => tier },
    {
      id: 'engine',
      header: t`Engine`,
      cell: ({ last }) => last && (last.message.r.engine === 1 ? <Trans>on</Trans> : <Trans>off</Trans>),
    },
    {
      id: 'hours',
      header: t`Operating hours`,
      align: 'end',
      cell: ({ last }) => (last ? <Hours seconds={BigInt(last.message.r.opSec)} /> : '–'),
      sortBy: ({ last }) => BigInt(last?.message.r.opSec ?? 0),
    },
    {
      id: 'alarms',
      header: t`Alarms`,
      cell: ({ alarms }) =>
        alarms.length === 0 ? (
          <Trans>none</Trans>
        ) : (
          <span className="flex flex-wrap gap-1">
            {alarms.map((alarm) => (
              <AlarmPill key={alarm.id} alarm={alarm} />
            ))}
          </span>
        ),
      sortBy: ({ alarms }) => alarms.length,
    },
    {
      id: 'lock',
      header: t`Lock`,
      cell: ({ command }) => (command?.locked ? <Trans>locked</Trans> : <Trans>free to work</Trans>),
    },
  ]
  return (
    <DataTable
      caption={t`Machines on lease`}
      columns={columns}
      rowKey={({ deviceId }) => deviceId}
      empty={
        isFiltered ? (
          <EmptyState title={<Trans>No machine matches</Trans>}>
            <Trans>Choose another filter.</Trans>
          </EmptyState>
        ) : (
          <EmptyState title={<Trans>No machine on lease</Trans>}>
            <Trans>It appears here once its lessee has accepted it.</Trans>
          </EmptyState>
        )
      }
      {...list}
    />
  )
}
