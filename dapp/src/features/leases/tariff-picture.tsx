import { useLingui } from '@lingui/react/macro'
import { averagePerHour, formatAmount, formatCompactAmount, type Tariff } from '@tallystick/sdk'
import { useDeployment } from '../../chain/deployment'
import { TariffSteps } from '../../charts'
import { useLocale } from '../../i18n/use-locale'

const SECONDS_PER_HOUR = 3_600n
/** Points of the curve of averages. */
const POINTS = 24
/** Hours that are drawn beyond the last bracket's begin, as a part of it, and at least. */
const BEYOND = 0.6
const LEAST_END = 100

export interface TariffPictureProps {
  /** Without problems, see `checkTariff`. */
  readonly tariff: Tariff
  /** Hours used in the running period. */
  readonly now?: number | undefined
}

/** What the next hour of a period costs, and what an hour costs on average. */
export function TariffPicture({ tariff, now }: TariffPictureProps) {
  const { t } = useLingui()
  const locale = useLocale()
  const { asset } = useDeployment()
  const last = tariff.at(-1)?.fromHours ?? 0
  const end = Math.max(LEAST_END, Math.ceil(last * (1 + BEYOND)), Math.ceil(now ?? 0))
  const hours = Array.from({ length: POINTS }, (_, index) => Math.max(1, Math.round((end * (index + 1)) / POINTS)))
  return (
    <TariffSteps
      title={t`Price of an hour by the hours of a period`}
      steps={tariff.map(({ fromHours, pricePerHour }) => ({ from: fromHours, price: pricePerHour }))}
      averages={hours.map((at) => ({ at, price: averagePerHour(tariff, BigInt(at) * SECONDS_PER_HOUR) ?? 0n }))}
      end={end}
      now={now}
      labels={{ price: t`next hour`, average: t`average of all hours`, now: t`hours so far`, unit: 'h' }}
      format={(price) => `${formatAmount(price, asset.decimals)} ${asset.symbol}`}
      formatTick={(price) => formatCompactAmount(price, asset.decimals, locale)}
    />
  )
}
