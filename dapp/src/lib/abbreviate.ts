/** Writes the ends of a long hexadecimal value: `0x12ab…cdef`. Short ones stay whole. */
export function abbreviate(value: string): string {
  return value.length > 14 ? `${value.slice(0, 6)}…${value.slice(-4)}` : value
}
