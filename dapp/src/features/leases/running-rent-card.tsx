import { Trans } from '@lingui/react/macro'
import { unpackTariff } from '@tallystick/sdk'
import { useDeployment } from '../../chain/deployment'
import { useChainNow } from '../../chain/now'
import { Card, Money, Stat, StatGroup } from '../../ui'
import { Hours } from '../fleet/machine-now'
import { useDevice } from '../telemetry/use-telemetry'
import { runningRent } from './running-rent'
import { TariffPicture } from './tariff-picture'
import type { LeaseReading } from './use-lease'

const SECONDS_PER_HOUR = 3_600

/** The running period by the newest reading: hours, rent so far, the next bracket. For inside the telemetry gate. */
export function RunningRentCard({ reading }: { readonly reading: LeaseReading }) {
  const { asset } = useDeployment()
  const now = useChainNow()
  const { lease, meter } = reading
  const device = useDevice(lease.deviceId)
  const newest = device?.last?.message.r
  if (newest === undefined || meter.period === 0 || lease.finalBilled) return null
  const tariff = unpackTariff(lease.tariff)
  const { opSec, soFar, estimate, bracket, left } = runningRent({
    tariff,
    baseRent: lease.baseRent,
    minimumRent: lease.minimumRent,
    openingOpSec: BigInt(meter.opening.opSec),
    opSec: BigInt(newest.opSec),
    silent: meter.silent,
    periodDays: meter.periodDays,
    end: BigInt(meter.end),
    now,
  })
  const money = (value: bigint) => <Money value={value} decimals={asset.decimals} symbol={asset.symbol} />
  return (
    <Card title={<Trans>Rent of the running period</Trans>}>
      <StatGroup>
        <Stat label={<Trans>Hours so far</Trans>} value={<Hours seconds={opSec} />} testId="period-hours" />
        <Stat
          label={<Trans>Rent so far</Trans>}
          value={money(soFar)}
          hint={<Trans>as if the period ended now, base rent included</Trans>}
          testId="rent-so-far"
        />
        <Stat
          label={<Trans>Estimate for the whole period</Trans>}
          value={money(estimate)}
          hint={<Trans>if it is used on like this</Trans>}
          testId="rent-estimate"
        />
        <Stat
          label={<Trans>The next hour costs</Trans>}
          value={money(bracket.pricePerHour)}
          hint={
            left !== null && (
              <Trans>
                cheaper in <Hours seconds={left} />
              </Trans>
            )
          }
          testId="next-bracket"
        />
      </StatGroup>
      <TariffPicture tariff={tariff} now={Number(opSec) / SECONDS_PER_HOUR / (meter.silent + 1)} />
    </Card>
  )
}
