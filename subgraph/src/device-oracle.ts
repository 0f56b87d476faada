import { BigInt, Bytes, crypto, ethereum } from '@graphprotocol/graph-ts'
import {
  AlarmsAcknowledged,
  AlarmsChanged,
  AlarmsReported,
  AuthorityUpdated,
  CreConfigChanged,
  DeliveryIgnored,
  DeviceEnrolled,
  EndpointChanged,
  FollowUpClosed,
  FollowUpOpened,
  FunctionsConfigChanged,
  LimitsChanged,
  OracleAnswered,
  OracleExpired,
  OracleRefused,
  OracleRequested,
  ProgramChanged,
  RequestFulfilled,
  RequestSent,
  TransportChanged,
} from '../generated/DeviceOracle/DeviceOracle'
import {
  recordAlarmsAcknowledged,
  recordAlarmsChanged,
  recordAlarmsReported,
  recordAuthorityUpdated,
  recordCreConfigChanged,
  recordDeliveryIgnored,
  recordDeviceEnrolled,
  recordEndpointChanged,
  recordFollowUpClosed,
  recordFollowUpOpened,
  recordFunctionsConfigChanged,
  recordLimitsChanged,
  recordOracleAnswered,
  recordOracleExpired,
  recordOracleRefused,
  recordOracleRequested,
  recordProgramChanged,
  recordRequestFulfilled,
  recordRequestSent,
  recordTransportChanged,
} from '../generated/journal/DeviceOracle'
import { Alarm, AlarmBatch, AlarmRequest, AlarmState, Device, FollowUp } from '../generated/schema'
import { loadAlarmState, loadDeviceAlarms, loadDeviceOracle } from './alarm-rows'
import { setAuthority } from './contracts'
import { isZero, uint32Id, versionId } from './ids'
import { errorCode, refusalName } from './oracle-refusals'
import { transportName } from './scoring-rows'

const ALARM_BITS = 8

// ------------------------------------------------------------------ alarms

export function handleDeviceEnrolled(event: DeviceEnrolled): void {
  const entry = recordDeviceEnrolled(event)
  const oracle = loadDeviceOracle(event.address)
  oracle.deviceCount += 1
  oracle.lastEvent = entry
  oracle.save()
  const alarms = loadDeviceAlarms(event.address, event.params.deviceId)
  alarms.place = event.params.index
  alarms.lastEvent = entry
  alarms.save()
}

export function handleAlarmsReported(event: AlarmsReported): void {
  const entry = recordAlarmsReported(event)
  const batch = new AlarmBatch(versionId(event.address, event.params.batch))
  batch.oracle = event.address
  batch.number = event.params.batch
  batch.asOf = event.params.asOf
  batch.updatedAt = event.block.timestamp
  batch.answer = event.params.answer
  batch.answerHash = Bytes.fromByteArray(crypto.keccak256(event.params.answer))
  batch.request = event.params.requestId
  batch.lastEvent = entry
  batch.save()
}

export function handleAlarmsChanged(event: AlarmsChanged): void {
  const entry = recordAlarmsChanged(event)
  const alarms = loadDeviceAlarms(event.address, event.params.deviceId)
  alarms.alarms = event.params.newAlarms
  alarms.asOf = event.params.asOf
  alarms.lastEvent = entry
  alarms.save()
  for (let bit = 0; bit < ALARM_BITS; bit++) {
    const state: AlarmState = loadAlarmState(event.address, event.params.deviceId, bit)
    const isActive = ((event.params.newAlarms >> bit) & 1) === 1
    if (isActive === state.active) continue
    if (isActive) raise(event, state, entry)
    else clear(event, state, entry)
  }
}

