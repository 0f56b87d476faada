import { Trans, useLingui } from '@lingui/react/macro'
import { formatAmount, formatDay } from '@tallystick/sdk'
import { useChainNow } from '../../chain/now'
import { StackedColumns } from '../../charts'
import { useLocale } from '../../i18n/use-locale'
import { Card, ErrorState, Skeleton } from '../../ui'
import type { DeviceAnswer } from '../telemetry/answers'
import { GatewayErrorText } from '../telemetry/gateway-error-text'
import { useReadings } from '../telemetry/use-telemetry'
import { type DailyUse, dailyUse } from './daily-use'

const DAYS = 14n
const HOUR_SECONDS = 3_600n
const DAY_SECONDS = 24n * HOUR_SECONDS
const MS_PER_SECOND = 1_000

export interface UseChartsProps {
  readonly device: DeviceAnswer
  /** Most fuel per operating hour before an alarm, in percent of the rated one. */
  readonly fuelRatePct?: number | undefined
}

/** The last two weeks of a machine, day by day: hours with idling, and fuel per hour. */
export function UseCharts({ device, fuelRatePct }: UseChartsProps) {
  const now = useChainNow()
  // A whole hour, so that the question stays the same while the clock runs.
  const end = (now / HOUR_SECONDS + 1n) * HOUR_SECONDS
  const span = {
    from: Number(end - DAYS * DAY_SECONDS) * MS_PER_SECOND,
    to: Number(end) * MS_PER_SECOND,
    every: Number(HOUR_SECONDS),
  }
  const { data, error, refetch } = useReadings(device.deviceId, span)
  if (error && !data) {
    return (
      <ErrorState onRetry={() => void refetch()}>
        <GatewayErrorText error={error} />
      </ErrorState>
    )
  }
  if (!data) return <Skeleton className="h-64" />
  const days = dailyUse(data)
  if (days.length === 0) return null
  return (
    <div className="grid items-start gap-5 lg:grid-cols-2">
      <HoursCard days={days} />
      <FuelCard days={days} ratedMl={device.ratedFuelMlPerHour} fuelRatePct={fuelRatePct} />
    </div>
  )
}

function useDayLabel(): (day: number) => string {
  const locale = useLocale()
  // The year is the same for all of them.
  return (day) => formatDay(day, locale).replace(/^\d{4}[-年]|,? \d{4}$/, '')
}

/** Charted in tenths of an hour, so that the axis has round hours. */
const TENTH_SECONDS = HOUR_SECONDS / 10n

function hours(tenths: bigint): string {
  return `${formatAmount(tenths, 1, { minimumDecimals: 1 })} h`
}

function HoursCard({ days }: { readonly days: readonly DailyUse[] }) {
  const { t } = useLingui()
  const labelOf = useDayLabel()
  return (
    <Card title={<Trans>Hours a day</Trans>}>
      <StackedColumns
        title={t`Hours a day`}
        series={[
          { label: t`working`, color: 'var(--brand)' },
          { label: t`idling`, color: 'var(--outflow)' },
        ]}
        columns={days.map(({ day, opSec, idleSec }) => ({
          key: String(day),
          label: labelOf(day),
          parts: [(opSec - idleSec) / TENTH_SECONDS, idleSec / TENTH_SECONDS],
        }))}
        format={hours}
        formatTick={(tenths) => `${formatAmount(tenths, 1, { minimumDecimals: 0 })} h`}
      />
    </Card>
  )
}

interface FuelCardProps {
  readonly days: readonly DailyUse[]
  readonly ratedMl: number
  readonly fuelRatePct: number | undefined
}

/** Millilitres as litres with one decimal, rounded down. */
function litres(millilitres: bigint): string {
  return `${formatAmount(millilitres / 100n, 1, { minimumDecimals: 1 })} l/h`
}

function FuelCard({ days, ratedMl, fuelRatePct }: FuelCardProps) {
  const { t } = useLingui()
  const labelOf = useDayLabel()
  const limit = fuelRatePct === undefined ? undefined : (BigInt(ratedMl) * BigInt(fuelRatePct)) / 100n
  return (
    <Card title={<Trans>Fuel per operating hour</Trans>}>
      <StackedColumns
        title={t`Fuel per operating hour`}
        series={[{ label: t`burnt per hour`, color: 'var(--inflow)' }]}
        columns={days.map(({ day, opSec, fuelMl }) => ({
          key: String(day),
          label: labelOf(day),
          parts: [opSec === 0n ? 0n : (fuelMl * HOUR_SECONDS) / opSec],
        }))}
        limit={limit === undefined ? undefined : { amount: limit, label: t`alarm above` }}
        format={litres}
        formatTick={litres}
      />
    </Card>
  )
}
