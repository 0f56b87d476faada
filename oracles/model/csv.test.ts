import { describe, expect, it } from 'vitest'
import { RowsRefused, readCsvText } from './csv.ts'
import { MISSING } from './scoring.ts'
import { assertTrainable } from './table.ts'

const header = 'merchant_id,transaction_amount,transaction_count,avg_rating,inventory_turnover,default_flag'
const good = 'M1,120000.50,900,4.6,6.2,0'
const target = 'default_flag'

const read = (lines: readonly string[], skipBadRows = false) => readCsvText(lines.join('\n'), { target, skipBadRows })

async function problemsOf(lines: readonly string[]) {
  try {
    await read(lines)
  } catch (error) {
    if (error instanceof RowsRefused) return error.problems.first
    throw error
  }
  return []
}

describe('good files', () => {
  it('become fixed point by the scale of the schema', async () => {
    const { table } = await read([header, good, 'M2,80000,700,,5,1'])
    expect(table.columns.map(({ name }) => name)).toEqual([
      'transaction_amount',
      'transaction_count',
      'avg_rating',
      'inventory_turnover',
    ])
    expect(table.columns.map(({ values }) => values[0])).toEqual([12_000_050, 900, 460, 620])
    expect(table.columns[2]?.values[1]).toBe(MISSING)
    expect([...table.target]).toEqual([0, 1])
  })

  it('may have Chinese headers, a byte order mark, Windows line ends and words for the outcome', async () => {
    const text = '\uFEFF商户ID,月交易额,月订单数,平均评分,库存周转率,是否违约\r\nA,10,1,5,1,是\r\nB,20,2,4,2,否\r\n'
    const { table } = await readCsvText(text, { target: '是否违约' })
    expect(table.columns.map(({ name }) => name)).toEqual([
      'transaction_amount',
      'transaction_count',
      'avg_rating',
      'inventory_turnover',
    ])
    expect([...table.target]).toEqual([1, 0])
  })

  it('get for unknown columns the scale that keeps their digits, at most six', async () => {
    const { table } = await readCsvText('whole,ratio,fine,y\n3,0.25,1e-9,0\n-4,1.5,0.5,1', { target: 'y' })
    expect(table.columns.map(({ scale }) => scale)).toEqual([1, 100, 1_000_000])
    expect(table.columns.map(({ values }) => [...values])).toEqual([
      [3, -4],
      [25, 150],
      [0, 500_000],
    ])
  })

  it('round decimal halves away from zero, and clamp to the safe integers', async () => {
    const { table } = await readCsvText('avg_rating,monthly_growth,big,y\n1.005,-0.00005,1e300,0\n2,0,1,1', {
      target: 'y',
    })
    expect(table.columns.map(({ values }) => values[0])).toEqual([101, -1, Number.MAX_SAFE_INTEGER - 1])
  })
})

describe('bad rows are refused by line number', () => {
  it.each([
    ['wrong type', 'M2,plenty,1,4,5,0', 'transaction_amount "plenty" is not a number'],
    ['hexadecimal', 'M2,0x10,1,4,5,0', 'transaction_amount "0x10" is not a number'],
    ['negative amount', 'M2,-1,1,4,5,0', 'transaction_amount -1 is negative'],
    ['out of range', 'M2,1,1,6,5,0', 'avg_rating 6 is not between 1 and 5'],
    ['infinite', 'M2,1e999,1,4,5,0', 'transaction_amount "1e999" is not a number'],
    [
      'duplicate key',
      'M1,1,1,4,5,0',
      'merchant M1 is there already, on line 2; several rows a merchant need a "month" column',
    ],
    ['no key', ',1,1,4,5,0', 'merchant_id is empty'],
    ['missing target', 'M2,1,1,4,5,', 'the target is missing'],
    ['strange target', 'M2,1,1,4,5,2', 'target "2" is neither 0 nor 1'],
    ['too few columns', 'M2,1,1,4,5', '5 columns instead of 6'],
    ['too many columns', 'M2,1,1,4,5,0,9', '7 columns instead of 6'],
  ])('%s', async (_, line, reason) => {
    expect(await problemsOf([header, good, line, 'M3,1,1,4,5,1'])).toEqual([{ line: 3, reason }])
  })

  it('all of them, in full up to twenty', async () => {
    const bad = Array.from({ length: 25 }, (_, row) => `B${row},x,1,4,5,0`)
    await expect(read([header, good, ...bad])).rejects.toThrow(/^25 rows refused:\n {2}line 3: .*… and 5 more$/s)
  })

  it('and only those when asked to skip', async () => {
    const { table, problems } = await read([header, good, 'M2,x,1,4,5,0', 'M3,1,1,4,5,1'], true)
    expect(table.target.length).toBe(2)
    expect(problems).toEqual({ count: 1, first: [{ line: 3, reason: 'transaction_amount "x" is not a number' }] })
  })
})

describe('files that cannot be used', () => {
  it.each([
    ['empty', '', 'the file is empty'],
    ['target absent', 'a,b\n1,0', 'there is no column "default_flag"; the header has a, b'],
    ['column twice', 'a,A,default_flag\n1,1,0', 'column "a" occurs twice'],
    ['target only', 'merchant_id,default_flag\nM1,0', 'no feature column'],
    ['month without merchant', 'month,a,default_flag\n2026-01,1,0', 'need a "merchant_id" column'],
    ['other encoding', '\uFFFD\uFFFD,default_flag\n1,0', 'not UTF-8'],
    ['open quote', 'a,default_flag\n"1,0', 'the file is no CSV'],
  ])('%s', async (_, text, message) => {
    await expect(readCsvText(text, { target })).rejects.toThrow(message)
  })

  it('one class only', async () => {
    const { table } = await read([header, good, 'M2,1,1,4,5,0'])
    expect(() => assertTrainable(table)).toThrow('none of the 2 rows is a default')
  })
})

describe('monthly growth', () => {
  const dated = 'merchant_id,month,transaction_amount,default_flag'

  it('is derived from dated rows of the same merchant', async () => {
    const { table } = await read([dated, 'A,2026-02,110,0', 'B,2026/1/31,500,1', 'A,202601,100,0', 'B,2026年2月,250,1'])
    const growth = table.columns.find(({ name }) => name === 'monthly_growth')
    expect([...(growth?.values ?? [])]).toEqual([1000, MISSING, MISSING, -5000])
    expect(table.groups[0]).toBe(table.groups[2])
    expect(table.groups[0]).not.toBe(table.groups[1])
  })

  it('is taken from the file where there is a column', async () => {
    const { table } = await read([`${dated},月增长率`, 'A,2026-01,100,0,0.5', 'A,2026-02,110,0,0.25'])
    expect(table.columns.filter(({ name }) => name === 'monthly_growth')).toHaveLength(1)
    expect([...table.columns[1]!.values]).toEqual([5000, 2500])
  })

  it('needs one row a merchant and month, and real months', async () => {
    expect(await problemsOf([dated, 'A,2026-01,1,0', 'A,2026-01-20,1,0', 'A,2026-13,1,0'])).toEqual([
      { line: 3, reason: 'merchant A is there already, on line 2' },
      { line: 4, reason: 'month "2026-13" is not like 2026-03' },
    ])
  })
})
