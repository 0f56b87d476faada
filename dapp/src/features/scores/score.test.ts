import { describe, expect, it } from 'vitest'
import { oneDefaultIn, reasonsOf, sourcesOf } from './score'

describe('reasonsOf', () => {
  it('reads four bytes, the weightiest first', () => {
    expect(reasonsOf(0x03_07_09_01)).toEqual([3, 7, 9, 1])
  })

  it('leaves out the zeros behind, and reads codes from 128 on', () => {
    expect(reasonsOf(0xff_02_00_00)).toEqual([255, 2])
    expect(reasonsOf(0)).toEqual([])
  })
})

describe('sourcesOf', () => {
  it('lists the bits that are set', () => {
    expect(sourcesOf(0b1000_0010)).toEqual([1, 7])
  })
})

describe('oneDefaultIn', () => {
  it.each([
    [180, 56],
    [10_000, 1],
    [1, 10_000],
    [0, undefined],
  ])('turns %s bps into one in %s', (pdBps, merchants) => {
    expect(oneDefaultIn(pdBps)).toBe(merchants)
  })
})
