import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { packChecks, type SignatureCheck } from './records.ts'

/** Checks signatures outside of the thread that serves the network. */
export interface Verifier {
  /** @returns for each check whether its key has made the signature */
  verify(checks: readonly SignatureCheck[]): Promise<readonly boolean[]>
  close(): Promise<void>
}

interface Answer {
  readonly id: number
  readonly results: Uint8Array
}

interface Waiting {
  readonly resolve: (results: readonly boolean[]) => void
  readonly reject: (error: Error) => void
}

/** One core stays for the network and the database. */
export function defaultThreads(): number {
  return Math.max(1, Math.min(4, availableParallelism() - 1))
}

/** Worker threads with the native verifiers. When one dies, all that wait fail, and every later call. */
export class VerifierPool implements Verifier {
  readonly #threads: readonly Thread[]

  constructor(threads = defaultThreads()) {
    this.#threads = Array.from({ length: threads }, () => new Thread())
  }

  verify(checks: readonly SignatureCheck[]): Promise<readonly boolean[]> {
    if (checks.length === 0) return Promise.resolve([])
    const idlest = this.#threads.reduce((best, thread) => (thread.load < best.load ? thread : best))
    return idlest.verify(checks)
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()))
  }
}

class Thread {
  readonly #worker = new Worker(new URL('./worker.ts', import.meta.url))
  readonly #waiting = new Map<number, Waiting>()
  #lastId = 0
  #failure: Error | undefined

  constructor() {
    this.#worker.on('message', ({ id, results }: Answer) => {
      this.#waiting.get(id)?.resolve(Array.from(results, (result) => result === 1))
      this.#waiting.delete(id)
    })
    this.#worker.on('error', (error) => this.#fail(error as Error))
    this.#worker.on('exit', () => this.#fail(new Error('the verifier has stopped')))
  }

  /** Blocks that wait. */
  get load(): number {
    return this.#waiting.size
  }

  verify(checks: readonly SignatureCheck[]): Promise<readonly boolean[]> {
    if (this.#failure) return Promise.reject(this.#failure)
    const id = ++this.#lastId
    const block = packChecks(checks)
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#worker.postMessage({ id, block }, [block.buffer])
    })
  }

  async close(): Promise<void> {
    await this.#worker.terminate()
  }

  #fail(error: Error): void {
    this.#failure ??= error
    for (const { reject } of this.#waiting.values()) reject(this.#failure)
    this.#waiting.clear()
  }
}
