import { Plural, Trans } from '@lingui/react/macro'
import { formatAmount, formatBps, type PolicyRules } from '@tallystick/sdk'
import { useDeployment } from '../../chain/deployment'
import type { Improvement } from './improvements'

export interface ImprovementListProps {
  readonly improvements: readonly Improvement[]
  readonly rules: PolicyRules
}

/** What would raise the limit, and how fast a limit may rise. */
export function ImprovementList({ improvements, rules }: ImprovementListProps) {
  const { stepDays } = rules
  const step = formatBps(rules.stepBps)
  return (
    <ul className="grid list-disc gap-2 pl-5">
      {improvements.map((improvement) => (
        <li key={improvement.kind}>
          <ImprovementText improvement={improvement} />
        </li>
      ))}
      <li className="text-muted">
        <Trans>
          A higher limit is reached in steps of at most {step} every{' '}
          <Plural value={stepDays} one="# day" other="# days" />; a lower one acts at once. Money already drawn is never
          called in by a score.
        </Trans>
      </li>
    </ul>
  )
}

/** Turnover by which the sentence about it counts, in whole units of the currency. */
const EXAMPLE = 10_000n

function ImprovementText({ improvement }: { readonly improvement: Improvement }) {
  const { asset } = useDeployment()
  const money = (units: bigint) => `${formatAmount(units, asset.decimals, { minimumDecimals: 0 })} ${asset.symbol}`
  switch (improvement.kind) {
    case 'next-band': {
      const { points, minScore, outcome } = improvement
      const [limit, rate] = [money(outcome.limit), formatBps(outcome.rateBps)]
      return (
        <Trans>
          <Plural value={points} one="# more point" other="# more points" /> (a score of {minScore}) would give a limit
          of {limit} at {rate} a year.
        </Trans>
      )
    }
    case 'turnover': {
      const unit = 10n ** BigInt(asset.decimals)
      const more = money(EXAMPLE * unit)
      const raise = money((EXAMPLE * unit * BigInt(improvement.multipleBps)) / 10_000n)
      return (
        <Trans>
          The limit follows the turnover: {more} more a month raise it by {raise}.
        </Trans>
      )
    }
    case 'cap-reached': {
      const cap = money(improvement.cap)
      return <Trans>The band's highest limit of {cap} is reached: more turnover alone does not raise it.</Trans>
    }
  }
}
