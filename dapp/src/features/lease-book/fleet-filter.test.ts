import { expect, it } from 'vitest'
import type { DeviceAnswer } from '../telemetry/answers'
import { FLEET_FILTERS, isInFilter } from './fleet-filter'

type Seen = Pick<DeviceAnswer, 'alarms' | 'last' | 'command'>

function machine(part: {
  readonly engine?: number
  readonly alarms?: readonly unknown[]
  readonly locked?: boolean
}): Seen {
  return {
    alarms: part.alarms ?? [],
    last: part.engine === undefined ? null : { message: { r: { engine: part.engine } } },
    command: part.locked === undefined ? null : { locked: part.locked },
  } as unknown as Seen
}

function listsOf(seen: Seen): readonly string[] {
  return FLEET_FILTERS.filter((filter) => isInFilter(seen, filter))
}

it('sorts machines by what they do and what is wrong', () => {
  expect(listsOf(machine({ engine: 1, alarms: [{}] }))).toEqual(['all', 'alarm', 'running'])
  expect(listsOf(machine({ engine: 0, locked: true }))).toEqual(['all', 'still', 'locked'])
  expect(listsOf(machine({ locked: false }))).toEqual(['all', 'still'])
})
