import { describe, expect, it } from 'vitest'
import { type WorkoutSituation, type WorkoutStep, workoutRefusal } from './workout'

const LATE: WorkoutSituation = {
  state: 'Active',
  daysPastDue: 30,
  impairedPct: 0,
  isMarked: false,
  daysNoticed: 0,
  noticeDays: 15,
  isFreed: false,
}

function refusals(part: Partial<WorkoutSituation>, ...steps: readonly WorkoutStep[]) {
  return steps.map((step) => workoutRefusal(step, { ...LATE, ...part }))
}

describe('the ladder of a bad debt', () => {
  it('begins on the thirtieth day past due', () => {
    expect(refusals({}, 'mark', 'notice', 'declareDefault')).toEqual([undefined, undefined, 'notice-first'])
    expect(refusals({ daysPastDue: 29 }, 'mark', 'notice')).toEqual(['mark-reached', 'notice-too-early'])
    expect(refusals({ daysPastDue: 0 }, 'mark')).toEqual(['not-past-due'])
  })

  it('gives the days of notice before the default', () => {
    const noticed = { state: 'Noticed', daysNoticed: 14 } as const
    expect(refusals(noticed, 'notice', 'declareDefault')).toEqual(['noticed', 'default-too-early'])
    expect(refusals({ ...noticed, daysNoticed: 15 }, 'declareDefault')).toEqual([undefined])
  })

  it('takes the machine back, then sells it once', () => {
    expect(refusals({ state: 'Noticed' }, 'repossess', 'sell')).toEqual(['default-first', 'repossess-first'])
    expect(refusals({ state: 'Defaulted' }, 'repossess', 'sell')).toEqual([undefined, 'repossess-first'])
    expect(refusals({ state: 'Repossessed' }, 'repossess', 'sell')).toEqual(['repossessed', undefined])
    expect(refusals({ state: 'Repossessed', isFreed: true }, 'sell')).toEqual(['sold'])
    expect(refusals({ state: 'WrittenOff' }, 'sell', 'mark')).toEqual([undefined, 'written-off'])
  })

  it('writes off what is fully marked, early or late', () => {
    const gone = { ...LATE, state: 'Defaulted', daysPastDue: 179, impairedPct: 100, isMarked: true } as const
    expect(workoutRefusal('writeOff', gone)).toBe('write-off-too-early')
    expect(workoutRefusal('writeOff', { ...gone, daysPastDue: 180 })).toBeUndefined()
    expect(workoutRefusal('writeOffEarly', gone)).toBeUndefined()
    expect(workoutRefusal('writeOffEarly', { ...gone, impairedPct: 99 })).toBe('not-fully-marked')
  })

  it('has nothing to do with a lease that has ended', () => {
    expect(refusals({ state: 'Ended', isFreed: true }, 'mark', 'notice', 'sell', 'writeOff')).toEqual([
      'over',
      'over',
      'sold',
      'over',
    ])
  })
})
