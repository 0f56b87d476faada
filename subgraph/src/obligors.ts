import { BigInt, Bytes } from '@graphprotocol/graph-ts'
import { Obligor } from '../generated/schema'
import { uint32Id } from './ids'

/** The row of a group. */
export function loadObligor(number: BigInt): Obligor {
  const id = uint32Id(number)
  const known = Obligor.load(id)
  if (known != null) return known
  const obligor = new Obligor(id)
  obligor.number = number
  obligor.overdueCount = BigInt.zero()
  return obligor
}

/** Makes sure that a group has a row, and returns its id. */
export function obligorId(number: BigInt): Bytes {
  const obligor = loadObligor(number)
  obligor.save()
  return obligor.id
}

/** Stores how many receivables of a group are overdue. */
export function setOverdueCount(obligor: Bytes, count: BigInt): void {
  const row = Obligor.load(obligor)
  if (row == null) return
  row.overdueCount = count
  row.save()
}
