import { BigInt, Bytes, ethereum } from '@graphprotocol/graph-ts'
import { PausedVerb } from '../generated/schema'
import { loadContract } from './journal'

/** Stores which AccessManager guards a contract. */
export function setAuthority(address: Bytes, kind: string, authority: Bytes): void {
  const contract = loadContract(address, kind)
  contract.authority = authority
  contract.save()
}

/** Stores until when a verb of the emitting contract is paused. */
export function setPause(event: ethereum.Event, verb: i32, until: BigInt, by: Bytes, entry: Bytes): void {
  const paused = new PausedVerb(pauseId(event, verb))
  paused.contract = event.address
  paused.verb = verb
  paused.until = until
  paused.by = by
  paused.lastEvent = entry
  paused.save()
}

/** Ends a pause now, unless it has ended already: its end decides when the verb may be paused again. */
export function endPause(event: ethereum.Event, verb: i32, by: Bytes, entry: Bytes): void {
  const paused = PausedVerb.load(pauseId(event, verb))
  const now = event.block.timestamp
  const until = paused != null && paused.until.lt(now) ? paused.until : now
  setPause(event, verb, until, by, entry)
}

function pauseId(event: ethereum.Event, verb: i32): Bytes {
  return event.address.concat(Bytes.fromI32(verb))
}
