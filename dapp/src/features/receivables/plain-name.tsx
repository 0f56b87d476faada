import { nameOf } from '../../chain/names'
import { inLocale } from '../../i18n'
import { useLocale } from '../../i18n/use-locale'
import { abbreviate } from '../../lib/abbreviate'

/** A company as text alone, for use inside a link. */
export function PlainName({ address }: { readonly address: string }) {
  const locale = useLocale()
  const name = nameOf(address)
  return <span title={address}>{name ? inLocale(name, locale) : abbreviate(address)}</span>
}
