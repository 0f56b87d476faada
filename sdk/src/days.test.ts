import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  CHINA_UTC_OFFSET,
  dayOf,
  daysPastDue,
  formatDay,
  formatInstant,
  isoDay,
  maturityOf,
  parseDay,
  startOfDay,
} from './days.ts'

const seconds = (iso: string) => BigInt(Date.parse(iso) / 1000)

describe('days', () => {
  it('begin at midnight of the offset, not of UTC', () => {
    expect(dayOf(seconds('2026-11-22T15:59:59Z'), CHINA_UTC_OFFSET)).toBe(parseDay('2026-11-22'))
    expect(dayOf(seconds('2026-11-22T16:00:00Z'), CHINA_UTC_OFFSET)).toBe(parseDay('2026-11-23'))
  })

  it('round down before the epoch', () => {
    expect([dayOf(-1n, 0), dayOf(-86_400n, 0), dayOf(-86_401n, 0)]).toEqual([-1, -1, -2])
  })

  it('mature at their end', () => {
    const due = parseDay('2027-02-20') ?? 0
    expect(maturityOf(due, CHINA_UTC_OFFSET)).toBe(seconds('2027-02-21T00:00:00+08:00'))
  })

  it('contain exactly the seconds from their start to their maturity', () => {
    const offset = fc.integer({ min: -86_400, max: 86_400 })
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 40n }), offset, (time, utcOffset) => {
        const day = dayOf(time, utcOffset)
        expect(startOfDay(day, utcOffset) <= time && time < maturityOf(day, utcOffset)).toBe(true)
      }),
    )
  })

  it('count as past due from the day after', () => {
    const due = parseDay('2027-02-20') ?? 0
    const dpd = (iso: string) => daysPastDue(due, seconds(iso), CHINA_UTC_OFFSET)
    expect(dpd('2027-02-20T23:59:59+08:00')).toBe(0)
    expect(dpd('2027-02-21T00:00:00+08:00')).toBe(1)
    expect(dpd('2027-03-22T12:00:00+08:00')).toBe(30)
  })
})

describe('parseDay', () => {
  it('reads what isoDay writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: -25_567, max: 2_932_896 }), (day) => {
        expect(parseDay(isoDay(day))).toBe(day)
      }),
    )
  })

  it.each([
    '2026-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '26-01-01',
    '2026-1-1',
    '20260101',
    '1899-12-31',
    '',
  ])('refuses %j', (text) => {
    expect(parseDay(text)).toBeUndefined()
  })

  it('knows leap years', () => {
    expect([parseDay('2028-02-29'), parseDay('2100-02-29')]).toEqual([21_243, undefined])
  })
})

describe('dates on screen', () => {
  it('follow the language', () => {
    const day = parseDay('2026-11-22') ?? 0
    expect([formatDay(day, 'en'), formatDay(day, 'zh-CN')]).toEqual(['22 Nov 2026', '2026年11月22日'])
  })

  it('show instants in the offset of the profile', () => {
    expect(formatInstant(seconds('2026-11-22T01:30:59Z'), CHINA_UTC_OFFSET)).toBe('2026-11-22 09:30')
  })
})
