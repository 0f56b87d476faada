import { describe, expect, it } from 'vitest'
import { maturityBands } from './maturity-bands'

const today = 20_780
const amounts = (...days: number[]) =>
  maturityBands(
    days.map((day) => ({ stopDay: today + day, carry: 10n })),
    today,
  ).map(({ amount }) => amount)

describe('maturityBands', () => {
  it('puts both ends of a band inside it', () => {
    expect(amounts(0, 7, 8, 30, 31, 60, 61, 90, 91, 180, 181, 400)).toEqual([20n, 20n, 20n, 20n, 20n, 20n])
  })

  it('leaves out days that have passed', () => {
    expect(amounts(-1, -100)).toEqual([0n, 0n, 0n, 0n, 0n, 0n])
  })
})
