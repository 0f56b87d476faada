import { useLingui } from '@lingui/react'
import type { Locale } from '@tallystick/sdk'
import { currentLocale } from '.'

/** The language on screen; the component renders again when it changes. */
export function useLocale(): Locale {
  useLingui()
  return currentLocale()
}
