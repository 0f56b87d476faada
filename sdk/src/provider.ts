import { type Hex, keccak256, stringToHex } from 'viem'

/** Id of a data provider on chain, from its slug such as `lantern-market`. */
export function providerIdOf(slug: string): Hex {
  return keccak256(stringToHex(slug))
}
