import type { Hex } from 'viem'

/**
 * Writes a hex string of exactly `size` bytes at `offset`.
 * @throws RangeError when it has another length or other characters
 */
export function hexToBytesAt(hex: Hex, target: Uint8Array, offset: number, size: number): void {
  if (hex.length !== 2 + 2 * size) throw new RangeError(`${hex.slice(0, 80)} must have ${size} bytes`)
  for (let index = 0; index < size; index++) {
    const high = nibble(hex.charCodeAt(2 + 2 * index))
    const low = nibble(hex.charCodeAt(3 + 2 * index))
    if (high < 0 || low < 0) throw new RangeError(`${hex.slice(0, 80)} is not hexadecimal`)
    target[offset + index] = (high << 4) | low
  }
}

function nibble(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  const lower = code | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1
}
