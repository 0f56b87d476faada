import { useLingui } from '@lingui/react/macro'
import { type FeatureRow, formatFeature, MERCHANT_V1, MISSING } from '@tallystick/sdk'
import { inLocale } from '../../i18n'
import { useLocale } from '../../i18n/use-locale'
import { KeyValueList } from '../../ui'

/** The figures that were scored, in their units. */
export function FeatureTable({ row }: { readonly row: FeatureRow }) {
  const { t } = useLingui()
  const locale = useLocale()
  return (
    <details>
      <summary className="cursor-pointer">{t`The figures`}</summary>
      <KeyValueList
        items={MERCHANT_V1.map((feature, index) => ({
          key: feature.name,
          label: (
            <span className="grid">
              {inLocale(feature.label, locale)}
              <span className="text-xs">{inLocale(feature.unit, locale)}</span>
            </span>
          ),
          value: formatFeature(feature, row[index] ?? MISSING, locale),
        }))}
      />
    </details>
  )
}
