import { BigInt, ByteArray, Bytes, crypto } from '@graphprotocol/graph-ts'
import { Consent, MerchantScore, Model, OracleSource, Provider, Score, ScoreOracle } from '../generated/schema'
import { bankName } from './deployment'
import { versionId } from './ids'

const NO_EVENT = Bytes.empty()
const SOURCES = 8

/** Id of a consent: what it is between and for. */
export function consentId(merchant: Bytes, provider: Bytes, recipient: Bytes, purpose: Bytes): Bytes {
  return merchant.concat(provider).concat(recipient).concat(purpose)
}

/** The row of an oracle contract, made with zero counts where it is new. */
export function loadOracle(address: Bytes): ScoreOracle {
  const known = ScoreOracle.load(address)
  if (known != null) return known
  const oracle = new ScoreOracle(address)
  oracle.bank = bankName()
  oracle.transport = transportName(0)
  oracle.cooldown = BigInt.zero()
  oracle.timeToLive = BigInt.zero()
  oracle.maxDataAge = BigInt.zero()
  oracle.dailyBudget = 0
  oracle.merchantBudget = 0
  oracle.minSources = 0
  oracle.requested = 0
  oracle.answered = 0
  oracle.failed = 0
  oracle.expired = 0
  oracle.ignored = 0
  oracle.lastEvent = NO_EVENT
  return oracle
}

/** A merchant's score of now, with zeros before the first answer. */
export function loadMerchantScore(oracle: Bytes, merchant: Bytes): MerchantScore {
  const known = MerchantScore.load(oracle.concat(merchant))
  if (known != null) return known
  const score = new MerchantScore(oracle.concat(merchant))
  score.oracle = oracle
  score.merchant = merchant
  score.score = 0
  score.pdBps = 0
  score.reasons = []
  score.turnover = BigInt.zero()
  score.sourceMask = 0
  score.asOf = BigInt.zero()
  score.updatedAt = BigInt.zero()
  score.commitment = Bytes.fromHexString('0x' + '00'.repeat(32))
  score.lastEvent = NO_EVENT
  return score
}

export function transportName(transport: i32): string {
  return transport === 0 ? 'Functions' : 'Cre'
}

export function sourceId(oracle: Bytes, index: i32): Bytes {
  return versionId(oracle, index)
}

/** Whether every source behind a score has the merchant's consent at `now`: what `ScoreOracle.usable` says. */
export function isConsented(score: MerchantScore, now: BigInt): boolean {
  if (score.updatedAt.isZero()) return false
  let needed = neededScopes(score)
  for (let index = 0; index < SOURCES; index++) {
    if ((score.sourceMask & (1 << index)) === 0) continue
    if (!isSourceConsented(score, index, needed, now)) return false
    needed = BigInt.zero()
  }
  return true
}

/** The kinds of data that the model behind a score needs. */
function neededScopes(score: MerchantScore): BigInt {
  const id = score.answer
  if (id === null) return BigInt.zero()
  const answer = Score.load(id)
  if (answer == null) return BigInt.zero()
  const model = Model.load(answer.model)
  return model == null ? BigInt.zero() : model.scopes
}

function isSourceConsented(score: MerchantScore, index: i32, needed: BigInt, now: BigInt): boolean {
  const source = OracleSource.load(sourceId(score.oracle, index))
  if (source == null) return false
  const id = source.provider
  if (id === null) return false
  const provider = Provider.load(id)
  const consent = Consent.load(consentId(score.merchant, id, score.oracle, scoringPurpose()))
  if (provider == null || consent == null) return false
  return provider.active && consent.expiry.gt(now) && consent.scopes.bitAnd(needed).equals(needed)
}

function scoringPurpose(): Bytes {
  return Bytes.fromByteArray(crypto.keccak256(ByteArray.fromUTF8('CREDIT_SCORING')))
}
