/** Tests of one suite. */
export interface Counts {
  readonly passed: number
  readonly failed: number
}

/** How each runner says what happened, in the order passed, failed. */
const reports: readonly (readonly [passed: RegExp, failed: RegExp])[] = [
  // mocha and Hardhat
  [/^\s*(\d+) passing\b/gm, /^\s*(\d+) failing\b/gm],
  // Vitest: "Tests  1 failed | 41 passed (42)"
  [/^\s*Tests\s.*?(\d+) passed/gm, /^\s*Tests\s+(\d+) failed/gm],
  // node:test
  [/^(?:ℹ|#) pass (\d+)$/gm, /^(?:ℹ|#) fail (\d+)$/gm],
  // runners of our own, and the count reporter of the browser tests
  [/^(\d+) passed, \d+ failed$/gm, /^\d+ passed, (\d+) failed$/gm],
]

/**
 * Tests that a suite's runners say they ran.
 * @param output everything they printed, without colours
 * @param exitCode null when killed. A failure that no runner counted, and a suite in which nothing ran, count as one.
 */
export function countTests(output: string, exitCode: number | null): Counts {
  const passed = sum(reports.flatMap(([pattern]) => numbers(output, pattern)))
  const failed = sum(reports.flatMap(([, pattern]) => numbers(output, pattern)))
  const uncounted = failed === 0 && (exitCode !== 0 || passed === 0)
  return { passed, failed: uncounted ? 1 : failed }
}

function numbers(output: string, pattern: RegExp): number[] {
  return [...output.matchAll(pattern)].map((match) => Number(match[1]))
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
