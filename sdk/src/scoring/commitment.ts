import { sha256 } from '@noble/hashes/sha2.js'
import { type Address, bytesToHex, type Hex, hexToBytes } from 'viem'
import type { FeatureRow } from './evaluate.ts'
import { commitmentPreimage, type FeatureStatement } from './preimage.ts'

/** A {@link FeatureStatement} in the notation of JSON, wallets and contracts. */
export interface HexFeatureStatement {
  readonly salt: Hex
  readonly merchant: Address
  /** Second up to which the data reach. */
  readonly asOf: number
  readonly features: FeatureRow
}

/** The commitment that the contract stores with a score: whoever has features and salt can prove them. */
export function featureCommitment(statement: HexFeatureStatement): Hex {
  return bytesToHex(sha256(commitmentPreimage(statementOf(statement))))
}

/** Turns hex notation into the bytes that {@link commitmentPreimage} and `signedBytes` take. */
export function statementOf({ salt, merchant, asOf, features }: HexFeatureStatement): FeatureStatement {
  return { salt: hexToBytes(salt), merchant: hexToBytes(merchant), asOf, features }
}

/** SHA-256 of a model's blob: the hash under which it is registered. */
export function modelHash(blob: Uint8Array): Hex {
  return bytesToHex(sha256(blob))
}
