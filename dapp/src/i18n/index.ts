import { i18n, type Messages } from '@lingui/core'
import type { Bilingual, Locale } from '@tallystick/sdk'

export { i18n }

/** The page's languages, each by its own name. */
export const locales: Readonly<Record<Locale, string>> = { 'zh-CN': '简体中文', en: 'English' }

const storageKey = 'tallystick.locale'

const loaders: Readonly<Record<Locale, () => Promise<{ messages: Messages }>>> = {
  en: () => import('./en.po'),
  'zh-CN': () => import('./zh-CN.po'),
}

/** The language chosen earlier, else the browser's. */
export function initialLocale(): Locale {
  const stored = localStorage.getItem(storageKey)
  if (isLocale(stored)) return stored
  return navigator.languages.some((language) => language.startsWith('zh')) ? 'zh-CN' : 'en'
}

/** Switches the page to a language and remembers it. */
export async function activate(locale: Locale): Promise<void> {
  const { messages } = await loaders[locale]()
  i18n.loadAndActivate({ locale, messages })
  document.documentElement.lang = locale
  localStorage.setItem(storageKey, locale)
}

/** The language on screen, as the SDK names it. */
export function currentLocale(): Locale {
  return isLocale(i18n.locale) ? i18n.locale : 'en'
}

/** A text of the SDK in the language on screen. */
export function inLocale(text: Bilingual, locale: Locale = currentLocale()): string {
  return locale === 'en' ? text.en : text.zh
}

function isLocale(text: string | null): text is Locale {
  return text !== null && text in locales
}
