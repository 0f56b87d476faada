import type { Hex } from 'viem'
import { useDeployment } from '../../chain/deployment'
import { inLocale } from '../../i18n'
import { useLocale } from '../../i18n/use-locale'
import { abbreviate } from '../../lib/abbreviate'

/** A platform's name in the language on screen, or its id where the deployment does not name it. */
export function usePlatformName(id: Hex): string {
  const { platforms } = useDeployment()
  const locale = useLocale()
  const platform = platforms.find((candidate) => candidate.id === id)
  return platform ? inLocale({ en: platform.name, zh: platform.nameZh }, locale) : abbreviate(id)
}
