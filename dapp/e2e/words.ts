import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Language } from './fixtures.ts'

/**
 * Finds the page's own words in a language by their English source text.
 * @param values what stands in the braces of the text
 */
export type Words = (english: string, values?: Readonly<Record<string, string | number>>) => string

/**
 * The page's translation catalogues: that of every screen, and that of the screens of leases.
 * @throws Error when a test names words that the page does not have, or that are not translated
 */
export function wordsIn(language: Language): Words {
  const catalogue = new Map(['', 'leases'].flatMap((folder) => readCatalogue(folder, language)))
  return (english, values = {}) => {
    const found = catalogue.get(english)
    if (!found) throw new Error(`the page has no words "${english}" in ${language}`)
    return found.replace(/\{(\w+)\}/g, (braces, name) => String(values[name] ?? braces))
  }
}

function readCatalogue(folder: string, language: Language): readonly (readonly [string, string])[] {
  const file = join(import.meta.dirname, '..', 'src', 'i18n', folder, `${language}.po`)
  const entries = readFileSync(file, 'utf8').split(/\n\n+/)
  return entries.map((entry) => [field(entry, 'msgid'), field(entry, 'msgstr')])
}

/** A value of a gettext entry; long values continue on further quoted lines. */
function field(entry: string, name: 'msgid' | 'msgstr'): string {
  const quoted = new RegExp(`^${name} ((?:"(?:[^"\\\\]|\\\\.)*"\\s*)+)`, 'm').exec(entry)?.[1] ?? '""'
  const parts = quoted.match(/"(?:[^"\\]|\\.)*"/g) ?? []
  return parts.map((part) => JSON.parse(part) as string).join('')
}
