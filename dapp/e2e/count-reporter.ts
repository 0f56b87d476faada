import type { Reporter, TestCase } from '@playwright/test/reporter'

/** Closes the output with "N passed, N failed", which the test command reads. */
export default class CountReporter implements Reporter {
  readonly #results = new Map<string, boolean>()

  onTestEnd(test: TestCase): void {
    this.#results.set(test.id, test.ok())
  }

  onEnd(): void {
    const outcomes = [...this.#results.values()]
    const passed = outcomes.filter(Boolean).length
    console.log(`${passed} passed, ${outcomes.length - passed} failed`)
  }

  printsToStdio(): boolean {
    return false
  }
}
