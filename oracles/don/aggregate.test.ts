import type { Hex } from 'viem'
import { describe, expect, it } from 'vitest'
import { aggregate } from './aggregate.ts'
import type { Observation } from './sandbox.ts'

const results = (...bytes: Hex[]): Observation[] => bytes.map((result) => ({ result }))
const errors = (...messages: string[]): Observation[] => messages.map((error) => ({ error }))

describe('aggregation', () => {
  const table: [string, number, Observation[], Observation | undefined][] = [
    ['all alike', 1, results('0x01', '0x01', '0x01', '0x01'), { result: '0x01' }],
    ['the lower middle of four', 1, results('0x04', '0x01', '0x03', '0x02'), { result: '0x02' }],
    ['one liar above', 1, results('0x01', '0x01', '0x01', '0xff'), { result: '0x01' }],
    ['one liar below', 1, results('0x01', '0x01', '0x01', '0x00'), { result: '0x01' }],
    ['length before bytes', 1, results('0x0000', '0xff', '0xfe'), { result: '0xff' }],
    ['an empty result is a result', 1, results('0x', '0x', '0x01'), { result: '0x' }],
    ['three of four observed', 1, results('0x01', '0x02', '0x03'), { result: '0x02' }],
    ['two of four observed', 1, results('0x01', '0x01'), undefined],
    ['none observed', 0, [], undefined],
    ['half errors: a result', 1, [...errors('E', 'E'), ...results('0x02', '0x01')], { result: '0x01' }],
    ['more than half errors', 1, [...errors('E', 'E', 'E'), ...results('0x01')], { error: 'E' }],
    ['one error of four', 1, [...errors('E'), ...results('0x03', '0x02', '0x01')], { result: '0x02' }],
    ['the most frequent error', 1, errors('B', 'A', 'B', 'C'), { error: 'B' }],
    ['a tie among errors', 1, errors('B', 'A', 'B', 'A'), { error: 'A' }],
    ['one node alone', 0, results('0x07'), { result: '0x07' }],
  ]
  it.each(table)('%s', (_, faults, observations, expected) => {
    expect(aggregate(observations, faults)).toEqual(expected)
    expect(aggregate(observations.toReversed(), faults)).toEqual(expected)
  })
})
