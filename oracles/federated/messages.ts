/** What parties and coordinator tell each other in one round of secure aggregation. */
import type { WoeAttribute } from '../model/scorecard.ts'
import type { Share } from './shamir.ts'

/** What the parties add up in a round. */
export type Task =
  /** Rows and defaults in each bin of the public grid, feature by feature. */
  | { readonly kind: 'histogram' }
  /** Sums for one Newton step of the regression; see logisticSums. */
  | { readonly kind: 'logistic'; readonly attributes: readonly WoeAttribute[]; readonly beta: readonly number[] }

/** Step 1: fresh keys of a party, signed with its long-term key. */
export interface SignedKeys {
  readonly party: string
  /** For letters with shares. */
  readonly letterKey: string
  /** For the masks that cancel pairwise. */
  readonly maskKey: string
  /** Ed25519 in hex. */
  readonly signature: string
}

/** Step 2: shares of a party's secrets, one sealed letter for each other party. */
export interface SharedSecrets {
  readonly letters: Readonly<Record<string, string>>
  /** SHA-256 of the seed of its own mask: what the recovered seed must match. */
  readonly seedHash: string
}

/** Step 3: what a party gets. */
export interface InputRequest {
  /** Letters to it, by sender. The senders and the party itself are those who mask. */
  readonly letters: Readonly<Record<string, string>>
  readonly task: Task
}

/** Step 3: a party's sums behind its masks. */
export interface MaskedInput {
  /** See encodeVector. */
  readonly vector: string
}

/** Step 4: a party's shares: of the own mask of those whose sums arrived, of the mask key of those whose did not. */
export interface RevealedShares {
  readonly seeds: Readonly<Record<string, Share>>
  readonly maskKeys: Readonly<Record<string, Share>>
}

/** A party as the coordinator sees it, over HTTP or in the same process. Each call may fail or take for ever. */
export interface PartyClient {
  readonly id: string
  keys(round: number): Promise<SignedKeys>
  shares(round: number, roster: readonly SignedKeys[]): Promise<SharedSecrets>
  input(round: number, request: InputRequest): Promise<MaskedInput>
  reveal(round: number, survivors: readonly string[]): Promise<RevealedShares>
}

/** Names a letter, so that it opens in its round and for its recipient only. */
export function letterContext(session: string, round: number, from: string, to: string): string {
  return JSON.stringify(['tallystick.federated.letter.v1', session, round, from, to])
}

/** Names a pairwise mask, the same for both parties. */
export function maskContext(session: string, round: number): string {
  return JSON.stringify(['tallystick.federated.mask.v1', session, round])
}

/** What a party signs about its keys. */
export function keysStatement(session: string, round: number, keys: Omit<SignedKeys, 'signature'>): Buffer {
  const { party, letterKey, maskKey } = keys
  return Buffer.from(JSON.stringify(['tallystick.federated.keys.v1', session, round, party, letterKey, maskKey]))
}
