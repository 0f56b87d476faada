/** The smaller of two amounts; `Math.min` takes no bigint. */
export function smaller(left: bigint, right: bigint): bigint {
  if (left < right) return left
  return right
}
