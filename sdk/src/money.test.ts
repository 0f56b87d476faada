import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  chineseCapitalAmount,
  formatAmount,
  formatBps,
  formatCompactAmount,
  formatMoney,
  parseAmount,
  parsePercent,
  rescale,
} from './money.ts'

describe('formatAmount', () => {
  it.each([
    [0n, 2, '0.00'],
    [5n, 2, '0.05'],
    [-5n, 2, '-0.05'],
    [35_600_000n, 2, '356,000.00'],
    [123_456_789n, 0, '123,456,789'],
    [356_000_000_000n, 6, '356,000.00'],
    [1n, 6, '0.000001'],
    [1_500_000n, 6, '1.50'],
    [123_456_789_012_345_678_901_234_567_890n, 2, '1,234,567,890,123,456,789,012,345,678.90'],
  ])('writes %d with %i decimals as %s', (units, decimals, text) => {
    expect(formatAmount(units, decimals)).toBe(text)
  })

  it('cuts further decimals off and never rounds up', () => {
    expect(formatAmount(1_999_999n, 6, { maximumDecimals: 2 })).toBe('1.99')
    expect(formatAmount(1_999_999n, 6, { maximumDecimals: 0 })).toBe('1')
  })

  it('puts the currency in front', () => {
    expect(formatMoney(35_600_000n, 2, 'CNY')).toBe('CNY 356,000.00')
  })
})

describe('formatCompactAmount', () => {
  it.each([
    [99_900n, '999', '999'],
    [123_456n, '1.23K', '1234.56'],
    [1_000_000n, '10K', '1万'],
    [125_000_000n, '1.25M', '125万'],
    [1_234_500_000_000n, '12.34B', '123.45亿'],
    [-250_000_000_000_000n, '-2.5T', '-2.5万亿'],
  ])('writes %d fen in both scales', (units, en, zh) => {
    expect(formatCompactAmount(units, 2, 'en')).toBe(en)
    expect(formatCompactAmount(units, 2, 'zh-CN').replaceAll(',', '')).toBe(zh)
  })
})

describe('parseAmount', () => {
  it.each([
    ['356000', 35_600_000n],
    ['356,000.00', 35_600_000n],
    [' 1.5 ', 150n],
    ['-0.05', -5n],
    ['３５６．５０', 35_650n],
  ])('reads %s', (text, units) => {
    expect(parseAmount(text, 2)).toBe(units)
  })

  it.each(['', '.', '1.', '.5', '1.234', '1,23', '12,34,567', '1e5', '0x10', 'NaN', '1 000', '--1', '1.2.3'])(
    'refuses %j',
    (text) => {
      expect(parseAmount(text, 2)).toBeUndefined()
    },
  )

  it('reads back what formatAmount writes', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.nat(8), (units, decimals) => {
        expect(parseAmount(formatAmount(units, decimals), decimals)).toBe(units)
      }),
    )
  })
})

describe('rescale', () => {
  it('restates fen as units of a six-decimal asset and back', () => {
    expect(rescale(35_600_000n, 2, 6)).toBe(356_000_000_000n)
    expect(rescale(356_000_000_000n, 6, 2)).toBe(35_600_000n)
  })

  it('refuses to lose a part', () => {
    expect(() => rescale(1n, 6, 2)).toThrow(RangeError)
  })
})

describe('percentages', () => {
  it('are written with two decimals', () => {
    expect([formatBps(450), formatBps(5n), formatBps(10_000)]).toEqual(['4.50%', '0.05%', '100.00%'])
  })

  it('are read with or without the sign', () => {
    expect([parsePercent('4.5%'), parsePercent('4.50'), parsePercent('１００％')]).toEqual([450, 450, 10_000])
    expect([parsePercent('4.505%'), parsePercent('%'), parsePercent('a')]).toEqual([undefined, undefined, undefined])
  })
})

describe('chineseCapitalAmount', () => {
  it.each([
    ['0.00', '零元整'],
    ['0.05', '伍分'],
    ['0.50', '伍角'],
    ['1.00', '壹元整'],
    ['10.00', '壹拾元整'],
    ['325.04', '叁佰贰拾伍元零肆分'],
    ['1409.50', '壹仟肆佰零玖元伍角'],
    ['1680.32', '壹仟陆佰捌拾元叁角贰分'],
    ['6007.14', '陆仟零柒元壹角肆分'],
    ['16409.02', '壹万陆仟肆佰零玖元零贰分'],
    ['100000.00', '壹拾万元整'],
    ['100010.00', '壹拾万零壹拾元整'],
    ['107000.53', '壹拾万柒仟元伍角叁分'],
    ['356000.00', '叁拾伍万陆仟元整'],
    ['10000001.00', '壹仟万零壹元整'],
    ['100000000.00', '壹亿元整'],
    ['100010000.00', '壹亿零壹万元整'],
    ['2003000400.05', '贰拾亿零叁佰万零肆佰元零伍分'],
    ['1000000000000.00', '壹万亿元整'],
    ['1000100000000.00', '壹万零壹亿元整'],
    ['9999999999999999.99', '玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分'],
  ])('writes %s', (text, capital) => {
    expect(chineseCapitalAmount(parseAmount(text, 2) ?? -1n, 2)).toBe(`人民币${capital}`)
    expect(chineseCapitalAmount(parseAmount(text, 6) ?? -1n, 6)).toBe(`人民币${capital}`)
  })

  it('cannot write parts of a fen, negative amounts or ten quadrillion', () => {
    expect(chineseCapitalAmount(1n, 6)).toBeUndefined()
    expect(chineseCapitalAmount(-100n, 2)).toBeUndefined()
    expect(chineseCapitalAmount(10n ** 18n, 2)).toBeUndefined()
    expect(chineseCapitalAmount(7n, 0)).toBe('人民币柒元整')
  })

  it('writes different amounts differently', () => {
    const fen = fc.bigInt({ min: 0n, max: 10n ** 18n - 1n })
    fc.assert(
      fc.property(fen, fen, (left, right) => {
        fc.pre(left !== right)
        expect(chineseCapitalAmount(left, 2)).not.toBe(chineseCapitalAmount(right, 2))
      }),
    )
  })
})