function raise(event: AlarmsChanged, state: AlarmState, entry: Bytes): void {
  state.count += 1
  const alarm = new Alarm(state.id.concat(uint32Id(BigInt.fromI32(state.count))))
  alarm.oracle = state.oracle
  alarm.device = state.device
  alarm.bit = state.bit
  alarm.lease = servedLease(state.device)
  alarm.active = true
  alarm.raisedAt = event.params.asOf
  alarm.reportedAt = event.block.timestamp
  alarm.transaction = event.transaction.hash
  alarm.lastEvent = entry
  alarm.save()
  state.active = true
  state.latest = alarm.id
  state.lastEvent = entry
  state.save()
}

/** The lease that a device serves now. */
function servedLease(id: Bytes): Bytes | null {
  const device = Device.load(id)
  return device == null || device.book === null ? null : device.lease
}

function clear(event: AlarmsChanged, state: AlarmState, entry: Bytes): void {
  state.active = false
  state.lastEvent = entry
  state.save()
  const alarm = latestAlarm(state)
  if (alarm == null) return
  alarm.active = false
  alarm.clearedAt = event.params.asOf
  alarm.lastEvent = entry
  alarm.save()
}

function latestAlarm(state: AlarmState): Alarm | null {
  const id = state.latest
  return id === null ? null : Alarm.load(id)
}

/** The first acknowledgement of each alarm counts. */
export function handleAlarmsAcknowledged(event: AlarmsAcknowledged): void {
  const entry = recordAlarmsAcknowledged(event)
  for (let bit = 0; bit < ALARM_BITS; bit++) {
    if (((event.params.alarms >> bit) & 1) === 0) continue
    const state: AlarmState = loadAlarmState(event.address, event.params.deviceId, bit)
    const alarm = latestAlarm(state)
    if (alarm == null || alarm.acknowledgedAt !== null) continue
    alarm.acknowledgedAt = event.block.timestamp
    alarm.acknowledgedBy = event.params.by
    alarm.note = isZero(event.params.note) ? null : event.params.note
    alarm.lastEvent = entry
    alarm.save()
  }
}

export function handleFollowUpOpened(event: FollowUpOpened): void {
  const entry = recordFollowUpOpened(event)
  const followUp = new FollowUp(followUpRow(event.address, event.params.deviceId, event.params.followUpId))
  followUp.oracle = event.address
  followUp.device = event.params.deviceId
  followUp.number = event.params.followUpId
  followUp.open = true
  followUp.alarms = event.params.alarms
  followUp.note = event.params.note
  followUp.dueDay = event.params.dueDay
  followUp.openedBy = event.params.by
  followUp.openedAt = event.block.timestamp
  followUp.lastEvent = entry
  followUp.save()
}

export function handleFollowUpClosed(event: FollowUpClosed): void {
  const entry = recordFollowUpClosed(event)
  const followUp = FollowUp.load(followUpRow(event.address, event.params.deviceId, event.params.followUpId))
  if (followUp == null) return
  followUp.open = false
  followUp.closedBy = event.params.by
  followUp.closedAt = event.block.timestamp
  followUp.closingNote = event.params.note
  followUp.lastEvent = entry
  followUp.save()
}

function followUpRow(oracle: Bytes, device: Bytes, number: BigInt): Bytes {
  return oracle.concat(device).concat(uint32Id(number))
}

// ------------------------------------------------------------------ requests

/** The subject of a request is its batch number plus one. */
export function handleOracleRequested(event: OracleRequested): void {
  const entry = recordOracleRequested(event)
  const oracle = loadDeviceOracle(event.address)
  oracle.requested += 1
  oracle.lastEvent = entry
  oracle.save()
  const request = new AlarmRequest(event.params.requestId)
  request.oracle = event.address
  request.batch = batchOf(event.params.subject)
  request.requester = event.params.requester
  request.transport = transportName(event.params.transport)
  request.programHash = event.params.programHash
  request.state = 'Open'
  request.requestedAt = event.block.timestamp
  request.expiresAt = event.block.timestamp.plus(oracle.timeToLive)
  request.transaction = event.transaction.hash
  request.lastEvent = entry
  request.save()
}

