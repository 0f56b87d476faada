import { bytesToHex } from 'viem'
import { describe, expect, it } from 'vitest'
import { type Answer, AnswerError, type AnswerField, packAnswer, unpackAnswer } from './answer.ts'

const answer: Answer = {
  score: 712,
  pdBps: 180,
  reasons: [3, 7, 0, 0],
  modelVersion: 2,
  sourceMask: 0b11,
  asOf: 0x01_6a_00_00_01,
  turnover: 0x1234_0000_0000_0000_0056n,
  commitment: new Uint8Array(32).fill(0xab),
}

function fieldOf(work: () => unknown): AnswerField | undefined {
  try {
    work()
  } catch (error) {
    if (error instanceof AnswerError) return error.field
    throw error
  }
  return undefined
}

describe('answer', () => {
  it('packs the most significant field first, to the byte', () => {
    const word0 = '02c800b4030700000002' + '03' + '016a000001'
    expect(bytesToHex(packAnswer(answer))).toBe(`0x${word0}12340000000000000056000000000000${'ab'.repeat(32)}`)
  })

  it('survives a round trip, also at both ends of every range', () => {
    const lowest = { ...answer, score: 300, pdBps: 0, reasons: [0, 0, 0, 0], modelVersion: 1, sourceMask: 1, asOf: 0 }
    const highest = { ...answer, score: 850, pdBps: 10_000, reasons: [255, 255, 255, 255], modelVersion: 65_535 }
    const full = { ...highest, sourceMask: 255, asOf: 2 ** 40 - 1, turnover: 2n ** 80n - 1n }
    for (const each of [answer, { ...lowest, turnover: 0n }, full]) expect(unpackAnswer(packAnswer(each))).toEqual(each)
  })

  it('does not read another length, unused bits, or a field out of range', () => {
    const bytes = packAnswer(answer)
    const changed = (index: number, value: number) => bytes.with(index, value)
    expect(fieldOf(() => unpackAnswer(bytes.subarray(1)))).toBe('length')
    expect(fieldOf(() => unpackAnswer(new Uint8Array(0)))).toBe('length')
    for (let unused = 26; unused < 32; unused++) expect(fieldOf(() => unpackAnswer(changed(unused, 1)))).toBe('unused')
    expect(fieldOf(() => unpackAnswer(changed(0, 0)))).toBe('score')
    expect(fieldOf(() => unpackAnswer(changed(2, 255)))).toBe('pdBps')
    expect(fieldOf(() => unpackAnswer(changed(4, 0)))).toBe('reasons')
    expect(fieldOf(() => unpackAnswer(changed(10, 0)))).toBe('sourceMask')
  })
})
