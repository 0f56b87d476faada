import { BigInt, Bytes } from '@graphprotocol/graph-ts'
import {
  recordAuthorityUpdated,
  recordGatewayChanged,
  recordLeasesSet,
  recordMeterClosed,
  recordMeterContradicted,
  recordMeterCut,
  recordMeterOpened,
  recordMeterReset,
  recordMeterResetProposed,
  recordPeriodSettled,
  recordUsageConfirmed,
  recordUsageReplaced,
  recordUsageReported,
} from '../generated/journal/UsageMeter'
import { Device, Meter, MeterPeriod, UsageReport } from '../generated/schema'
import {
  AuthorityUpdated,
  GatewayChanged,
  LeasesSet,
  MeterClosed,
  MeterContradicted,
  MeterCut,
  MeterOpened,
  MeterReset,
  MeterResetProposed,
  PeriodSettled,
  UsageConfirmed,
  UsageReplaced,
  UsageReported,
} from '../generated/UsageMeter/UsageMeter'
import { setAuthority } from './contracts'
import { bankLeases } from './deployment'
import { recordFlow } from './flows'
import { leaseId } from './lease-rows'
import { forgetClosing, loadPeriod, periodId, setPeriodOpening } from './meter-rows'

// ------------------------------------------------------------------ readings

export function handleMeterOpened(event: MeterOpened): void {
  const entry = recordMeterOpened(event)
  const id = leaseId(bankLeases(), event.params.leaseId)
  const opening = event.params.opening
  const meter = new Meter(id)
  meter.contract = event.address
  meter.lease = id
  meter.device = event.params.deviceId
  meter.period = 1
  meter.periodDays = event.params.periodDays
  meter.end = event.params.end
  meter.silent = 0
  meter.openingSeq = opening.seq
  meter.openingTs = opening.ts
  meter.openingOpSec = opening.opSec
  meter.openingIdleSec = opening.idleSec
  meter.openingFuelMl = opening.fuelMl
  meter.reportedAt = BigInt.zero()
  meter.suspended = false
  meter.last = false
  meter.closed = false
  meter.openedAt = event.block.timestamp
  meter.lastEvent = entry
  meter.save()
}

export function handleUsageReported(event: UsageReported): void {
  const entry = recordUsageReported(event)
  const meter = meterOf(event.params.leaseId)
  if (meter == null) return
  if (meter.reportedAt.isZero()) meter.reportedAt = event.block.timestamp
  saveMeter(meter, entry)
  const closing = event.params.closing
  const period: MeterPeriod = loadPeriod(meter, event.params.period)
  // A reading that replaces another one must be confirmed again.
  const before = period.digest
  if (before !== null && before != event.params.digest) period.confirmedBy = null
  period.closingSeq = closing.seq
  period.closingTs = closing.ts
  period.closingOpSec = closing.opSec
  period.closingIdleSec = closing.idleSec
  period.closingFuelMl = closing.fuelMl
  period.digest = event.params.digest
  period.root = event.params.received.isZero() ? null : event.params.root
  period.received = event.params.received
  period.expected = closing.seq.minus(event.params.opening.seq)
  period.reporter = event.params.reporter
  period.reportedAt = meter.reportedAt
  period.finalAt = event.params.final_
  period.lastEvent = entry
  period.save()
  saveReport(event, period, entry)
}

function saveReport(event: UsageReported, period: MeterPeriod, entry: Bytes): void {
  const closing = event.params.closing
  const report = new UsageReport(entry)
  report.meterPeriod = period.id
  report.lease = period.lease
  report.seq = closing.seq
  report.ts = closing.ts
  report.opSec = closing.opSec
  report.idleSec = closing.idleSec
  report.fuelMl = closing.fuelMl
  report.digest = event.params.digest
  report.root = event.params.root
  report.received = event.params.received
  report.finalAt = event.params.final_
  report.reporter = event.params.reporter
  report.timestamp = event.block.timestamp
  report.transaction = event.transaction.hash
  report.save()
}

export function handleUsageReplaced(event: UsageReplaced): void {
  const entry = recordUsageReplaced(event)
  const period = periodOf(event.params.leaseId, event.params.period)
  if (period == null) return
  period.replaced += 1
  period.replacedBy = event.params.by
  period.lastEvent = entry
  period.save()
}

export function handleUsageConfirmed(event: UsageConfirmed): void {
  const entry = recordUsageConfirmed(event)
  const period = periodOf(event.params.leaseId, event.params.period)
  if (period == null) return
  period.confirmedBy = event.params.by
  period.lastEvent = entry
  period.save()
}

export function handleMeterContradicted(event: MeterContradicted): void {
  const entry = recordMeterContradicted(event)
  const meter = meterOf(event.params.leaseId)
  if (meter == null) return
  meter.suspended = true
  saveMeter(meter, entry)
  const period: MeterPeriod = loadPeriod(meter, event.params.period)
  period.contradicted = true
  period.contradictedBy = event.params.by
  period.contradictingDigest = event.params.digest
  period.lastEvent = entry
  period.save()
}

