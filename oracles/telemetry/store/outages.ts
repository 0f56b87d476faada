import pg from 'pg'

/** SQLSTATE classes and codes of a server that is out of reach, full or stopping, or of writers that got in each other's way. */
const TRANSIENT = /^(?:08|53|57|40)/
const UNIQUE_VIOLATION = '23505'

/** True for failures after which the same transaction may succeed. */
export function isTransient(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return TRANSIENT.test(error.code ?? '')
  // The driver reports broken connections and its own time limits as plain errors.
  return error instanceof Error && /ECONN|EPIPE|ETIMEDOUT|connection|timeout/i.test(error.message)
}

/** True when somebody else has stored the same row. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === UNIQUE_VIOLATION
}
