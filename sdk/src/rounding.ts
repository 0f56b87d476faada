/** Divides non-negative numbers, rounding up. */
export function divideUp(numerator: bigint, denominator: bigint): bigint {
  return (numerator + denominator - 1n) / denominator
}

export function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
