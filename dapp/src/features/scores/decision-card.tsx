import { Trans, useLingui } from '@lingui/react/macro'
import { formatBps, type Policy, type PolicyBand, type PolicyLimit, policyLimit, SCORE_RANGE } from '@tallystick/sdk'
import type { ReactNode } from 'react'
import { useDeployment } from '../../chain/deployment'
import { ScoreScale } from '../../charts'
import { Bps, Card, HashText, InstantText, type KeyValue, KeyValueList, Money } from '../../ui'
import { DefaultProbability } from './default-probability'
import { ImprovementList } from './improvement-list'
import { improvements } from './improvements'
import { ReasonList } from './reason-list'
import type { MerchantScore } from './score'
import { SourceNames } from './source-names'

export interface DecisionCardProps {
  readonly title: ReactNode
  readonly score: MerchantScore
  readonly commitment: string
  /** The policy that decides, or that decided. */
  readonly policy: Policy
  readonly actions?: ReactNode
}

/** A decision explained: the score among the bands, what the policy makes of it, why, and what would raise the limit. */
export function DecisionCard({ title, score, commitment, policy, actions }: DecisionCardProps) {
  const { asset } = useDeployment()
  const outcomeAt = (points: number) => policyLimit(policy, points, score.turnover, asset.decimals)
  const outcome = outcomeAt(score.score)
  return (
    <Card title={title} actions={actions}>
      <BandScale score={score.score} bands={policy.bands} />
      <KeyValueList
        items={[
          ...outcomeItems(outcome, policy.bands, asset),
          {
            key: 'pd',
            label: <Trans>Default probability</Trans>,
            value: <DefaultProbability bps={score.pdBps} />,
          },
          {
            key: 'turnover',
            label: <Trans>Monthly turnover</Trans>,
            value: <Money value={score.turnover} decimals={2} symbol={asset.currency} />,
          },
        ]}
      />
      <div className="grid gap-x-8 gap-y-4 lg:grid-cols-2">
        <Section title={<Trans>Why the score is not better</Trans>}>
          <ReasonList codes={score.reasons} />
        </Section>
        <Section title={<Trans>What would raise the limit</Trans>}>
          <ImprovementList
            improvements={improvements({ score: score.score, outcome, bands: policy.bands, outcomeAt })}
            rules={policy.rules}
          />
        </Section>
      </div>
      <Origin score={score} commitment={commitment} />
    </Card>
  )
}

/** Limit and price, or the sentence that there is none. */
export function outcomeItems(
  { limit, rateBps, band }: PolicyLimit,
  bands: readonly PolicyBand[],
  asset: { readonly decimals: number; readonly symbol: string },
): readonly KeyValue[] {
  if (band === undefined) {
    const lowest = bands.at(-1)?.minScore
    return [
      {
        key: 'limit',
        label: <Trans>Limit by the policy</Trans>,
        value: <strong>{lowest && <Trans>No line: the policy begins at a score of {lowest}.</Trans>}</strong>,
      },
    ]
  }
  const [place, count] = [band + 1, bands.length]
  return [
    {
      key: 'limit',
      label: <Trans>Limit by the policy</Trans>,
      value: <Money value={limit} decimals={asset.decimals} symbol={asset.symbol} strong />,
    },
    { key: 'rate', label: <Trans>Price a year</Trans>, value: <Bps value={rateBps} /> },
    {
      key: 'band',
      label: <Trans>Band</Trans>,
      value: (
        <Trans>
          {place} of {count}
        </Trans>
      ),
    },
  ]
}

export interface BandScaleProps {
  readonly score: number
  /** The best first. */
  readonly bands: readonly PolicyBand[]
}

/** The score between 300 and 850 with the policy's bands. */
export function BandScale({ score, bands }: BandScaleProps) {
  const { t } = useLingui()
  const rising = [...bands].reverse()
  const { lowest, highest } = SCORE_RANGE
  return (
    <ScoreScale
      title={t`Score ${score} on a scale from ${lowest} to ${highest}`}
      range={[lowest, highest]}
      value={score}
      labels={{ value: t`Score`, from: t`From a score of` }}
      bands={[
        { key: 'none', from: lowest, label: t`No line` },
        ...rising.map(({ minScore, rateBps }) => ({
          key: String(minScore),
          from: minScore,
          label: t`Price ${formatBps(rateBps)} a year`,
        })),
      ]}
    />
  )
}

function Section({ title, children }: { readonly title: ReactNode; readonly children: ReactNode }) {
  return (
    <section className="grid content-start gap-2">
      <h3 className="font-medium">{title}</h3>
      {children}
    </section>
  )
}

/** Where the score comes from, for those who want to check it. */
function Origin({ score, commitment }: { readonly score: MerchantScore; readonly commitment: string }) {
  const { version } = score
  return (
    <details className="text-xs text-muted">
      <summary>
        <Trans>Where this score comes from</Trans>
      </summary>
      <KeyValueList
        items={[
          { key: 'asOf', label: <Trans>Data up to</Trans>, value: <InstantText at={BigInt(score.asOf)} /> },
          { key: 'stored', label: <Trans>Stored on chain</Trans>, value: <InstantText at={BigInt(score.updatedAt)} /> },
          { key: 'model', label: <Trans>Model</Trans>, value: <Trans>version {version}</Trans> },
          { key: 'sources', label: <Trans>Sources</Trans>, value: <SourceNames mask={score.sourceMask} /> },
          { key: 'commitment', label: <Trans>Fingerprint of the data</Trans>, value: <HashText value={commitment} /> },
        ]}
      />
    </details>
  )
}
