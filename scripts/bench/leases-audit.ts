/** An auditor's year of one device: every message from its bytes to the period's root, on one thread. */
import { type DeviceKey, type DevicesDomain, decodeReadingMessage, periodRoot, readingHasher } from '@tallystick/sdk'
import { type Hex, zeroHash } from 'viem'
import { judge, type LastReading } from '../../oracles/telemetry/ingest/rules.ts'
import { packChecks, type SignatureCheck } from '../../oracles/telemetry/verify/records.ts'
import { verifyBlock } from '../../oracles/telemetry/verify/signatures.ts'

/** What a device has published in a period, and the root that was brought on chain for it. */
export interface ArchivedPeriod {
  /** Messages as they came, in the order of `seq`. */
  readonly messages: readonly string[]
  readonly root: Hex
}

/** What the auditor knows of the device from the chain. */
export interface AuditedDevice {
  readonly domain: DevicesDomain
  readonly key: DeviceKey
  readonly ratedFuelMlPerHour: number
}

/** The first thing that does not hold. */
export class AuditError extends Error {
  override readonly name = 'AuditError'
}

/** Signatures of one call: enough to make the packing cheap. */
const BLOCK = 1_000

/**
 * Checks all readings of consecutive periods: form, signature, chain of digests, counters by the gateway's rules, and the
 * Merkle root of each period.
 * @returns readings checked
 * @throws AuditError naming period and number
 */
export function auditPeriods(device: AuditedDevice, periods: readonly ArchivedPeriod[]): number {
  const hash = readingHasher(device.domain)
  let last: LastReading | undefined
  let count = 0
  for (const [index, { messages, root }] of periods.entries()) {
    const digests: Hex[] = []
    const checks: SignatureCheck[] = []
    for (const text of messages) {
      const { reading, signature } = decodeReadingMessage(JSON.parse(text))
      const digest = hash(reading)
      const where = `period ${index + 1}, reading ${reading.seq}`
      follow(where, last, { reading, digest }, device.ratedFuelMlPerHour)
      digests.push(digest)
      checks.push({ digest, signature, key: device.key })
      last = { reading, digest }
    }
    checkSignatures(`period ${index + 1}`, checks)
    if (periodRoot(digests) !== root) throw new AuditError(`period ${index + 1}: the root is not that of its readings`)
    count += messages.length
  }
  return count
}

function follow(where: string, last: LastReading | undefined, next: LastReading, ratedFuelMlPerHour: number): void {
  const { reading, digest } = next
  const [expectedSeq, expectedHash] = last ? [last.reading.seq + 1n, last.digest] : [1n, zeroHash]
  if (reading.seq !== expectedSeq) throw new AuditError(`${where}: number ${expectedSeq} is missing`)
  if (reading.prevHash !== expectedHash) throw new AuditError(`${where}: does not name the reading before it`)
  const verdict = judge({ reading, digest, last, sameSeq: undefined, now: Number(reading.ts), ratedFuelMlPerHour })
  if (verdict.kind === 'refused') throw new AuditError(`${where}: ${verdict.refusal.code}, ${verdict.refusal.detail}`)
}

function checkSignatures(where: string, checks: readonly SignatureCheck[]): void {
  for (let start = 0; start < checks.length; start += BLOCK) {
    const block = checks.slice(start, start + BLOCK)
    const bad = verifyBlock(packChecks(block)).indexOf(0)
    if (bad >= 0) throw new AuditError(`${where}: signature ${start + bad + 1} was not made by the device's key`)
  }
}
