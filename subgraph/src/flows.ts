import { BigInt, Bytes } from '@graphprotocol/graph-ts'
import { Flow } from '../generated/schema'

/** Adds a movement of money or units to the hourly and daily volumes. The store numbers and dates it. */
export function recordFlow(emitter: Bytes, kind: string, amount: BigInt): void {
  const flow = new Flow(0)
  flow.emitter = emitter
  flow.kind = kind
  flow.amount = amount
  flow.save()
}
