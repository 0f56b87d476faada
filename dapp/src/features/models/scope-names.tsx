import { SCOPES } from '@tallystick/sdk'
import { inLocale } from '../../i18n'
import { useLocale } from '../../i18n/use-locale'

/** The kinds of data of a bit mask, in words. */
export function ScopeNames({ scopes }: { readonly scopes: number }) {
  const locale = useLocale()
  const names = SCOPES.filter((_, bit) => (scopes >> bit) & 1).map((name) => inLocale(name, locale))
  return <span>{names.length > 0 ? names.join(' · ') : '–'}</span>
}
