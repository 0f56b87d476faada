import { Bytes } from '@graphprotocol/graph-ts'

const REFUSALS: string[] = [
  'OracleError',
  'BadLength',
  'BadField',
  'WrongVersion',
  'WrongSources',
  'OlderThanLast',
  'TooOld',
  'FromTheFuture',
  'TooLate',
]

/** Name of a refusal of `IOracleCore`. */
export function refusalName(reason: i32): string {
  return REFUSALS[reason]
}

/** The network's code without the zeros behind it; null when it is not made of capital letters and underscores. */
export function errorCode(detail: Bytes): string | null {
  let length = 0
  while (length < detail.length && detail[length] !== 0) {
    const isLetter = detail[length] >= 65 && detail[length] <= 90
    if (!isLetter && detail[length] !== 95) return null
    length++
  }
  return Bytes.fromUint8Array(detail.slice(0, length)).toString()
}
