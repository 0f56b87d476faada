import { releasedBy } from '@tallystick/sdk'
import { inLocale } from '../../i18n'
import { useLocale } from '../../i18n/use-locale'

/** Every field that a consent releases, by kind of data, in plain words. */
export function ScopeFields({ scopes }: { readonly scopes: number }) {
  const locale = useLocale()
  return (
    <dl className="grid gap-2">
      {releasedBy(scopes).map(({ bit, label, features }) => (
        <div key={bit} className="grid gap-0.5">
          <dt className="font-medium first-letter:uppercase">{inLocale(label, locale)}</dt>
          <dd>
            <ul className="grid list-disc gap-0.5 pl-5 text-muted">
              {features.map((feature) => (
                <li key={feature.name}>
                  {inLocale(feature.label, locale)} ({inLocale(feature.unit, locale)})
                </li>
              ))}
            </ul>
          </dd>
        </div>
      ))}
    </dl>
  )
}
