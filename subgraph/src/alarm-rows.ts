import { BigInt, Bytes } from '@graphprotocol/graph-ts'
import { AlarmState, DeviceAlarms, DeviceOracle } from '../generated/schema'
import { bankName } from './deployment'
import { uint32Id } from './ids'
import { transportName } from './scoring-rows'

const NO_EVENT = Bytes.empty()

/** The row of a bank's oracle contract for alarms, made with zero counts where it is new. */
export function loadDeviceOracle(address: Bytes): DeviceOracle {
  const known = DeviceOracle.load(address)
  if (known != null) return known
  const oracle = new DeviceOracle(address)
  oracle.bank = bankName()
  oracle.transport = transportName(0)
  oracle.maxDataAge = BigInt.zero()
  oracle.timeToLive = BigInt.zero()
  oracle.cooldown = BigInt.zero()
  oracle.dailyBudget = 0
  oracle.deviceCount = 0
  oracle.requested = 0
  oracle.answered = 0
  oracle.failed = 0
  oracle.expired = 0
  oracle.ignored = 0
  oracle.lastEvent = NO_EVENT
  return oracle
}

/** A device's byte of alarms at an oracle contract, without any where it is new. */
export function loadDeviceAlarms(oracle: Bytes, device: Bytes): DeviceAlarms {
  const id = oracle.concat(device)
  const known = DeviceAlarms.load(id)
  if (known != null) return known
  const alarms = new DeviceAlarms(id)
  alarms.oracle = oracle
  alarms.device = device
  alarms.place = BigInt.zero()
  alarms.alarms = 0
  alarms.asOf = BigInt.zero()
  alarms.lastEvent = NO_EVENT
  return alarms
}

/** A device's alarm of one kind, never raised where it is new. */
export function loadAlarmState(oracle: Bytes, device: Bytes, bit: i32): AlarmState {
  const id = oracle.concat(device).concat(uint32Id(BigInt.fromI32(bit)))
  const known = AlarmState.load(id)
  if (known != null) return known
  const state = new AlarmState(id)
  state.oracle = oracle
  state.device = device
  state.bit = bit
  state.active = false
  state.count = 0
  state.lastEvent = NO_EVENT
  return state
}
