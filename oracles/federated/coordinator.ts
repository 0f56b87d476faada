/** The coordinator of secure aggregation: carries messages, adds masked vectors up, and learns the total only. */
import { agree, keyPairOf } from './keys.ts'
import { addMask, decodeVector, expandSeed, sumVectors } from './masking.ts'
import { maskContext, type PartyClient, type RevealedShares, type SignedKeys, type Task } from './messages.ts'
import { hashOf } from './party.ts'
import { recoverSecret, type Share } from './shamir.ts'

/** No total came out. The message says which parties failed, when and how. */
export class AggregationError extends Error {
  override readonly name = 'AggregationError'
}

/** A party that is left out from some step on. */
export interface DropOut {
  readonly party: string
  readonly round: number
  readonly step: 'keys' | 'shares' | 'input' | 'reveal'
  readonly reason: string
}

/** A total and whose rows are in it. */
export interface Total {
  readonly sum: BigUint64Array
  readonly parties: readonly string[]
}

export interface CoordinatorOptions {
  readonly session: string
  readonly threshold: number
  /** Milliseconds that a party may take for a step. */
  readonly timeout: number
  readonly onDropOut?: (dropOut: DropOut) => void
}

/** What a step left: the answers of those who gave one, by name. */
type Answers<Answer> = ReadonlyMap<string, Answer>

/** Runs rounds with the parties that are left. A party that failed once is not asked again. */
export class Coordinator {
  readonly dropOuts: DropOut[] = []
  #parties: readonly PartyClient[]
  readonly #options: CoordinatorOptions
  #round = 0

  constructor(parties: readonly PartyClient[], options: CoordinatorOptions) {
    this.#parties = parties
    this.#options = options
  }

  /** Rounds so far. */
  get rounds(): number {
    return this.#round
  }

  /**
   * The sum of what the parties compute for a task. Survives parties that drop out at any step while `threshold` are
   * left: one that is gone before its sums arrived is not in the total, one that is gone after is.
   * @param length of the vectors; another one counts as dropping out
   * @throws AggregationError when too few are left, or shares do not fit what was promised
   */
  async total(task: Task, length: number): Promise<Total> {
    const round = ++this.#round
    const keys = await this.#step('keys', (party) => party.keys(round))
    const roster = [...keys.values()]
    const shared = await this.#step('shares', (party) => party.shares(round, roster))
    const lettersTo = (id: string) =>
      Object.fromEntries([...shared].flatMap(([from, { letters }]) => (from === id ? [] : [[from, letters[id] ?? '']])))
    const inputs = await this.#step('input', async (party) => {
      const { vector } = await party.input(round, { letters: lettersTo(party.id), task })
      return decodeVector(vector, length) ?? fail(`sent a vector of another length than ${length}`)
    })
    const survivors = [...inputs.keys()]
    const revealed = await this.#step('reveal', (party) => party.reveal(round, survivors))
    const sum = sumVectors([...inputs.values()], length)
    for (const name of survivors) {
      const seed = this.#recover(
        name,
        [...revealed.values()].map(({ seeds }) => seeds[name]),
      )
      if (hashOf(seed) !== shared.get(name)?.seedHash)
        throw new AggregationError(`the shares of ${name}'s mask are false`)
      addMask(sum, expandSeed(seed, length), -1)
    }
    for (const name of [...shared.keys()].filter((each) => !inputs.has(each))) {
      this.#removePairMasks(sum, name, survivors, keys, [...revealed.values()])
    }
    return { sum, parties: survivors }
  }

  /** Asks all parties at the same time; who fails is left out from now on. */
  async #step<Answer>(step: DropOut['step'], ask: (party: PartyClient) => Promise<Answer>): Promise<Answers<Answer>> {
    const answers = new Map<string, Answer>()
    const asked = this.#parties
    await Promise.all(
      asked.map(async (party) => {
        try {
          answers.set(party.id, await within(this.#options.timeout, ask(party)))
        } catch (error) {
          this.#drop({ party: party.id, round: this.#round, step, reason: (error as Error).message })
        }
      }),
    )
    this.#parties = asked.filter(({ id }) => answers.has(id))
    if (this.#parties.length < this.#options.threshold) throw this.#tooFewLeft()
    // In the order of the parties, whoever was faster.
    return new Map(this.#parties.map(({ id }) => [id, answers.get(id) as Answer]))
  }

  #drop(dropOut: DropOut): void {
    this.dropOuts.push(dropOut)
    this.#options.onDropOut?.(dropOut)
  }

  #tooFewLeft(): AggregationError {
    const told = this.dropOuts.map(
      ({ party, step, round, reason }) => `${party} at "${step}" of round ${round}: ${reason}`,
    )
    const { threshold } = this.#options
    return new AggregationError(
      `${this.#parties.length} parties are left, ${threshold} are needed (${told.join('; ')})`,
    )
  }

  /** Takes off the masks that a dropped party shares with the survivors. */
  #removePairMasks(
    sum: BigUint64Array,
    dropped: string,
    survivors: readonly string[],
    keys: Answers<SignedKeys>,
    revealed: readonly RevealedShares[],
  ): void {
    const pair = keyPairOf(
      this.#recover(
        dropped,
        revealed.map(({ maskKeys }) => maskKeys[dropped]),
      ),
    )
    if (pair.publicKey !== keys.get(dropped)?.maskKey) {
      throw new AggregationError(`the shares of ${dropped}'s key are false`)
    }
    const context = maskContext(this.#options.session, this.#round)
    for (const name of survivors) {
      const mask = expandSeed(agree(pair, (keys.get(name) as SignedKeys).maskKey, context), sum.length)
      // The survivor added the mask when its name comes first, else took it away.
      addMask(sum, mask, name < dropped ? -1 : 1)
    }
  }

  #recover(name: string, given: readonly (Share | undefined)[]): Uint8Array {
    const shares = given.filter((share) => share !== undefined).slice(0, this.#options.threshold)
    if (shares.length < this.#options.threshold) throw new AggregationError(`too few shares of ${name} were revealed`)
    try {
      return recoverSecret(shares, 32)
    } catch {
      throw new AggregationError(`the shares of ${name} are false`)
    }
  }
}

function fail(message: string): never {
  throw new Error(message)
}

async function within<Answer>(timeout: number, answer: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeout} ms`)), timeout)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}
