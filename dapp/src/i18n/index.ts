import { i18n, type Messages } from '@lingui/core'
import type { Bilingual, Locale } from '@tallystick/sdk'

export { i18n }

/** The page's languages, each by its own name. */
export const locales: Readonly<Record<Locale, string>> = { 'zh-CN': '简体中文', en: 'English' }

const storageKey = 'tallystick.locale'

type Loaders = Readonly<Record<Locale, () => Promise<{ readonly messages: Messages }>>>

const everywhere: Loaders = {
  en: () => import('./en.po'),
  'zh-CN': () => import('./zh-CN.po'),
}

/** Texts of the lease screens, which most readers never open. */
const ofLeases: Loaders = {
  en: () => import('./leases/en.po'),
  'zh-CN': () => import('./leases/zh-CN.po'),
}

const loaders = [everywhere]

/** The language chosen earlier, else the browser's. */
export function initialLocale(): Locale {
  const stored = localStorage.getItem(storageKey)
  if (isLocale(stored)) return stored
  return navigator.languages.some((language) => language.startsWith('zh')) ? 'zh-CN' : 'en'
}

/** Switches the page to a language and remembers it. */
export async function activate(locale: Locale): Promise<void> {
  const parts = await Promise.all(loaders.map((loader) => loader[locale]()))
  const messages: Messages = Object.assign({}, ...parts.map((part) => part.messages))
  i18n.loadAndActivate({ locale, messages })
  document.documentElement.lang = locale
  localStorage.setItem(storageKey, locale)
}

/** Adds the texts of the lease screens, for this language and for any that is chosen later. */
export async function loadLeaseTexts(): Promise<void> {
  if (loaders.includes(ofLeases)) return
  const locale = currentLocale()
  const { messages } = await ofLeases[locale]()
  loaders.push(ofLeases)
  i18n.load(locale, messages)
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
