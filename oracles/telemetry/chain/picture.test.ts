import { secp256k1Key } from '@tallystick/sdk'
import { zeroHash } from 'viem'
import { describe, expect, it } from 'vitest'
import type { NewLog } from '../testing/fake-chain.ts'
import {
  CONTRACTS,
  counters,
  delivered,
  keyRevoked,
  keySet,
  leaseEvent,
  meterEvent,
  PERIOD_END_S,
  proposed,
  registered,
  SOMEBODY,
  START_S,
} from '../testing/lease-events.ts'
import { DEVICE, firstReading, next } from '../testing/machine.ts'
import { ChainDirectory } from './directory.ts'
import { ChainPicture } from './picture.ts'
import type { MeterRecord } from './records.ts'

function pictureOf(...logs: readonly NewLog[]): ChainPicture {
  const picture = new ChainPicture(CONTRACTS)
  for (const [logIndex, log] of logs.entries()) {
    picture.apply({ ...log, topics: log.topics as [`0x${string}`], block: 1, logIndex, time: START_S })
  }
  return picture
}

const directoryOf = (...logs: readonly NewLog[]) => new ChainDirectory({ picture: pictureOf(...logs) })

describe('the register of devices', () => {
  const [first, second] = [secp256k1Key(SOMEBODY), secp256k1Key('0x00000000000000000000000000000000000000bb')]

  it('knows which key signed until when', () => {
    const directory = directoryOf(registered(), keySet(1, first), keySet(2, second, START_S + 60))
    expect(directory.find(DEVICE, 1)?.key).toEqual({ ...first, validUntil: START_S + 60 })
    expect(directory.find(DEVICE, 2)?.key).toEqual({ ...second, validUntil: Number.POSITIVE_INFINITY })
    expect(directory.find(DEVICE, 3)).toEqual({ ratedFuelMlPerHour: 20_000, key: undefined })
    expect(directory.mayConnect(DEVICE)).toBe(true)
  })

  it('never brings a revoked key back', () => {
    const directory = directoryOf(registered(), keySet(1, first), keyRevoked(1), keySet(2, second, START_S + 60))
    expect(directory.find(DEVICE, 1)?.key?.validUntil).toBe(0)
    expect(directory.mayConnect(DEVICE)).toBe(true)
  })

  it('lets no device in whose present key is revoked, nor one that it does not know', () => {
    const directory = directoryOf(registered(), keySet(1, first), keyRevoked(1))
    expect(directory.mayConnect(DEVICE)).toBe(false)
    expect(directory.find(zeroHash, 1)).toBeUndefined()
    expect(directory.mayConnect(zeroHash)).toBe(false)
  })
})

describe('a meter', () => {
  const opening = firstReading()
  const closing = next(opening, { minutes: 60, opMinutes: 60 }).reading
  const reported = meterEvent('UsageReported', {
    ...{ opening: counters(opening), closing: counters(closing), root: zeroHash, received: 0, reporter: SOMEBODY },
    ...{ digest: zeroHash, final_: PERIOD_END_S + 100 },
  })
  const settled = (known: boolean) => {
    const usage = { known, last: false, period: 1, periods: 1, end: PERIOD_END_S, opSec: 0, idleSec: 0, fuelMl: 0n }
    return meterEvent('PeriodSettled', { usage, opening: counters(opening), nextEnd: PERIOD_END_S + 1_000 })
  }
  const meterAfter = (...logs: readonly NewLog[]): MeterRecord | undefined =>
    pictureOf(...delivered(opening), ...logs).leaseOf(DEVICE)?.meter

  it('begins the next period where the last one closed', () => {
    const meter = meterAfter(reported, settled(true))
    expect(meter).toMatchObject({ period: 2, end: PERIOD_END_S + 1_000, silent: 0, opening: counters(closing) })
    expect(meter?.report).toBeUndefined()
  })

  it('counts silent periods, also when the reading did not count', () => {
    expect(meterAfter(settled(false))).toMatchObject({ period: 2, silent: 1, opening: counters(opening) })
    expect(meterAfter(reported, settled(false))).toMatchObject({ silent: 1, opening: counters(opening) })
  })

  it('is suspended by a contradiction and begins anew with a reset', () => {
    const contradicted = meterEvent('MeterContradicted', {
      ...{ seq: 2n, digest: zeroHash, otherDigest: zeroHash, by: SOMEBODY },
    })
    expect(meterAfter(reported, contradicted)?.isSuspended).toBe(true)
    const reset = meterEvent('MeterReset', { opening: counters(closing), digest: zeroHash })
    expect(meterAfter(reported, contradicted, reset)).toMatchObject({
      ...{ isSuspended: false, opening: counters(closing), report: undefined },
    })
  })

  it('that is cut keeps a reading from before the cut only', () => {
    const second = Math.floor(Number(closing.ts) / 1_000)
    expect(meterAfter(reported, meterEvent('MeterCut', { end: second }))).toMatchObject({ end: second, last: true })
    expect(meterAfter(reported, meterEvent('MeterCut', { end: second }))?.report).toBeDefined()
    expect(meterAfter(reported, meterEvent('MeterCut', { end: second - 1 }))?.report).toBeUndefined()
  })

  it('whose reading was confirmed must be confirmed again after a replacement', () => {
    const confirmed = meterEvent('UsageConfirmed', { by: SOMEBODY })
    expect(meterAfter(reported, confirmed)?.report?.isConfirmed).toBe(true)
    expect(meterAfter(reported, confirmed, reported)?.report?.isConfirmed).toBe(true)
    const later = meterEvent('UsageReported', {
      ...{ opening: counters(opening), closing: counters(closing), root: zeroHash, received: 0, reporter: SOMEBODY },
      ...{ digest: `0x${'01'.repeat(32)}`, final_: PERIOD_END_S + 100 },
    })
    expect(meterAfter(reported, confirmed, later)?.report?.isConfirmed).toBe(false)
  })
})

it('leaves events of other contracts alone, and says when the start block must be wrong', () => {
  const stranger = { ...leaseEvent('LeaseEnded'), address: SOMEBODY }
  expect(pictureOf(registered(), proposed(), stranger).leases.size).toBe(1)
  expect(() => pictureOf(leaseEvent('LeaseEnded'))).toThrow("check the deployment's startBlock")
})
