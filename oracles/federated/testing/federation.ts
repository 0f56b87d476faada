import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { Coordinator } from '../coordinator.ts'
import type { PartyClient } from '../messages.ts'
import { type Federation, type LocalSums, Party } from '../party.ts'

/** Parties in this process, with what a test needs to play tricks on them. */
export interface TestFederation {
  readonly parties: readonly Party[]
  readonly federation: Federation
  readonly identities: ReadonlyMap<string, KeyObject>
  /** @param change stands between a party and the coordinator */
  coordinate(change?: (party: Party) => PartyClient): Coordinator
}

/** A federation of one party for each entry. */
export function testFederation(sums: Readonly<Record<string, LocalSums>>, threshold: number): TestFederation {
  const pairs = new Map(Object.keys(sums).map((id) => [id, generateKeyPairSync('ed25519')]))
  const pem = (key: KeyObject) => key.export({ format: 'pem', type: 'spki' }) as string
  const federation: Federation = {
    session: 'a test',
    threshold,
    identities: Object.fromEntries([...pairs].map(([id, { publicKey }]) => [id, pem(publicKey)])),
  }
  const identities = new Map([...pairs].map(([id, { privateKey }]) => [id, privateKey]))
  const parties = [...identities].map(([id, key]) => new Party(id, federation, key, sums[id] as LocalSums))
  const coordinate = (change: (party: Party) => PartyClient = (party) => party) =>
    new Coordinator(parties.map(change), { session: federation.session, threshold, timeout: 200 })
  return { parties, federation, identities, coordinate }
}

/** A party some of whose answers are replaced. */
export function tampered(party: PartyClient, changes: Partial<PartyClient>): PartyClient {
  return {
    id: party.id,
    keys: (round) => party.keys(round),
    shares: (round, roster) => party.shares(round, roster),
    input: (round, request) => party.input(round, request),
    reveal: (round, survivors) => party.reveal(round, survivors),
    ...changes,
  }
}

/** Always the same numbers, whatever the task. */
export function constant(...values: readonly number[]): LocalSums {
  return () => BigUint64Array.from(values, (value) => BigInt.asUintN(64, BigInt(value)))
}
