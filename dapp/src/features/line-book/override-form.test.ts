import { isoDay } from '@tallystick/sdk'
import { describe, expect, it } from 'vitest'
import { type Override, type OverrideDraft, overrideRoute, readOverride } from './override-form'

const today = 20_780
const bounds = { limit: 500_000n, rateBps: 900, today, maxRateBps: 2_400 }
const draft: OverrideDraft = { limit: '0.2', rate: '9', until: isoDay(today + 30), reason: ' season is over ' }

describe('readOverride', () => {
  it('reads what the contract takes', () => {
    const override = { limit: 200_000n, rateBps: 900, untilDay: today + 30, reason: 'season is over' }
    expect(readOverride(draft, bounds, 6)).toEqual({ override, wrong: [] })
  })

  it.each([
    [{ limit: '-1' }, 'limit'],
    [{ rate: '24.01' }, 'rate'],
    [{ rate: '0' }, 'rate'],
    [{ until: isoDay(today - 1) }, 'until'],
    [{ until: isoDay(today + 181) }, 'until'],
    [{ reason: '  ' }, 'reason'],
  ])('names the field: %o', (change, field) => {
    expect(readOverride({ ...draft, ...change }, bounds, 6).wrong).toEqual([field])
  })
})

describe('overrideRoute', () => {
  const override: Override = { limit: 500_000n, rateBps: 900, untilDay: today, reason: 'r' }
  it.each([
    [{}, 'tightenLine'],
    [{ limit: 0n }, 'tightenLine'],
    [{ rateBps: 901 }, 'tightenLine'],
    [{ limit: 500_001n }, 'loosenLine'],
    [{ rateBps: 899 }, 'loosenLine'],
    [{ limit: 500_001n, rateBps: 1_000 }, 'loosenLine'],
  ])('%o by %s', (change, route) => expect(overrideRoute({ ...override, ...change }, bounds)).toBe(route))
})
