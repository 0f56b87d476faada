import { BigInt, Bytes, ethereum } from '@graphprotocol/graph-ts'
import {
  recordAuthorityUpdated,
  recordCreConfigChanged,
  recordDeliveryIgnored,
  recordFunctionsConfigChanged,
  recordLimitsChanged,
  recordOracleAnswered,
  recordOracleExpired,
  recordOracleRefused,
  recordOracleRequested,
  recordProgramChanged,
  recordRequestFulfilled,
  recordRequestSent,
  recordScoreChallenged,
  recordScoreStored,
  recordSourceSet,
  recordTransportChanged,
} from '../generated/journal/ScoreOracle'
import {
  AuthorityUpdated,
  CreConfigChanged,
  DeliveryIgnored,
  FunctionsConfigChanged,
  LimitsChanged,
  OracleAnswered,
  OracleExpired,
  OracleRefused,
  OracleRequested,
  ProgramChanged,
  RequestFulfilled,
  RequestSent,
  ScoreChallenged,
  ScoreStored,
  SourceSet,
  TransportChanged,
} from '../generated/ScoreOracle/ScoreOracle'
import { OracleRequest, OracleSource, Score, ScoreChallenge } from '../generated/schema'
import { setAuthority } from './contracts'
import { bankModels } from './deployment'
import { isZero, versionId } from './ids'
import { errorCode, refusalName } from './oracle-refusals'
import { loadMerchantScore, loadOracle, sourceId, transportName } from './scoring-rows'

// ------------------------------------------------------------------ requests

