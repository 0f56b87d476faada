/** Prints what is going on, one line per finished step, with the time it took. */
export class Progress {
  readonly #begin = performance.now()

  /** Seconds since this object was made, with one decimal. */
  elapsed(): string {
    return seconds(performance.now() - this.#begin)
  }

  /** Runs one step and prints it as done or failed. */
  async step<Result>(title: string, work: () => Promise<Result>): Promise<Result> {
    const begin = performance.now()
    try {
      const result = await work()
      this.note(title, seconds(performance.now() - begin))
      return result
    } catch (error) {
      console.log(`  ✗ ${title}`)
      throw error
    }
  }

  /** Prints a step that needed no work, or whose result needs a word. */
  note(title: string, detail: string): void {
    console.log(`  ✓ ${title.padEnd(44)} ${detail}`)
  }
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(1)} s`
}
