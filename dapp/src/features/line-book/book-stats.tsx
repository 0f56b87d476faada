import { Trans, useLingui } from '@lingui/react/macro'
import { formatBps, formatCompactAmount } from '@tallystick/sdk'
import { useDeployment } from '../../chain/deployment'
import { ExposureBars } from '../../charts'
import { useLocale } from '../../i18n/use-locale'
import { Card, EmptyState, Money, Stat, StatGroup } from '../../ui'
import { RatioText } from '../risk/ratio-text'
import { type BookFigures, LGD_BPS, totalsByBand } from './book-figures'
import type { BookRow } from './book-row'

/** The book in one line of figures. */
export function BookStats({ figures }: { readonly figures: BookFigures }) {
  const { asset } = useDeployment()
  const money = (value: bigint) => <Money value={value} decimals={asset.decimals} />
  const lgd = formatBps(LGD_BPS)
  return (
    <StatGroup>
      <Stat label={<Trans>Lines</Trans>} value={figures.count} testId="book-count" />
      <Stat label={<Trans>Limits ({asset.symbol})</Trans>} value={money(figures.limits)} />
      <Stat
        label={<Trans>Drawn ({asset.symbol})</Trans>}
        value={money(figures.drawn)}
        hint={
          <Trans>
            of the limits <RatioText value={figures.used} />
          </Trans>
        }
        testId="book-drawn"
      />
      <Stat
        label={<Trans>Non-performing (NPL)</Trans>}
        value={<RatioText value={figures.npl} />}
        hint={
          <Trans>
            with write-offs <RatioText value={figures.nplWithLosses} />
          </Trans>
        }
      />
      <Stat
        label={<Trans>Expected loss in a year ({asset.symbol})</Trans>}
        value={money(figures.expectedLoss)}
        hint={<Trans>PD × LGD × drawn; LGD assumed {lgd}; marks in full</Trans>}
      />
    </StatGroup>
  )
}

/** Principal of the book by days past due. */
export function ArrearsStats({ figures }: { readonly figures: BookFigures }) {
  const { t } = useLingui()
  const { asset } = useDeployment()
  const labels = {
    current: t`Not due`,
    '1-30': t`1–30 days`,
    '31-60': t`31–60 days`,
    '61-90': t`61–90 days`,
    '90+': t`Over 90 days`,
  }
  return (
    <Card title={<Trans>Principal by days past due</Trans>}>
      <StatGroup>
        {figures.buckets.map(({ name, count, principal }) => (
          <Stat
            key={name}
            label={labels[name]}
            value={<Money value={principal} decimals={asset.decimals} />}
            hint={t`lines: ${count}`}
          />
        ))}
      </StatGroup>
    </Card>
  )
}

/** What the lines of each band may draw, and have drawn. */
export function BandsCard({ rows }: { readonly rows: readonly BookRow[] }) {
  const { t } = useLingui()
  const locale = useLocale()
  const { asset } = useDeployment()
  const totals = totalsByBand(rows)
  const nameOf = (band: number | undefined) => {
    if (band === undefined) return t`By the bank, or without a band`
    const number = band + 1
    return t`Band ${number}`
  }
  return (
    <Card title={<Trans>Lines by band</Trans>}>
      {totals.length === 0 ? (
        <EmptyState title={<Trans>No lines yet</Trans>} />
      ) : (
        <ExposureBars
          title={t`Drawn and limit of each band`}
          rows={totals.map(({ band, count, limit, drawn }) => ({
            key: String(band),
            label: t`${nameOf(band)} · lines: ${count}`,
            exposure: drawn,
            limit,
          }))}
          labels={{ exposure: t`Drawn`, limit: t`Limit`, over: t`Above the limit` }}
          format={(amount) => formatCompactAmount(amount, asset.decimals, locale)}
        />
      )}
    </Card>
  )
}
