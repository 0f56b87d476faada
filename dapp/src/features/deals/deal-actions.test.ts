import { describe, expect, it } from 'vitest'
import { type DealSituation, refusalOf } from './deal-actions'
import { impairmentOf, nextStep } from './mark-ladder'

const running: DealSituation = { state: 'Open', receivable: 'Open', impairedPct: 0, daysPastDue: 0, graceDays: 3 }

describe('nextStep', () => {
  it('names the step ahead', () => expect(nextStep(30)).toEqual({ daysPastDue: 60, pct: 50 }))
  it('starts at the bottom', () => expect(nextStep(0)).toEqual({ daysPastDue: 30, pct: 25 }))
  it('is absent after the last step', () => expect(nextStep(90)).toBeUndefined())
})

describe('impairmentOf', () => {
  it('rounds up', () => expect(impairmentOf(101n, 25)).toBe(26n))
})

describe('refusalOf', () => {
  it('collects only what is settled', () => {
    expect(refusalOf('collect', running)).toBe('not-settled')
    expect(refusalOf('collect', { ...running, receivable: 'Settled' })).toBeUndefined()
  })

  it('collects a written-off deal too', () => {
    const recovered: DealSituation = { ...running, state: 'WrittenOff', receivable: 'Settled', impairedPct: 100 }
    expect(refusalOf('collect', recovered)).toBeUndefined()
  })

  it('refuses marks on a settled receivable', () => {
    expect(refusalOf('mark', { ...running, receivable: 'Settled', daysPastDue: 90 })).toBe('settled')
  })

  it('marks once per step of the ladder', () => {
    expect(refusalOf('mark', running)).toBe('not-past-due')
    expect(refusalOf('mark', { ...running, daysPastDue: 29 })).toBe('mark-reached')
    expect(refusalOf('mark', { ...running, daysPastDue: 30 })).toBeUndefined()
    expect(refusalOf('mark', { ...running, daysPastDue: 59, impairedPct: 25 })).toBe('mark-reached')
    expect(refusalOf('mark', { ...running, daysPastDue: 60, impairedPct: 25 })).toBeUndefined()
  })

  it('lets the officer mark early from the first day past due', () => {
    expect(refusalOf('markEarly', running)).toBe('not-past-due')
    expect(refusalOf('markEarly', { ...running, daysPastDue: 1 })).toBeUndefined()
    expect(refusalOf('markEarly', { ...running, daysPastDue: 1, impairedPct: 100 })).toBe('mark-reached')
  })

  it('releases only a mark that is there', () => {
    expect(refusalOf('releaseMark', running)).toBe('not-marked')
    expect(refusalOf('releaseMark', { ...running, impairedPct: 25 })).toBeUndefined()
  })

  it('writes off after 180 days, the officer earlier, both only at 100 %', () => {
    const full = { ...running, state: 'Impaired', impairedPct: 100, daysPastDue: 179 } as const
    expect(refusalOf('writeOff', { ...full, impairedPct: 50 })).toBe('not-fully-marked')
    expect(refusalOf('writeOff', full)).toBe('write-off-too-early')
    expect(refusalOf('writeOff', { ...full, daysPastDue: 180 })).toBeUndefined()
    expect(refusalOf('writeOffEarly', full)).toBeUndefined()
    expect(refusalOf('writeOffEarly', { ...full, impairedPct: 50 })).toBe('not-fully-marked')
  })

  it('flags overdue after the grace period, once', () => {
    expect(refusalOf('flagOverdue', { ...running, daysPastDue: 3 })).toBe('in-grace')
    expect(refusalOf('flagOverdue', { ...running, daysPastDue: 4 })).toBeUndefined()
    expect(refusalOf('flagOverdue', { ...running, daysPastDue: 4, receivable: 'Overdue' })).toBe('flagged')
  })

  it('does nothing with a closed deal', () => {
    expect(refusalOf('collect', { ...running, state: 'Collected', receivable: 'Settled' })).toBe('closed')
  })
})
