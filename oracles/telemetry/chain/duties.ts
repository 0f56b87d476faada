/** What is to be done on chain, as the gateway sees it. Whether it can be done already, the chain itself says. */
import {
  BATCH_DEVICES,
  decodeReadingMessage,
  deviceOracleAbi,
  immobiliserAbi,
  leasesAbi,
  unpackBatch,
  usageMeterAbi,
} from '@tallystick/sdk'
import { type Abi, type Address, type Hex, zeroHash } from 'viem'
import type { SignedAck } from '../commands/acknowledgements.ts'
import type { PeriodEvidence } from '../periods/archive.ts'
import { type BankContracts, leaseKey } from './contracts.ts'
import type { FleetRecord, LeaseRecord, LeaseState } from './records.ts'

/** One call that anybody, or the gateway, may make. */
export interface Duty {
  /** Names the duty over all passes: while a duty of the name is tried again and again, it waits longer and longer. */
  readonly key: string
  readonly to: Address
  readonly abi: Abi
  readonly functionName: string
  readonly args: readonly unknown[]
}

/** What a duty's time is measured by. */
export interface DutyClock {
  /** Unix milliseconds. */
  readonly now: number
  /** `UsageMeter.window` of the bank, seconds. */
  readonly window: number
}

const OFFER_SECONDS = 30 * 86_400
const DAY_SECONDS = 86_400
/** Least trust in a meter that bills by itself: `IDevices.Tier.SecureElement`. */
const BILLING_TIER = 2
/** Marks of `Leases.mark`: from so many days past due, so much. */
const MARKS = [
  { days: 30, pct: 25 },
  { days: 60, pct: 50 },
  { days: 90, pct: 100 },
] as const

const INDEBTED: ReadonlySet<LeaseState> = new Set(['Active', 'Noticed', 'Defaulted', 'Repossessed'])
const PERFORMING: ReadonlySet<LeaseState> = new Set(['Active', 'Noticed'])
/** States in which `Leases.mayLock` can hold. */
const LOCKABLE: ReadonlySet<LeaseState> = new Set(['Noticed', 'Defaulted', 'Repossessed', 'WrittenOff'])
const LAPSING: ReadonlySet<LeaseState> = new Set(['Signed', 'Approved'])

/** Gives machines on lease their place in the pictures of alarms. */
export function enrolments(bank: BankContracts, fleet: FleetRecord, leases: readonly LeaseRecord[]): Duty[] {
  const enrolled = new Set(fleet.places)
  const missing = leases.filter(({ state, deviceId }) => PERFORMING.has(state) && !enrolled.has(deviceId))
  return [...new Set(missing.map(({ deviceId }) => deviceId))].map((deviceId) =>
    oracleDuty(bank, `enroll/${deviceId}`, 'enroll', [deviceId]),
  )
}

/**
 * Brings the picture of alarms of a batch to the chain: an answer that has come is written, else a new one is asked for
 * when the pictures differ.
 * @param wanted the gateway's bytes of the batch's devices
 */
export function alarmDuties(bank: BankContracts, fleet: FleetRecord, batch: number, wanted: readonly number[]): Duty[] {
  const devices = fleet.places.slice(batch * BATCH_DEVICES, (batch + 1) * BATCH_DEVICES)
  const applied = devices.map((deviceId) => fleet.alarms.get(deviceId) ?? 0)
  const report = fleet.reports.get(batch)
  const name = `${batch}/${report?.block ?? 0}`
  if (report && !isSame(answered(report.answer, devices.length), applied)) {
    return [oracleDuty(bank, `apply/${name}`, 'apply_', [batch, report.answer])]
  }
  return isSame(wanted, applied) ? [] : [oracleDuty(bank, `request/${name}`, 'requestAlarms', [batch])]
}

/** Bytes of an answer; devices enrolled after it have none in it. */
function answered(answer: Hex, count: number): number[] {
  const { alarms } = unpackBatch(answer)
  return Array.from({ length: count }, (_, index) => alarms[index] ?? 0)
}

function isSame(left: readonly number[], right: readonly number[]): boolean {
  return left.every((bits, index) => bits === right[index])
}

