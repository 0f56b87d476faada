import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { root } from '../../scripts/paths.ts'

/** One attack or fault, and what answers it. */
interface Attack {
  readonly attack: string
  /** Titles of the tests that replay it. */
  readonly tests?: readonly string[]
  /** Why there is nothing to replay. */
  readonly notApplicable?: string
}

/** Number of attacks under each letter. */
const sizes = { V: 12, T: 15, R: 17, C: 16, L: 10, O: 13, S: 14, A: 5, P: 5, K: 5, U: 8, G: 6, M: 6, X: 8, D: 17 }

const sources = [
  'test/**/*.t.sol',
  '{test,subgraph/tests}/**/*.test.ts',
  '{sdk,dapp}/src/**/*.test.{ts,tsx}',
  'oracles/*/*.test.ts',
  'oracles/telemetry/*/*.test.ts',
  'dapp/e2e/**/*.spec.ts',
]

const catalogue = JSON.parse(readFileSync(join(root, 'test', 'attacks.json'), 'utf8')) as Record<string, Attack>

/** Titles of all tests, with the file that runs them. */
function allTitles(): Map<string, string> {
  const files = sources.flatMap((pattern) => globSync(pattern, { cwd: root }))
  return new Map(files.flatMap((file) => titlesIn(file).map((title) => [title, file] as const)))
}

function titlesIn(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8')
  const solidity = [...text.matchAll(/function ((?:test|invariant)\w*)\(/g)].map(([, name]) => name ?? '')
  const calls = [...text.matchAll(/\b(?:it|test)\((['"`])(.*?)\1/g)].map(([, , title]) => title ?? '')
  return file.endsWith('.sol') ? solidity : calls
}

function idsIn(title: string): string[] {
  return [...title.matchAll(/(?<![A-Za-z0-9])([A-Z]\d\d)(?![A-Za-z0-9])/g)].map(([, id]) => id ?? '')
}

describe('the attack catalogue', () => {
  const titles = allTitles()

  it('has every id once, each with tests or with the reason why there are none', () => {
    const ids = Object.entries(sizes).flatMap(([letter, size]) =>
      Array.from({ length: size }, (_, index) => `${letter}${String(index + 1).padStart(2, '0')}`),
    )
    expect(Object.keys(catalogue)).to.deep.equal(ids)
    for (const [id, { attack, tests = [], notApplicable }] of Object.entries(catalogue)) {
      expect(attack, id).to.match(/\S/)
      expect(tests.length > 0, `${id}: tests or a reason`).to.equal(notApplicable === undefined)
    }
  })

  it('names only tests that exist and run', () => {
    for (const [id, { tests = [] }] of Object.entries(catalogue)) {
      for (const title of tests) {
        const file = titles.get(title)
        expect(file, `${id}: no test is called "${title}"`).to.be.a('string')
        const text = readFileSync(join(root, file ?? ''), 'utf8')
        expect(text, `${file} leaves tests out`).not.to.match(/\b(?:it|test|describe)\.(?:skip|only|todo)\(/)
      }
    }
  })

  it('lists every test that carries an id', () => {
    for (const [title, file] of titles) {
      for (const id of idsIn(title.replaceAll('_', ' '))) {
        expect(catalogue[id]?.tests ?? [], `${file}: "${title}" under ${id}`).to.include(title)
      }
    }
  })
})