function batchOf(subject: Bytes): i32 {
  return (i32(subject[17]) << 16) + (i32(subject[18]) << 8) + i32(subject[19]) - 1
}

export function handleOracleAnswered(event: OracleAnswered): void {
  const entry = recordOracleAnswered(event)
  const request = closedRequest(event, event.params.requestId, 'Answered', entry)
  if (request != null) request.save()
}

export function handleOracleRefused(event: OracleRefused): void {
  const entry = recordOracleRefused(event)
  const request = closedRequest(event, event.params.requestId, 'Failed', entry)
  if (request == null) return
  request.refusal = refusalName(event.params.reason)
  request.detail = event.params.detail
  if (event.params.reason === 0) request.errorCode = errorCode(event.params.detail)
  request.save()
}

export function handleOracleExpired(event: OracleExpired): void {
  const entry = recordOracleExpired(event)
  const request = closedRequest(event, event.params.requestId, 'Expired', entry)
  if (request != null) request.save()
}

/** Ends a request, also in the oracle's counts; the caller saves it. */
function closedRequest(event: ethereum.Event, id: Bytes, state: string, entry: Bytes): AlarmRequest | null {
  const request = AlarmRequest.load(id)
  if (request == null) return null
  request.state = state
  request.closedAt = event.block.timestamp
  request.closedBy = event.transaction.hash
  request.lastEvent = entry
  const oracle = loadDeviceOracle(event.address)
  if (state == 'Answered') oracle.answered += 1
  else if (state == 'Failed') oracle.failed += 1
  else oracle.expired += 1
  oracle.lastEvent = entry
  oracle.save()
  return request
}

export function handleDeliveryIgnored(event: DeliveryIgnored): void {
  const entry = recordDeliveryIgnored(event)
  const oracle = loadDeviceOracle(event.address)
  oracle.ignored += 1
  oracle.lastEvent = entry
  oracle.save()
}

// ------------------------------------------------------------------ administration

export function handleLimitsChanged(event: LimitsChanged): void {
  const entry = recordLimitsChanged(event)
  const limits = event.params.newLimits
  const oracle = loadDeviceOracle(event.address)
  oracle.maxDataAge = limits.maxDataAge
  oracle.timeToLive = limits.timeToLive
  oracle.cooldown = limits.cooldown
  oracle.dailyBudget = limits.dailyBudget
  oracle.lastEvent = entry
  oracle.save()
}

export function handleEndpointChanged(event: EndpointChanged): void {
  const entry = recordEndpointChanged(event)
  const oracle = loadDeviceOracle(event.address)
  oracle.url = event.params.newUrl
  oracle.key = event.params.newKey
  oracle.lastEvent = entry
  oracle.save()
}

export function handleTransportChanged(event: TransportChanged): void {
  const entry = recordTransportChanged(event)
  const oracle = loadDeviceOracle(event.address)
  oracle.transport = transportName(event.params.newTransport)
  oracle.lastEvent = entry
  oracle.save()
}

export function handleProgramChanged(event: ProgramChanged): void {
  const entry = recordProgramChanged(event)
  const oracle = loadDeviceOracle(event.address)
  oracle.programHash = event.params.newHash
  oracle.lastEvent = entry
  oracle.save()
}

export function handleFunctionsConfigChanged(event: FunctionsConfigChanged): void {
  recordFunctionsConfigChanged(event)
}

export function handleCreConfigChanged(event: CreConfigChanged): void {
  recordCreConfigChanged(event)
}

export function handleAuthorityUpdated(event: AuthorityUpdated): void {
  recordAuthorityUpdated(event)
  setAuthority(event.address, 'DeviceOracle', event.params.authority)
}

/** The Functions client's own event; {handleOracleRequested} carries the same request with its batch. */
export function handleRequestSent(event: RequestSent): void {
  recordRequestSent(event)
}

/** The Functions client's own event; an answer, a refusal or an ignored delivery comes with it. */
export function handleRequestFulfilled(event: RequestFulfilled): void {
  recordRequestFulfilled(event)
}
