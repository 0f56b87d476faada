import {
  devicesDomain,
  encodeReading,
  periodProof,
  periodRoot,
  type Reading,
  readingDigest,
  secp256k1Key,
} from '@tallystick/sdk'
import { zeroHash } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { describe, expect, it } from 'vitest'
import type { EvidenceAnswer } from '../telemetry/answers'
import { checkEvidence } from './check-evidence'

const device = privateKeyToAccount(`0x${'7'.repeat(64)}`)
const domain = devicesDomain(31337, `0x${'d'.repeat(40)}`)
const deviceId = `0x${'a'.repeat(64)}` as const

function readingOf(seq: bigint): Reading {
  const counters = { opSec: seq * 300n, idleSec: 0n, fuelMl: seq * 1_000n, fuelPctBp: 5_000, engine: 1, flags: 0 }
  const place = { latE7: 312_300_000, lonE7: 1_214_700_000, accuracyCm: 300 }
  return {
    deviceId,
    keyVersion: 1,
    seq,
    ts: seq * 300_000n,
    prevHash: zeroHash,
    extHash: zeroHash,
    ...place,
    ...counters,
  }
}

async function evidence(): Promise<EvidenceAnswer> {
  const readings = [1n, 2n, 3n].map(readingOf)
  const digests = readings.map((reading) => readingDigest(domain, reading))
  const signed = async (index: number) =>
    encodeReading(
      readings[index] as Reading,
      await device.sign({ hash: digests[index] as `0x${string}` }),
      'EIP712-secp256k1',
    )
  return {
    leaseId: '1',
    period: 1,
    deviceId,
    root: periodRoot(digests),
    closing: await signed(2),
    digests,
    picked: { message: await signed(1), proof: periodProof(digests, 1) },
  }
}

describe('checkEvidence', () => {
  it('accepts what the device has signed and the root holds', async () => {
    const verdict = await checkEvidence(await evidence(), domain, secp256k1Key(device.address))
    expect(verdict).toEqual({ isSigned: true, isComplete: true, isIncluded: true })
  })

  it('finds another key, a missing reading and a changed one', async () => {
    const good = await evidence()
    const otherKey = secp256k1Key(privateKeyToAccount(`0x${'8'.repeat(64)}`).address)
    expect((await checkEvidence(good, domain, otherKey)).isSigned).toBe(false)
    const short = { ...good, digests: good.digests.slice(1) }
    expect((await checkEvidence(short, domain, otherKey)).isComplete).toBe(false)
    const { message, proof } = good.picked
    const changed = { ...good, picked: { message: { ...message, r: { ...message.r, opSec: '1' } }, proof } }
    expect((await checkEvidence(changed, domain, otherKey)).isIncluded).toBe(false)
  })
})
