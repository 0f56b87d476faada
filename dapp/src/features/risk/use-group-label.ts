import { useLingui } from '@lingui/react/macro'
import { nameOf } from '../../chain/names'
import { inLocale } from '../../i18n'
import { useLocale } from '../../i18n/use-locale'

/** Writes a group by the known names of its members, else by its number. */
export function useGroupLabel(): (obligor: number, members: readonly string[]) => string {
  const { t } = useLingui()
  const locale = useLocale()
  return (obligor, members) => {
    const names = members.flatMap((account) => {
      const name = nameOf(account)
      return name ? [inLocale(name, locale)] : []
    })
    const group = t`Group ${obligor}`
    return names.length === 0 ? group : `${[...new Set(names)].join(', ')} · ${group}`
  }
}
