import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readFolds, splitByFold, stratifiedFolds } from './folds.ts'
import { countDefaults, selectRows } from './table.ts'
import { noisyTable, tableOf } from './testing/tables.ts'

const folder = mkdtempSync(join(tmpdir(), 'folds-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('stratified folds', () => {
  it('have equal shares of defaults and hold every row once', () => {
    const table = noisyTable(1000, 1)
    const folds = stratifiedFolds(table, 5, 1)
    const parts = [0, 1, 2, 3, 4].map((fold) => splitByFold(folds, fold).test)
    expect(parts.flatMap((rows) => [...rows]).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 1000 }, (_, row) => row),
    )
    const defaults = parts.map((rows) => countDefaults(selectRows(table, rows).target))
    expect(Math.max(...defaults) - Math.min(...defaults)).toBeLessThanOrEqual(1)
  })

  it('never split a merchant', () => {
    const groups = Int32Array.from({ length: 300 }, (_, row) => row % 60)
    const table = { ...noisyTable(300, 2), groups }
    const { ofRow } = stratifiedFolds(table, 4, 3)
    groups.forEach((group, row) => {
      expect(ofRow[row]).toBe(ofRow[group])
    })
  })

  it('follow from the seed', () => {
    const table = noisyTable(100, 3)
    expect(stratifiedFolds(table, 5, 1)).toEqual(stratifiedFolds(table, 5, 1))
    expect(stratifiedFolds(table, 5, 1)).not.toEqual(stratifiedFolds(table, 5, 2))
  })
})

describe('folds from a file', () => {
  const table = tableOf({ a: [1, 2, 3] }, [0, 1, 0])
  const read = (text: string) => {
    const file = join(folder, 'folds.txt')
    writeFileSync(file, text)
    return readFolds(file, table)
  }

  it('are one number a line', () => {
    expect(read('0\r\n1\r\n0\r\n')).toEqual({ count: 2, ofRow: Uint8Array.of(0, 1, 0) })
  })

  it.each([
    ['0\n1', 'has 2 lines, but the data has 3 rows'],
    ['0\nx\n1', 'line 2: "x" is no fold number'],
    ['0\n0\n0', 'names one fold only'],
  ])('refuses %j', (text, message) => {
    expect(() => read(text)).toThrow(message)
  })
})
