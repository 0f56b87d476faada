import { CHINA_UTC_OFFSET, maturityOf } from '@tallystick/sdk'
import { describe, expect, it } from 'vitest'
import { type IndexedDeal, type IndexedRequest, kpisOf, kpiValue } from './kpis'

const today = 20_780
const day = 86_400n

function deal(change: Partial<IndexedDeal> & { id: `0x${string}` }): IndexedDeal {
  const stopDay = change.stopDay ?? today + 10
  return {
    state: 'Open',
    units: '1000',
    advance: '950',
    discount: '9',
    fee: '1',
    price: '940',
    stopDay,
    impairedPct: 0,
    openedAt: (maturityOf(stopDay, CHINA_UTC_OFFSET) - 100n * day).toString(),
    closedAt: null,
    obligor: { number: '201' },
    treasury: { id: '0x01' },
    receivable: { id: change.id, createdAt: '0', settledAt: null, dueDay: stopDay },
    ...change,
  }
}

const request = (state: IndexedRequest['state']): IndexedRequest => ({
  id: '0x01',
  kind: 'Request',
  state,
  openedAt: '0',
  closedAt: null,
})

const value = (name: string, deals: IndexedDeal[], requests: IndexedRequest[] = []) => {
  const kpi = kpisOf(deals, requests, today).find((one) => one.name === name)
  return kpi && kpiValue(kpi)
}

describe('kpisOf', () => {
  it('has no value without anything to divide by', () => {
    expect(kpisOf([], [], today).map(kpiValue)).toEqual(Array(9).fill(null))
  })

  it('counts decided requests only', () => {
    const requests = [
      request('Created'),
      request('Created'),
      request('Declined'),
      request('Open'),
      request('Withdrawn'),
    ]
    expect(value('approval', [], requests)).toBe(6_667)
  })

  it('keeps written-off deals in the second ratio', () => {
    const late = deal({ id: '0x02', state: 'Impaired', stopDay: today - 91 })
    const gone = deal({ id: '0x03', state: 'WrittenOff', stopDay: today - 200 })
    const running = [deal({ id: '0x04' }), deal({ id: '0x05' })]
    expect(value('npl', [late, gone, ...running])).toBe(3_333)
    expect(value('npl-with-losses', [late, gone, ...running])).toBe(5_000)
  })

  it('weighs yield and tenor by cash', () => {
    // 10 on 940 for 100 days is 3.88 % a year.
    expect(value('yield', [deal({ id: '0x02' })])).toBe(388)
    expect(value('tenor', [deal({ id: '0x02' })])).toBe(100)
  })

  it('judges a receivable once, by the end of its due day', () => {
    const due = today - 1
    const paid = (settledAt: bigint) => ({
      id: '0x0a' as const,
      createdAt: '0',
      settledAt: settledAt.toString(),
      dueDay: due,
    })
    const end = maturityOf(due, CHINA_UTC_OFFSET)
    const onTime = deal({ id: '0x02', stopDay: due, receivable: paid(end - 1n) })
    const late = deal({ id: '0x03', stopDay: due, receivable: { ...paid(end), id: '0x0b' } })
    const twice = { ...onTime, id: '0x04' as const }
    expect(value('on-time', [onTime, twice, late, deal({ id: '0x05' })])).toBe(5_000)
  })
})
