import { describe, expect, it } from 'vitest'
import { ImportRefused, type LineProblem, readFacts } from './facts-csv.ts'
import { lastDay, merchant } from './testing/facts.ts'

const header =
  'merchant,day,paid_amount,paid_count,refunded_amount,rating_stars,rating_count,cost_of_goods,inventory,credit_defaults'
const columns = header.split(',')
const good = [merchant, '2026-11-22', '100.50', '3', '0', '14', '3', '60', '800.5', '0']

/** One good line with some cells replaced. */
function line(changes: Readonly<Record<string, string>> = {}): string {
  return columns.map((name, place) => changes[name] ?? good[place]).join(',')
}

function problemsOf(...lines: string[]): readonly LineProblem[] {
  try {
    readFacts(lines.join('\n'), lastDay)
  } catch (error) {
    if (error instanceof ImportRefused) return error.problems
    throw error
  }
  throw new Error('nothing was refused')
}

describe('daily facts from CSV', () => {
  it('are read in hundredths', () => {
    expect(readFacts(`${header}\n${line()}\n`, lastDay)).toEqual([
      {
        merchant,
        day: lastDay,
        paidAmount: 10_050n,
        paidCount: 3,
        refundedAmount: 0n,
        ratingStars: 14,
        ratingCount: 3,
        costOfGoods: 6_000n,
        inventory: 80_050n,
        creditDefaults: 0,
      },
    ])
  })

  it('may have Chinese headers, another order, a byte order mark and more columns', () => {
    const text = `\uFEFF日期,商户,支付金额,支付笔数,退款金额,评分总和,评分数,销售成本,库存金额,违约次数,备注
2026-11-22,${merchant.toUpperCase().replace('0X', '0x')},1.5,1,0,5,1,1,9,0,"a, b"`
    expect(readFacts(text, lastDay)).toMatchObject([{ merchant, paidAmount: 150n, inventory: 900n }])
  })

  it.each([
    ['merchant', '0x12', 'merchant is not an account: 0x and 40 hex digits'],
    ['day', '2026-02-30', 'day is not a day such as 2026-11-22'],
    ['day', '2026-11-23', 'day lies in the future'],
    ['paid_amount', '-1', 'paid_amount is negative'],
    ['paid_amount', '1.234', 'paid_amount is not an amount with at most two decimals'],
    ['paid_amount', '1e5', 'paid_amount is not an amount with at most two decimals'],
    ['paid_amount', '100000000000.01', 'paid_amount is above 100000000000'],
    ['paid_amount', '', 'paid_amount is missing'],
    ['paid_count', '2.5', 'paid_count is not a whole number'],
    ['paid_count', '-2', 'paid_count is negative'],
    ['paid_count', '100000001', 'paid_count is above 100000000'],
    ['paid_count', '0', 'an amount was paid, but no order'],
    ['rating_stars', '16', '3 ratings cannot add up to 16 stars'],
    ['rating_stars', '2', '3 ratings cannot add up to 2 stars'],
  ])('refuse %s "%s" by line', (column, cell, reason) => {
    const other = line({ day: '2026-11-20' })
    expect(problemsOf(header, other, line({ [column]: cell }))).toEqual([{ line: 3, reason }])
  })

  it('refuse the second line of a merchant and day, however the account is written', () => {
    const again = line({ merchant: merchant.toUpperCase().replace('0X', '0x') })
    expect(problemsOf(header, line(), line({ day: '2026-11-21' }), again)).toEqual([
      { line: 4, reason: 'this merchant and day are already on line 2' },
    ])
  })

  it('name every bad line, and count lines as an editor does', () => {
    const short = '0x1'
    expect(problemsOf(header, line({ paid_amount: '-1' }), '', short).map(({ line: at }) => at)).toEqual([2, 4])
  })

  it('refuse a header that lacks or repeats columns, broken quotes, and nothing at all', () => {
    expect(problemsOf('merchant,day', '1,2')[0]).toMatchObject({
      line: 1,
      reason: expect.stringContaining('the header lacks paid_amount, paid_count'),
    })
    expect(problemsOf(`${header},day`, line())).toEqual([{ line: 1, reason: 'the header has day twice' }])
    expect(problemsOf(header, `"${line()}`)[0]?.reason).toContain('this is no CSV')
    expect(problemsOf(header)).toEqual([{ line: 1, reason: 'there are no lines below the header' }])
  })
})
