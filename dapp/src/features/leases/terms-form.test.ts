import { describe, expect, it } from 'vitest'
import { EXAMPLE_TERMS, readRegion, readTerms, type TermsDraft } from './terms-form'

const deviceId = `0x${'1'.repeat(64)}` as const
const draft: TermsDraft = { ...EXAMPLE_TERMS, lessee: `0x${'2'.repeat(40)}` }
const read = (part: Partial<TermsDraft> = {}) => readTerms({ ...draft, ...part }, deviceId, 6)

describe('readTerms', () => {
  it('reads the example, whose rents pay back what is financed', () => {
    const { terms, schedule, wrong } = read()
    expect(wrong).toEqual([])
    expect(terms).toMatchObject({ price: 960_000_000_000n, rateBps: 650, coverBps: 1_000, periods: 24 })
    expect(terms?.tariff[1]).toEqual({ fromHours: 100, pricePerHour: 90_000_000n })
    expect(schedule?.at(-1)?.remaining).toBe(0n)
  })

  it('says how much stays unpaid when the base rent is too low', () => {
    const { terms, unpaid, wrong } = read({ baseRent: '1000' })
    expect([terms, wrong]).toEqual([undefined, []])
    expect(unpaid).toBeGreaterThan(800_000_000_000n)
  })

  it.each([
    [{ lessee: '0x12' }, 'lessee'],
    [{ buyOut: '960000' }, 'buyOut'],
    [{ minimumRent: '39999' }, 'minimumRent'],
    [{ minimumRent: '904000.01' }, 'minimumRent'],
    [{ rate: '37' }, 'rate'],
    [{ periods: '61' }, 'periods'],
    [{ idlePct: '0' }, 'idlePct'],
    [{ deposit: '-5' }, 'deposit'],
  ] as const)('names the field of %o', (part, field) => {
    const { wrong, terms } = read(part)
    expect(wrong).toEqual([field])
    expect(terms).toBeUndefined()
  })

  it('finds prices that rise and brackets that cannot be read', () => {
    const rising = read({ brackets: [...draft.brackets.slice(0, 1), { fromHours: '100', price: '130' }] })
    expect(rising.tariffProblems).toEqual([{ code: 'price_rises', bracket: 1 }])
    expect(read({ brackets: [{ fromHours: 'x', price: '1' }] }).tariffProblems.length).toBeGreaterThan(0)
  })
})

describe('readRegion', () => {
  it('takes nothing for anywhere', () => {
    expect(readRegion(' ')).toEqual({ region: [], regionProblem: null })
  })

  it('finds edges that cross and text that is no coordinate', () => {
    expect(readRegion('0,0\n1,1\n0,1\n1,0').regionProblem?.code).toBe('crossing_edges')
    expect(readRegion('31.2, north').regionProblem).toEqual({ code: 'not_a_coordinate', point: 0 })
    expect(readRegion('31.2, 121.4; 31.3, 121.4').regionProblem?.code).toBe('too_few_points')
  })
})