export function handleOracleRequested(event: OracleRequested): void {
  const entry = recordOracleRequested(event)
  const oracle = loadOracle(event.address)
  oracle.requested += 1
  oracle.lastEvent = entry
  oracle.save()
  const request = new OracleRequest(event.params.requestId)
  request.oracle = event.address
  request.merchant = event.params.subject
  request.requester = event.params.requester
  request.transport = transportName(event.params.transport)
  request.model = versionId(bankModels(), event.params.version)
  request.sourceMask = event.params.sourceMask
  request.programHash = event.params.programHash
  request.state = 'Open'
  request.requestedAt = event.block.timestamp
  request.expiresAt = event.block.timestamp.plus(oracle.timeToLive)
  request.transaction = event.transaction.hash
  request.lastEvent = entry
  request.save()
  const score = loadMerchantScore(event.address, event.params.subject)
  score.open = request.id
  score.lastEvent = entry
  score.save()
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

export function handleDeliveryIgnored(event: DeliveryIgnored): void {
  const entry = recordDeliveryIgnored(event)
  const oracle = loadOracle(event.address)
  oracle.ignored += 1
  oracle.lastEvent = entry
  oracle.save()
}

/** Ends a request, also for its merchant and in the oracle's counts; the caller saves it. */
function closedRequest(event: ethereum.Event, id: Bytes, state: string, entry: Bytes): OracleRequest | null {
  const request = OracleRequest.load(id)
  if (request == null) return null
  request.state = state
  request.closedAt = event.block.timestamp
  request.closedBy = event.transaction.hash
  request.lastEvent = entry
  const score = loadMerchantScore(event.address, request.merchant)
  score.open = null
  score.lastEvent = entry
  score.save()
  count(event.address, state, entry)
  return request
}

function count(address: Bytes, state: string, entry: Bytes): void {
  const oracle = loadOracle(address)
  if (state == 'Answered') oracle.answered += 1
  else if (state == 'Failed') oracle.failed += 1
  else oracle.expired += 1
  oracle.lastEvent = entry
  oracle.save()
}

// ------------------------------------------------------------------ scores

export function handleScoreStored(event: ScoreStored): void {
  const entry = recordScoreStored(event)
  const score = new Score(event.params.requestId)
  score.request = event.params.requestId
  score.oracle = event.address
  score.merchant = event.params.merchant
  score.score = event.params.score
  score.pdBps = event.params.pdBps
  score.reasons = reasonCodes(event.params.reasons)
  score.model = versionId(bankModels(), event.params.version)
  score.sourceMask = event.params.sourceMask
  score.asOf = event.params.asOf
  score.turnover = event.params.turnover
  score.commitment = event.params.commitment
  score.storedAt = event.block.timestamp
  score.transaction = event.transaction.hash
  score.save()
  const current = loadMerchantScore(event.address, event.params.merchant)
  current.score = score.score
  current.pdBps = score.pdBps
  current.reasons = score.reasons
  current.turnover = score.turnover
  current.sourceMask = score.sourceMask
  current.asOf = score.asOf
  current.updatedAt = event.block.timestamp
  current.commitment = score.commitment
  current.answer = score.id
  current.lastEvent = entry
  current.save()
}

export function handleScoreChallenged(event: ScoreChallenged): void {
  const entry = recordScoreChallenged(event)
  const current = loadMerchantScore(event.address, event.params.merchant)
  const challenge = new ScoreChallenge(entry)
  challenge.oracle = event.address
  challenge.merchant = event.params.merchant
  challenge.challenger = event.params.challenger
  challenge.answer = current.answer
  challenge.oldScore = event.params.oldScore
  challenge.newScore = event.params.newScore
  challenge.oldPdBps = event.params.oldPdBps
  challenge.newPdBps = event.params.newPdBps
  challenge.oldTurnover = event.params.oldTurnover
  challenge.newTurnover = event.params.newTurnover
  challenge.corrected =
    challenge.oldScore !== challenge.newScore ||
    challenge.oldPdBps !== challenge.newPdBps ||
    challenge.oldTurnover.notEqual(challenge.newTurnover)
  challenge.timestamp = event.block.timestamp
  challenge.transaction = event.transaction.hash
  challenge.save()
  if (!challenge.corrected) return
  current.score = challenge.newScore
  current.pdBps = challenge.newPdBps
  current.turnover = challenge.newTurnover
  current.reasons = []
  current.updatedAt = event.block.timestamp
  current.lastEvent = entry
  current.save()
}

/** The codes in a word of four bytes, the weightiest in the highest; zeros are no codes. */
function reasonCodes(word: BigInt): i32[] {
  const codes: i32[] = []
  for (let shift = 24; shift >= 0; shift -= 8) {
    const code = word.rightShift(u8(shift)).bitAnd(BigInt.fromI32(255)).toI32()
    if (code !== 0) codes.push(code)
  }
  return codes
}

// ------------------------------------------------------------------ administration

export function handleLimitsChanged(event: LimitsChanged): void {
  const entry = recordLimitsChanged(event)
  const limits = event.params.newLimits
  const oracle = loadOracle(event.address)
  oracle.cooldown = limits.cooldown
  oracle.timeToLive = limits.timeToLive
  oracle.maxDataAge = limits.maxDataAge
  oracle.dailyBudget = limits.dailyBudget
  oracle.merchantBudget = limits.merchantBudget
  oracle.minSources = limits.minSources
  oracle.lastEvent = entry
  oracle.save()
}

export function handleSourceSet(event: SourceSet): void {
  const entry = recordSourceSet(event)
  const source = new OracleSource(sourceId(event.address, event.params.index))
  source.oracle = event.address
  source.index = event.params.index
  source.provider = isZero(event.params.newProvider) ? null : event.params.newProvider
  source.lastEvent = entry
  source.save()
}

export function handleTransportChanged(event: TransportChanged): void {
  const entry = recordTransportChanged(event)
  const oracle = loadOracle(event.address)
  oracle.transport = transportName(event.params.newTransport)
  oracle.lastEvent = entry
  oracle.save()
}

export function handleProgramChanged(event: ProgramChanged): void {
  const entry = recordProgramChanged(event)
  const oracle = loadOracle(event.address)
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
  setAuthority(event.address, 'ScoreOracle', event.params.authority)
}

/** The Functions client's own event; {handleOracleRequested} carries the same request with its subject. */
export function handleRequestSent(event: RequestSent): void {
  recordRequestSent(event)
}

/** The Functions client's own event; an answer, a refusal or an ignored delivery comes with it. */
export function handleRequestFulfilled(event: RequestFulfilled): void {
  recordRequestFulfilled(event)
}
