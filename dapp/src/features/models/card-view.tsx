import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { formatBps, MERCHANT_V1 } from '@tallystick/sdk'
import { errorText } from '../../chain/errors'
import { CalibrationPlot } from '../../charts'
import { inLocale } from '../../i18n'
import { useLocale } from '../../i18n/use-locale'
import { Card, ErrorState, KeyValueList, Notice, Skeleton, Stat, StatGroup } from '../../ui'
import type { CreditModel } from './credit-model'
import { type CardMetric, type FeatureImportance, type ModelCard, shareBps } from './model-card'
import { useModelCard } from './use-model-card'

/** How good a model is, by its own card, once the card has been checked against the register. */
export function CardView({ model }: { readonly model: CreditModel }) {
  const { data, error, isPending, refetch } = useModelCard(model)
  const { version } = model
  return (
    <Card title={<Trans>Model card, version {version}</Trans>}>
      {isPending && <Skeleton className="h-80" />}
      {error && (
        <ErrorState title={<Trans>The model card cannot be read</Trans>} onRetry={() => void refetch()}>
          {errorText(error)}
        </ErrorState>
      )}
      {data && (
        <>
          <CardVerdict isRegistered={data.isRegistered} />
          <Metrics card={data.card} />
          <div className="grid gap-6 lg:grid-cols-2">
            <Calibration card={data.card} />
            <Importance importance={data.card.importance} />
          </div>
        </>
      )}
    </Card>
  )
}

function CardVerdict({ isRegistered }: { readonly isRegistered: boolean }) {
  if (isRegistered) {
    return (
      <Notice tone="positive">
        <Trans>This is the registered card: its SHA-256 is the one on chain.</Trans>
      </Notice>
    )
  }
  return (
    <Notice tone="danger">
      <Trans>This is not the registered card: its SHA-256 is another one than on chain.</Trans>
    </Notice>
  )
}

const METRIC_NAMES: Readonly<Record<CardMetric['name'], MessageDescriptor>> = {
  auc: msg`Ranking (AUC)`,
  ks: msg`Separation (KS)`,
  brier: msg`Squared error (Brier)`,
  ece: msg`Calibration error (ECE)`,
}

function Metrics({ card }: { readonly card: ModelCard }) {
  const { t } = useLingui()
  const [rows, defaults] = [card.rows.toLocaleString('en'), card.defaults.toLocaleString('en')]
  return (
    <>
      <StatGroup>
        {card.metrics.map(({ name, value, interval }) => (
          <Stat
            key={name}
            label={t(METRIC_NAMES[name])}
            value={value.toFixed(4)}
            hint={interval && `95 %: ${interval.map((bound) => bound.toFixed(4)).join(' – ')}`}
          />
        ))}
      </StatGroup>
      <p className="text-xs text-muted">
        <Trans>
          Out of fold, on {rows} development rows with {defaults} defaults.
        </Trans>
      </p>
    </>
  )
}

function Calibration({ card }: { readonly card: ModelCard }) {
  const { t } = useLingui()
  return (
    <section className="grid min-w-0 content-start gap-2">
      <h3 className="font-medium">
        <Trans>Predicted and observed defaults</Trans>
      </h3>
      <CalibrationPlot
        title={t`Predicted and observed default rates`}
        labels={{ predicted: t`Predicted`, observed: t`Observed`, ideal: t`Predicted = observed` }}
        points={card.calibration.map(({ rows, predicted, observed }, index) => ({
          key: `${index}`,
          label: t`${rows} rows`,
          predicted: shareBps(predicted),
          observed: shareBps(observed),
        }))}
        format={formatBps}
      />
    </section>
  )
}

function Importance({ importance }: { readonly importance: readonly FeatureImportance[] }) {
  const { t } = useLingui()
  const locale = useLocale()
  const label = (name: string) => {
    const feature = MERCHANT_V1.find((candidate) => candidate.name === name)
    return feature ? inLocale(feature.label, locale) : name
  }
  return (
    <section className="grid min-w-0 content-start gap-2">
      <h3 className="font-medium">
        <Trans>What the score hangs on</Trans>
      </h3>
      <KeyValueList
        items={importance.map(({ name, points }) => ({
          key: name,
          label: label(name),
          value: t`${points.toFixed(1)} points`,
        }))}
      />
    </section>
  )
}
