import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

/** Texts of a catalogue by their source text. */
function textsOf(path: string): ReadonlyMap<string, string> {
  const entries = readFileSync(new URL(path, import.meta.url), 'utf8').split(/\n\n+/)
  return new Map(entries.map((entry) => [field(entry, 'msgid'), field(entry, 'msgstr')]))
}

/** A value of a gettext entry; long values continue on further quoted lines. */
function field(entry: string, name: 'msgid' | 'msgstr'): string {
  return new RegExp(`^${name} ((?:".*"\\n?)+)`, 'm').exec(entry)?.[1] ?? ''
}

describe('the catalogue of leases', () => {
  it.each(['en', 'zh-CN'])(
    'says what the first one says where both have a text, as it is loaded over it: %s',
    (locale) => {
      const first = textsOf(`./${locale}.po`)
      const leases = [...textsOf(`./leases/${locale}.po`)].filter(([source]) => source.trim() !== '""')
      const differing = leases.filter(([source, text]) => (first.get(source) ?? text).trim() !== text.trim())
      expect(leases.length).toBeGreaterThan(500)
      expect(differing).toEqual([])
    },
  )
})
