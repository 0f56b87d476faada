import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ORACLE_ERRORS } from '../scoring/oracle-errors.ts'
import { explainRefusal, IGNORED_DELIVERIES, ORACLE_REFUSALS } from './refusals.ts'

const source = readFileSync(new URL('../../../contracts/interfaces/IOracleCore.sol', import.meta.url), 'utf8')

/** Names of an enumeration in the contract's source. */
function namesOf(enumeration: string): readonly string[] {
  const body = new RegExp(`enum ${enumeration} \\{([^}]*)\\}`).exec(source)?.[1] ?? ''
  return [...body.replaceAll(/\/\/.*$/gm, '').matchAll(/\w+/g)].map(([name]) => name)
}

describe('explainRefusal', () => {
  it('knows every refusal of the contract, in its order', () => {
    expect(ORACLE_REFUSALS).toEqual(namesOf('Refusal'))
    expect(IGNORED_DELIVERIES).toHaveLength(namesOf('Ignored').length)
  })

  it('says for each refusal something of its own in both languages', () => {
    const sentences = [...ORACLE_REFUSALS.map((refusal) => explainRefusal(refusal)), ...IGNORED_DELIVERIES]
    expect(new Set(sentences.map(({ en }) => en)).size).toBe(sentences.length)
    for (const { en, zh } of sentences) {
      expect(en).toMatch(/^[A-Z].*\.$/)
      expect(zh).toMatch(/\p{Script=Han}.*。$/u)
    }
  })

  it('gives the network’s own sentence for its codes, and none for what is not a code', () => {
    expect(explainRefusal('OracleError', 'DATA_STALE')).toBe(ORACLE_ERRORS.DATA_STALE)
    expect(explainRefusal('OracleError', 'toString')).toBe(explainRefusal('OracleError'))
    expect(explainRefusal('TooLate', 'DATA_STALE')).toBe(explainRefusal('TooLate'))
  })
})
