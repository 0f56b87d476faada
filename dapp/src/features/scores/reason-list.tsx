import { Trans } from '@lingui/react/macro'
import { explainReason } from '@tallystick/sdk'
import { inLocale } from '../../i18n'
import { useLocale } from '../../i18n/use-locale'

/** Reasons in plain words, the weightiest first, each with what would help. */
export function ReasonList({ codes }: { readonly codes: readonly number[] }) {
  const locale = useLocale()
  const reasons = codes.flatMap((code) => explainReason(code) ?? [])
  if (reasons.length === 0) {
    return (
      <p className="text-muted">
        <Trans>No figure is worse than that of merchants who repay well.</Trans>
      </p>
    )
  }
  return (
    <ol className="grid list-decimal gap-2 pl-5" data-testid="reasons">
      {reasons.map(({ code, feature, meaning, advice }) => (
        <li key={code}>
          <span className="font-medium">{inLocale(feature.label, locale)}</span> — {inLocale(meaning, locale)}
          <p className="text-muted">{inLocale(advice, locale)}</p>
        </li>
      ))}
    </ol>
  )
}
