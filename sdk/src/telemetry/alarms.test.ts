import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AlarmBatchError, alarmBits, alarmsIn, alarmTypes, BATCH_DEVICES, packBatch, unpackBatch } from './alarms.ts'

describe('alarmTypes', () => {
  it('number the bits of a byte in order, and names and bits are inverse', () => {
    expect(alarmTypes.map(({ bit }) => bit)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    for (let bits = 0; bits < 256; bits++) expect(alarmBits(alarmsIn(bits).map(({ key }) => key))).toBe(bits)
    expect(alarmsIn(0b0100_0010).map(({ key }) => key)).toEqual(['OUT_OF_REGION', 'TAMPER'])
  })
})

describe('packBatch and unpackBatch', () => {
  it('are inverse', () => {
    const anyBatch = fc.record({
      batch: fc.nat({ max: 0xffff }),
      asOf: fc.nat({ max: 2 ** 40 - 1 }),
      alarms: fc.array(fc.nat({ max: 255 }), { maxLength: BATCH_DEVICES }),
    })
    fc.assert(
      fc.property(anyBatch, (batch) => {
        expect(unpackBatch(packBatch(batch))).toEqual(batch)
      }),
    )
  })

  it('put header and devices where the contract reads them', () => {
    const answer = packBatch({ batch: 2, asOf: 0x01_6b_03_54_a0, alarms: [0x41, 0, 0x80] })
    const header = `0x0001${'0002'}${'0003'}${'016b0354a0'}${'00'.repeat(21)}`
    expect(answer).toBe(`${header}410080${'00'.repeat(221)}`)
  })

  it.each([
    ['a batch beyond 16 bits', { batch: 65_536, asOf: 0, alarms: [] }],
    ['a time before 1970', { batch: 0, asOf: -1, alarms: [] }],
    ['more devices than a batch has', { batch: 0, asOf: 0, alarms: new Array<number>(225).fill(0) }],
    ['a ninth alarm', { batch: 0, asOf: 0, alarms: [256] }],
  ])('refuse to pack %s', (_, batch) => {
    expect(() => packBatch(batch)).toThrow(AlarmBatchError)
  })

  const good = packBatch({ batch: 0, asOf: 1, alarms: [1] })
  it.each([
    ['another length', `${good}00`],
    ['another version', `0x0002${good.slice(6)}`],
    ['a count above 224', `${good.slice(0, 10)}00e1${good.slice(14)}`],
    ['a byte in the unused part of the header', `${good.slice(0, 64)}01${good.slice(66)}`],
    ['alarms of a device beyond the count', `${good.slice(0, 68)}01${good.slice(70)}`],
  ])('refuse to read %s', (_, answer) => {
    expect(() => unpackBatch(answer as `0x${string}`)).toThrow(AlarmBatchError)
  })
})
