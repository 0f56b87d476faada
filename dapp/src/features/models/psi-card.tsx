import { Trans, useLingui } from '@lingui/react/macro'
import { formatBps } from '@tallystick/sdk'
import { PsiBars } from '../../charts'
import { Card, EmptyState, type PillTone, Stat, StatGroup, StatusPill } from '../../ui'
import { binStart, type CreditModel, SCORE_BIN_NAMES } from './credit-model'
import { type Drift, driftOf } from './drift'

export interface PsiCardProps {
  readonly model: CreditModel
  /** Recorded scores of this version. */
  readonly scores: readonly number[]
}

/** Whether the merchants of today are those that the model was made for. */
export function PsiCard({ model, scores }: PsiCardProps) {
  const { version } = model
  const drift = driftOf(model.baseline, scores)
  return (
    <Card title={<Trans>Drift of the scores, version {version}</Trans>}>
      {drift ? (
        <DriftFigures drift={drift} count={scores.length} />
      ) : (
        <EmptyState title={<Trans>No score of this version yet</Trans>}>
          <Trans>They are compared with the development population as soon as merchants have been scored.</Trans>
        </EmptyState>
      )}
    </Card>
  )
}

function DriftFigures({ drift, count }: { readonly drift: Drift; readonly count: number }) {
  const { t } = useLingui()
  return (
    <>
      <StatGroup>
        <Stat
          label={<Trans>Population stability index (PSI)</Trans>}
          value={drift.psi.toFixed(3)}
          hint={<Trans>below 0.10 stable, above 0.25 shifted</Trans>}
        />
        <Stat label={<Trans>Verdict</Trans>} value={<DriftPill drift={drift} />} />
        <Stat label={<Trans>Recorded scores</Trans>} value={count} />
      </StatGroup>
      <PsiBars
        title={t`Scores of the development population and recorded scores`}
        labels={{ expected: t`Development population`, actual: t`Recorded scores` }}
        pairs={drift.bins.map(({ expected, actual }, index) => ({
          key: `${index}`,
          label: SCORE_BIN_NAMES[index] ?? '',
          tick: String(binStart(index)),
          expected,
          actual,
        }))}
        format={formatBps}
      />
    </>
  )
}

function DriftPill({ drift }: { readonly drift: Drift }) {
  const { t } = useLingui()
  const looks: Readonly<Record<Drift['verdict'], readonly [PillTone, string]>> = {
    'too-few': ['neutral', t`too few scores to judge`],
    stable: ['positive', t`stable`],
    watch: ['warning', t`to be watched`],
    shifted: ['danger', t`shifted: validate the model again`],
  }
  const [tone, label] = looks[drift.verdict]
  return <StatusPill tone={tone}>{label}</StatusPill>
}
