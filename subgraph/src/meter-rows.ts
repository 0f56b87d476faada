import { BigInt, Bytes } from '@graphprotocol/graph-ts'
import { Meter, MeterPeriod } from '../generated/schema'
import { uint32Id } from './ids'

/** Id of a lease's period. */
export function periodId(lease: Bytes, period: i32): Bytes {
  return lease.concat(uint32Id(BigInt.fromI32(period)))
}

/** The row of a period, made with the counters at its opening where it is new. */
export function loadPeriod(meter: Meter, number: i32): MeterPeriod {
  const id = periodId(meter.lease, number)
  const known = MeterPeriod.load(id)
  if (known != null) return known
  const period = new MeterPeriod(id)
  period.lease = meter.lease
  period.device = meter.device
  period.period = number
  period.received = BigInt.zero()
  period.expected = BigInt.zero()
  period.replaced = 0
  period.contradicted = false
  period.isLast = false
  period.opSec = BigInt.zero()
  period.idleSec = BigInt.zero()
  period.fuelMl = BigInt.zero()
  setPeriodOpening(period, meter)
  return period
}

/** A period begins with the counters that its meter has. */
export function setPeriodOpening(period: MeterPeriod, meter: Meter): void {
  period.openingSeq = meter.openingSeq
  period.openingTs = meter.openingTs
  period.openingOpSec = meter.openingOpSec
  period.openingIdleSec = meter.openingIdleSec
  period.openingFuelMl = meter.openingFuelMl
}

/** The closing reading does not count any more. */
export function forgetClosing(period: MeterPeriod): void {
  period.closingSeq = null
  period.closingTs = null
  period.closingOpSec = null
  period.closingIdleSec = null
  period.closingFuelMl = null
  period.digest = null
  period.root = null
  period.received = BigInt.zero()
  period.expected = BigInt.zero()
  period.reporter = null
  period.reportedAt = null
  period.finalAt = null
  period.confirmedBy = null
}
