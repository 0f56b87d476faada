import { encodeAbiParameters, type Hex, keccak256, numberToHex } from 'viem'

const TIER_MASK = 0xffn

/**
 * The id of an invoice in the register: keccak256 of the seller's identity and the fingerprint, with the low byte zero.
 * @param identity see `identityOf`; the one registered for the supplier
 */
export function baseIdOf(identity: Hex, fingerprint: Hex): bigint {
  const encoded = encodeAbiParameters([{ type: 'bytes32' }, { type: 'bytes32' }], [identity, fingerprint])
  return BigInt(keccak256(encoded)) & ~TIER_MASK
}

/**
 * The token id of units that have been passed on `tier` times.
 * @throws RangeError unless `tier` is an integer from 0 to 255
 */
export function tokenIdOf(baseId: bigint, tier: number): bigint {
  if (!Number.isInteger(tier) || tier < 0 || tier > 255) throw new RangeError(`tier ${tier} is not in 0..255`)
  return baseOf(baseId) | BigInt(tier)
}

/** How often the units of a token id have been passed on. */
export function tierOf(tokenId: bigint): number {
  return Number(tokenId & TIER_MASK)
}

/** The receivable that a token id belongs to. */
export function baseOf(tokenId: bigint): bigint {
  return tokenId & ~TIER_MASK
}

/** Writes an id as 32 bytes of hex, the form in which the subgraph and the page's addresses carry it. */
export function idHex(id: bigint): Hex {
  return numberToHex(id, { size: 32 })
}
