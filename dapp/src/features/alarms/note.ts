import { type Hex, keccak256, stringToBytes, zeroHash } from 'viem'

/** Most characters that the gateway keeps of a note. */
export const MAX_NOTE_LENGTH = 2_000

/** What the chain gets of an officer's words; nothing was said when it is zero. */
export function noteHash(text: string): Hex {
  return text === '' ? zeroHash : keccak256(stringToBytes(text))
}
