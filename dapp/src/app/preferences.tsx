import { useLingui } from '@lingui/react/macro'
import type { Locale } from '@tallystick/sdk'
import { Moon, Sun } from 'lucide-react'
import { activate, locales } from '../i18n'
import { Button } from '../ui'
import { chooseTheme, useTheme } from './theme'

/** Changes the language of the page. */
export function LanguageSwitch() {
  const { t, i18n } = useLingui()
  return (
    <select
      aria-label={t`Language`}
      value={i18n.locale}
      onChange={(event) => void activate(event.target.value as Locale)}
      className="h-9 rounded-md border border-line bg-surface px-1.5"
    >
      {Object.entries(locales).map(([locale, name]) => (
        <option key={locale} value={locale} lang={locale}>
          {name}
        </option>
      ))}
    </select>
  )
}

/** Changes between light and dark colours. */
export function ThemeSwitch() {
  const { t } = useLingui()
  const theme = useTheme()
  const other = theme === 'dark' ? 'light' : 'dark'
  const Icon = theme === 'dark' ? Sun : Moon
  return (
    <Button
      variant="ghost"
      className="px-2"
      onClick={() => chooseTheme(other)}
      aria-label={theme === 'dark' ? t`Use light colours` : t`Use dark colours`}
    >
      <Icon size={16} aria-hidden />
    </Button>
  )
}
