/** The part of bun's test functions that the tests use; they are those of vitest. */
declare module 'bun:test' {
  export { describe, expect } from 'vitest'
}
