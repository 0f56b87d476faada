import { Trans, useLingui } from '@lingui/react/macro'
import type { InvoiceProblem, InvoiceWarning } from '@tallystick/sdk'
import { inLocale } from '../../i18n'
import { useLocale } from '../../i18n/use-locale'
import { Notice } from '../../ui'
import { fieldLabel } from './field-label'

/** What is wrong with a file, field by field. */
export function ProblemList({ problems }: { readonly problems: readonly InvoiceProblem[] }) {
  const locale = useLocale()
  const { i18n } = useLingui()
  return (
    <Notice tone="danger" title={<Trans>This file cannot become a receivable</Trans>}>
      <ul className="grid gap-1.5" data-testid="problems">
        {problems.map(({ code, field, detail, message }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: problems have no identity and never move
          <li key={`${code}-${index}`} data-code={code}>
            {field && <strong>{i18n._(fieldLabel(field))}: </strong>}
            {inLocale(message, locale)}
            {field && detail && <span className="block text-xs break-all text-muted">{detail}</span>}
          </li>
        ))}
      </ul>
    </Notice>
  )
}

/** What stands against financing a readable invoice. */
export function WarningList({ warnings }: { readonly warnings: readonly InvoiceWarning[] }) {
  const locale = useLocale()
  if (warnings.length === 0) return null
  return (
    <Notice tone="warning" title={<Trans>Look at this first</Trans>}>
      <ul className="grid gap-1" data-testid="warnings">
        {warnings.map(({ code, message }) => (
          <li key={code} data-code={code}>
            {inLocale(message, locale)}
          </li>
        ))}
      </ul>
    </Notice>
  )
}