export function handleMeterResetProposed(event: MeterResetProposed): void {
  const entry = recordMeterResetProposed(event)
  const meter = meterOf(event.params.leaseId)
  if (meter == null) return
  meter.resetDigest = event.params.digest
  saveMeter(meter, entry)
}

export function handleMeterReset(event: MeterReset): void {
  const entry = recordMeterReset(event)
  const meter = meterOf(event.params.leaseId)
  if (meter == null) return
  const opening = event.params.opening
  meter.suspended = false
  meter.resetDigest = null
  meter.openingSeq = opening.seq
  meter.openingTs = opening.ts
  meter.openingOpSec = opening.opSec
  meter.openingIdleSec = opening.idleSec
  meter.openingFuelMl = opening.fuelMl
  meter.reportedAt = BigInt.zero()
  saveMeter(meter, entry)
  const period: MeterPeriod = loadPeriod(meter, meter.period)
  setPeriodOpening(period, meter)
  forgetClosing(period)
  period.lastEvent = entry
  period.save()
}

// ------------------------------------------------------------------ periods

export function handlePeriodSettled(event: PeriodSettled): void {
  const entry = recordPeriodSettled(event)
  const meter = meterOf(event.params.leaseId)
  if (meter == null) return
  const usage = event.params.usage
  const period: MeterPeriod = loadPeriod(meter, event.params.period)
  period.settledAt = event.block.timestamp
  period.end = usage.end
  period.isLast = usage.last
  period.known = usage.known
  period.periods = usage.periods
  period.opSec = usage.opSec
  period.idleSec = usage.idleSec
  period.fuelMl = usage.fuelMl
  period.lastEvent = entry
  period.save()
  if (usage.known) advance(meter, period)
  meter.silent = usage.known ? 0 : meter.silent + 1
  meter.period = event.params.period + 1
  meter.end = event.params.nextEnd
  meter.reportedAt = BigInt.zero()
  saveMeter(meter, entry)
  if (usage.known) addUse(event, period, entry)
}

/** The closing reading that counted opens the next period. */
function advance(meter: Meter, period: MeterPeriod): void {
  const seq = period.closingSeq
  const ts = period.closingTs
  if (seq === null || ts === null) return
  meter.openingSeq = seq
  meter.openingTs = ts
  meter.openingOpSec = meter.openingOpSec.plus(period.opSec)
  meter.openingIdleSec = meter.openingIdleSec.plus(period.idleSec)
  meter.openingFuelMl = meter.openingFuelMl.plus(period.fuelMl)
}

function addUse(event: PeriodSettled, period: MeterPeriod, entry: Bytes): void {
  recordFlow(event.address, 'OperatingSeconds', period.opSec)
  recordFlow(event.address, 'IdleSeconds', period.idleSec)
  recordFlow(event.address, 'FuelMillilitres', period.fuelMl)
  const device = Device.load(period.device)
  if (device == null) return
  device.opSec = device.opSec.plus(period.opSec)
  device.idleSec = device.idleSec.plus(period.idleSec)
  device.fuelMl = device.fuelMl.plus(period.fuelMl)
  device.settledPeriods += 1
  device.lastEvent = entry
  device.save()
}

/** The running period ends at once; a reading of a clock that runs ahead of it does not count any more. */
export function handleMeterCut(event: MeterCut): void {
  const entry = recordMeterCut(event)
  const meter = meterOf(event.params.leaseId)
  if (meter == null) return
  meter.last = true
  meter.end = event.params.end
  const period: MeterPeriod = loadPeriod(meter, event.params.period)
  if (isAfter(period, event.params.end)) {
    forgetClosing(period)
    meter.reportedAt = BigInt.zero()
  }
  period.lastEvent = entry
  period.save()
  saveMeter(meter, entry)
}

function isAfter(period: MeterPeriod, end: BigInt): boolean {
  const ts = period.closingTs
  return ts !== null && ts.div(BigInt.fromI32(1000)).gt(end)
}

export function handleMeterClosed(event: MeterClosed): void {
  const entry = recordMeterClosed(event)
  const meter = meterOf(event.params.leaseId)
  if (meter == null) return
  meter.closed = true
  saveMeter(meter, entry)
}

/** Null only for a lease that was never delivered, and such a one has no meter on chain. */
function meterOf(number: BigInt): Meter | null {
  return Meter.load(leaseId(bankLeases(), number))
}

function periodOf(number: BigInt, period: i32): MeterPeriod | null {
  return MeterPeriod.load(periodId(leaseId(bankLeases(), number), period))
}

function saveMeter(meter: Meter, entry: Bytes): void {
  meter.lastEvent = entry
  meter.save()
}

// ------------------------------------------------------------------ administration

export function handleLeasesSet(event: LeasesSet): void {
  recordLeasesSet(event)
}

export function handleGatewayChanged(event: GatewayChanged): void {
  recordGatewayChanged(event)
}

export function handleAuthorityUpdated(event: AuthorityUpdated): void {
  recordAuthorityUpdated(event)
  setAuthority(event.address, 'UsageMeter', event.params.authority)
}
