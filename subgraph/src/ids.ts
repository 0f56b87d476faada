import { BigInt, Bytes } from '@graphprotocol/graph-ts'

/** A 256-bit number as 32 bytes, the most significant first. */
export function wordOf(value: BigInt): Bytes {
  return padded(value, 64)
}

/** A 32-bit number as four bytes, the most significant first. */
export function uint32Id(value: BigInt): Bytes {
  return padded(value, 8)
}

/** Id of a numbered version of a contract's rules or models. */
export function versionId(contract: Bytes, version: i32): Bytes {
  return contract.concat(uint32Id(BigInt.fromI32(version)))
}

function padded(value: BigInt, digits: i32): Bytes {
  return Bytes.fromHexString('0x' + value.toHexString().slice(2).padStart(digits, '0'))
}

/** The receivable of a token: its id with a zero low byte. */
export function baseOf(token: Bytes): Bytes {
  const base = Bytes.fromUint8Array(token.slice(0))
  base[31] = 0
  return base
}

/** How often the units of a token have been passed on: the low byte of its id. */
export function tierOf(token: Bytes): i32 {
  return token[31]
}

/** Whether a word stands for "none". */
export function isZero(word: Bytes): boolean {
  for (let i = 0; i < word.length; i++) if (word[i] !== 0) return false
  return true
}
