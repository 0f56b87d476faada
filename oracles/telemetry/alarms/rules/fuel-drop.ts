import type { AlarmRule, Sample } from '../rule.ts'

/** 1/100 %, as readings state the level. */
const DROP_BP = 1_000
const REFUEL_BP = 1_000

interface FuelDropState {
  /** Highest level since the engine stopped; absent while it runs. */
  readonly rest?: number
  /** When the level was first seen to have fallen; absent once the tank is refilled or the matter closed. */
  readonly since?: number
  /** Lowest level since then. */
  readonly lowest?: number
}

/** The tank loses fuel while the engine is off. */
export const fuelDrop: AlarmRule<FuelDropState> = {
  key: 'FUEL_DROP',
  fresh: {},
  observe(state, sample) {
    const rested = rest(state, sample)
    const level = sample.reading.fuelPctBp
    if (rested.since !== undefined) return followLevel(rested, level)
    if (rested.rest === undefined || rested.rest - level < DROP_BP) return rested
    return { rest: level, since: Number(sample.reading.ts), lowest: level }
  },
  close: ({ rest }) => (rest === undefined ? {} : { rest }),
  holdsSince: (state) => state.since,
  isCleared: () => true,
}

function rest(state: FuelDropState, { reading, previous }: Sample): FuelDropState {
  const stands = reading.engine === 0 && previous?.engine === 0 && reading.opSec === previous.opSec
  if (!stands) {
    const { rest: _, ...running } = state
    return state.rest === undefined ? state : running
  }
  const highest = Math.max(state.rest ?? previous.fuelPctBp, reading.fuelPctBp)
  return highest === state.rest ? state : { ...state, rest: highest }
}

function followLevel(state: FuelDropState, level: number): FuelDropState {
  const lowest = Math.min(state.lowest ?? level, level)
  if (level - lowest < REFUEL_BP) return lowest === state.lowest ? state : { ...state, lowest }
  return state.rest === undefined ? {} : { rest: level }
}
