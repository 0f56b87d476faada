import { Trans } from '@lingui/react/macro'
import type { TariffProblem } from '@tallystick/sdk'

/** What is wrong with a tariff, and how to put it right. */
export function TariffProblemText({ problem }: { readonly problem: TariffProblem }) {
  const number = problem.bracket + 1
  switch (problem.code) {
    case 'bracket_count':
      return <Trans>A tariff has 1 to 4 brackets.</Trans>
    case 'first_not_zero':
      return <Trans>The first bracket begins at hour 0.</Trans>
    case 'hours_out_of_range':
      return <Trans>Bracket {number}: write whole hours.</Trans>
    case 'price_out_of_range':
      return <Trans>Bracket {number}: write a price an hour above zero.</Trans>
    case 'hours_not_rising':
      return <Trans>Bracket {number} must begin at more hours than the one before.</Trans>
    case 'price_rises':
      return (
        <Trans>
          Bracket {number} costs more than the one before. Further hours must never cost more, so that the average never
          rises.
        </Trans>
      )
  }
}