/** Brings a period's closing reading with its evidence, unless the chain has both; also again, after a stranger's. */
export function reportDuty(lease: LeaseRecord, evidence: PeriodEvidence): Duty[] {
  const report = lease.meter?.report
  const isBetter = report === undefined || evidence.closingSeq > report.closing.seq
  const isBare = report?.digest === evidence.closingDigest && report.root === zeroHash
  if (!isBetter && !isBare) return []
  const { message, root, digests, closingSeq } = evidence
  const args = [lease.leaseId, decodeReadingMessage(message).reading, message.sig, root, digests.length]
  const key = `report/${leaseKey(lease.bank, lease.leaseId)}/${closingSeq}`
  return [{ key, to: lease.bank.meter, abi: usageMeterAbi, functionName: 'reportWithEvidence', args }]
}

/**
 * Writes the bill of a period that can be settled.
 * @param unmeteredFrom second from which it may be billed without a counting reading, when the window is over as well:
 *        its use is then billed later, and spread, so what can still be brought is waited for
 */
export function billDuty(lease: LeaseRecord, tier: number, unmeteredFrom: number, { now, window }: DutyClock): Duty[] {
  const { meter, state, finalBilled } = lease
  if (meter === undefined || finalBilled || !PERFORMING.has(state)) return []
  const { report, end, isSuspended, period } = meter
  const counts = report !== undefined && !isSuspended && (report.isConfirmed || tier >= BILLING_TIER)
  const settledFrom = counts ? report.finalAt : Math.max(end + window, unmeteredFrom)
  return now < settledFrom * 1_000 ? [] : [leaseDuty(lease, `bill/${period}`, 'bill')]
}

/** Marks a lease in arrears down. The exact day is the treasury's, so it is tried up to a day early. */
export function markDuty(lease: LeaseRecord, { now }: DutyClock): Duty[] {
  const { state, dueSince, impairedPct } = lease
  if (dueSince === 0 || !INDEBTED.has(state)) return []
  const daysPastDue = Math.floor(now / 1_000 / DAY_SECONDS) + 1 - dueSince
  const mark = MARKS.findLast(({ days }) => daysPastDue >= days)
  return mark && mark.pct > impairedPct ? [leaseDuty(lease, `mark/${mark.pct}`, 'mark')] : []
}

/** Gives back what was paid for a lease whose next step never came. */
export function cancelDuty(lease: LeaseRecord, { now }: DutyClock): Duty[] {
  const isLapsed = LAPSING.has(lease.state) && now > (lease.steppedAt + OFFER_SECONDS) * 1_000
  return isLapsed ? [leaseDuty(lease, 'cancel', 'cancel')] : []
}

/** Unlocks a machine whose lease may not be enforced any more. */
export function unlockDuty(lease: LeaseRecord): Duty[] {
  const { commands, state, bank, leaseId } = lease
  if (commands.at(-1)?.isLock !== true || LOCKABLE.has(state)) return []
  const key = `unlock/${leaseKey(bank, leaseId)}`
  return [{ key, to: bank.immobiliser, abi: immobiliserAbi, functionName: 'unlockCured', args: [leaseId] }]
}

/** Brings a device's word that it has carried out the last command. */
export function acknowledgementDuty({ bank, leaseId }: LeaseRecord, { ack, signature }: SignedAck): Duty[] {
  const key = `acknowledge/${leaseKey(bank, leaseId)}/${ack.commandId}`
  const args = [leaseId, ack, signature]
  return [{ key, to: bank.immobiliser, abi: immobiliserAbi, functionName: 'acknowledge', args }]
}

function oracleDuty(bank: BankContracts, key: string, functionName: string, args: readonly unknown[]): Duty {
  return { key: `${key}/${bank.deviceOracle}`, to: bank.deviceOracle, abi: deviceOracleAbi, functionName, args }
}

function leaseDuty({ bank, leaseId }: LeaseRecord, name: string, functionName: string): Duty {
  const key = `${name}/${leaseKey(bank, leaseId)}`
  return { key, to: bank.leases, abi: leasesAbi, functionName, args: [leaseId] }
}
