import { Trans, useLingui } from '@lingui/react/macro'
import { formatAmount, type Region } from '@tallystick/sdk'
import type { ReactNode } from 'react'
import type { Hex } from 'viem'
import { useChainNow } from '../../chain/now'
import { useLocale } from '../../i18n/use-locale'
import { formatDuration } from '../../lib/duration'
import { Card, EmptyState, Skeleton, Stat, StatGroup, StatusPill } from '../../ui'
import { AlarmPill } from '../telemetry/alarm-labels'
import type { DeviceAnswer, LastReading } from '../telemetry/answers'
import { useDevices } from '../telemetry/use-telemetry'
import { FleetMap } from './fleet-map'
import { UseCharts } from './use-charts'

export interface MachineNowProps {
  readonly deviceId: Hex
  /** Area of work of its lease. */
  readonly region?: Region
  /** Most fuel per operating hour before an alarm, in percent of the rated one. */
  readonly fuelRatePct?: number | undefined
}

/** What a machine last told: hours, fuel, position, alarms, and its last days as charts. For inside the telemetry gate. */
export function MachineNow({ deviceId, region = [], fuelRatePct }: MachineNowProps) {
  const { t } = useLingui()
  const { data } = useDevices()
  if (data === undefined) return <Skeleton className="h-64" />
  const device = data.find((known) => known.deviceId === deviceId.toLowerCase())
  if (device?.last === undefined || device.last === null) {
    return (
      <EmptyState title={<Trans>No reading yet</Trans>}>
        <Trans>The gateway holds no reading of this machine that concerns you.</Trans>
      </EmptyState>
    )
  }
  return (
    <>
      <AlarmLine device={device} />
      <ReadingStats last={device.last} />
      <Card title={<Trans>Position</Trans>}>
        <FleetMap
          devices={[device]}
          areas={region.length > 0 ? [{ key: 'region', label: t`Area of work`, region }] : []}
          height={300}
        />
      </Card>
      <UseCharts device={device} fuelRatePct={fuelRatePct} />
    </>
  )
}

function AlarmLine({ device }: { readonly device: DeviceAnswer }) {
  if (device.alarms.length === 0) {
    return (
      <p>
        <StatusPill tone="positive">
          <Trans>no alarm</Trans>
        </StatusPill>
      </p>
    )
  }
  return (
    <ul className="flex flex-wrap gap-2" data-testid="active-alarms">
      {device.alarms.map((alarm) => (
        <li key={alarm.id}>
          <AlarmPill alarm={alarm} />
        </li>
      ))}
    </ul>
  )
}

const MS_PER_SECOND = 1_000n

function ReadingStats({ last }: { readonly last: LastReading }) {
  const locale = useLocale()
  const now = useChainNow()
  const { r } = last.message
  const age = now - BigInt(r.ts) / MS_PER_SECOND
  const ago = formatDuration(Number(age), locale)
  return (
    <StatGroup>
      <Stat label={<Trans>Operating hours</Trans>} value={<Hours seconds={BigInt(r.opSec)} />} testId="op-hours" />
      <Stat label={<Trans>of which idle</Trans>} value={<Hours seconds={BigInt(r.idleSec)} />} />
      <Stat
        label={<Trans>Fuel burnt</Trans>}
        value={<Litres millilitres={BigInt(r.fuelMl)} />}
        hint={
          <Trans>
            tank at <Percent bps={r.fuelPctBp} />
          </Trans>
        }
      />
      <Stat
        label={<Trans>Engine</Trans>}
        value={r.engine === 1 ? <Trans>on</Trans> : <Trans>off</Trans>}
        hint={<Trans>read {ago} ago</Trans>}
        testId="engine"
      />
    </StatGroup>
  )
}

const TENTHS_PER_HOUR = 360n

/** Operating time in hours with one decimal, rounded down. */
export function Hours({ seconds }: { readonly seconds: bigint }): ReactNode {
  return `${formatAmount(seconds / TENTHS_PER_HOUR, 1, { minimumDecimals: 1 })} h`
}

/** Fuel in whole litres, rounded down. */
export function Litres({ millilitres }: { readonly millilitres: bigint }): ReactNode {
  return `${formatAmount(millilitres / 1_000n, 0)} l`
}

function Percent({ bps }: { readonly bps: number }): ReactNode {
  return `${Math.round(bps / 100)} %`
}
