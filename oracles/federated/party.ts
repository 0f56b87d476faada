/**
 * A party of secure aggregation (Bonawitz et al., "Practical Secure Aggregation", CCS 2017): it hides its sums behind one
 * mask of its own and one with every other party, which cancel in the total, and hands out shares of what is needed to
 * take the masks off when somebody drops out.
 */
import { createHash, createPublicKey, type KeyObject, randomBytes, sign, verify } from 'node:crypto'
import { agree, type KeyPair, newKeyPair, open, seal } from './keys.ts'
import { addMask, encodeVector, expandSeed } from './masking.ts'
import {
  type InputRequest,
  keysStatement,
  letterContext,
  type MaskedInput,
  maskContext,
  type PartyClient,
  type RevealedShares,
  type SharedSecrets,
  type SignedKeys,
  type Task,
} from './messages.ts'
import { type Share, splitSecret } from './shamir.ts'

/** A message that a party does not answer. The text says why; it holds nothing about the party's rows. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError'
}

/** What all parties agree on beforehand, by a channel that the coordinator does not control. */
export interface Federation {
  /** Never used twice. */
  readonly session: string
  /** Ed25519 public keys (SPKI, PEM) of all parties, by name. */
  readonly identities: Readonly<Record<string, string>>
  /** Parties without which no sum is opened: more than half, so that nobody can be told two stories. */
  readonly threshold: number
}

/** Computes what a task asks for over the party's own rows, as fixed point. */
export type LocalSums = (task: Task, parties: number) => BigUint64Array

type Step = 'keys' | 'shares' | 'input' | 'reveal'
const steps: readonly Step[] = ['keys', 'shares', 'input', 'reveal']

interface Secrets {
  readonly seed: Share
  readonly maskKey: Share
}

interface Round {
  readonly number: number
  done: Step
  readonly letterKey: KeyPair
  readonly maskKey: KeyPair
  readonly ownSeed: Uint8Array
  roster: ReadonlyMap<string, SignedKeys>
  /** Shares that this party holds, by whose secrets they are of. */
  readonly held: Map<string, Secrets>
}

/** One party and its state in the current round. Every step happens once a round, in order; rounds only go forward. */
export class Party implements PartyClient {
  readonly id: string
  readonly #federation: Federation
  readonly #identity: KeyObject
  readonly #localSums: LocalSums
  #round: Round | undefined

  /** @throws RangeError when the federation does not protect its parties, or this one is not in it */
  constructor(id: string, federation: Federation, identity: KeyObject, localSums: LocalSums) {
    const parties = Object.keys(federation.identities).length
    if (federation.identities[id] === undefined) throw new RangeError(`${id} is no party of this federation`)
    if (!(2 * federation.threshold > parties && federation.threshold <= parties && federation.threshold >= 2)) {
      throw new RangeError(`the threshold must be at least 2 and above half of the ${parties} parties`)
    }
    this.id = id
    this.#federation = federation
    this.#identity = identity
    this.#localSums = localSums
  }

  /** Step 1. */
  async keys(number: number): Promise<SignedKeys> {
    const last = this.#round?.number ?? 0
    if (!(Number.isSafeInteger(number) && number > last)) {
      throw new ProtocolError(`round ${number} is not after round ${last}: a replayed message`)
    }
    const round: Round = {
      number,
      done: 'keys',
      letterKey: newKeyPair(),
      maskKey: newKeyPair(),
      ownSeed: randomBytes(32),
      roster: new Map(),
      held: new Map(),
    }
    this.#round = round
    const keys = { party: this.id, letterKey: round.letterKey.publicKey, maskKey: round.maskKey.publicKey }
    const statement = keysStatement(this.#federation.session, number, keys)
    return { ...keys, signature: sign(null, statement, this.#identity).toString('hex') }
  }

  /** Step 2. Checks that the others' keys are theirs: the coordinator cannot put its own in between. */
  async shares(number: number, roster: readonly SignedKeys[]): Promise<SharedSecrets> {
    const round = this.#enter(number, 'shares')
    round.roster = this.#checkedRoster(round, roster)
    const names = [...round.roster.keys()]
    const { threshold, session } = this.#federation
    const seeds = splitSecret(round.ownSeed, threshold, names.length)
    const maskKeys = splitSecret(round.maskKey.secret, threshold, names.length)
    const letters: Record<string, string> = {}
    for (const [k, to] of names.entries()) {
      const secrets: Secrets = { seed: seeds[k] as Share, maskKey: maskKeys[k] as Share }
      if (to === this.id) round.held.set(to, secrets)
      else letters[to] = this.#sealTo(round, to, secrets, letterContext(session, number, this.id, to))
    }
    return { letters, seedHash: hashOf(round.ownSeed) }
  }

  /** Step 3. */
  async input(number: number, { letters, task }: InputRequest): Promise<MaskedInput> {
    const round = this.#enter(number, 'input')
    const others = Object.keys(letters)
    if (others.length + 1 < this.#federation.threshold) throw this.#tooFew(others.length + 1)
    for (const from of others) round.held.set(from, this.#openFrom(round, from, letters[from] as string))
    const vector = this.#localSums(task, others.length + 1)
    addMask(vector, expandSeed(round.ownSeed, vector.length), 1)
    for (const other of others) {
      addMask(vector, expandSeed(this.#pairSeed(round, other), vector.length), this.id < other ? 1 : -1)
    }
    return { vector: encodeVector(vector) }
  }

  /** Step 4. For each party one of its two secrets, never both: together they would open its sums. */
  async reveal(number: number, survivors: readonly string[]): Promise<RevealedShares> {
    const round = this.#enter(number, 'reveal')
    const known = new Set(survivors.filter((name) => round.held.has(name)))
    if (known.size < survivors.length) throw new ProtocolError('a survivor is named twice, or has no part in the round')
    if (known.size < this.#federation.threshold) throw this.#tooFew(known.size)
    const seeds: Record<string, Share> = {}
    const maskKeys: Record<string, Share> = {}
    for (const [name, secrets] of round.held) {
      if (known.has(name)) seeds[name] = secrets.seed
      else maskKeys[name] = secrets.maskKey
    }
    return { seeds, maskKeys }
  }

  #enter(number: number, step: Step): Round {
    const round = this.#round
    if (round?.number !== number) throw new ProtocolError(`round ${number} is not the current one`)
    if (steps[steps.indexOf(step) - 1] !== round.done) {
      throw new ProtocolError(`step "${step}" does not follow "${round.done}": out of order, or a replayed message`)
    }
    round.done = step
    return round
  }

  #checkedRoster(round: Round, roster: readonly SignedKeys[]): ReadonlyMap<string, SignedKeys> {
    const byName = new Map(roster.map((keys) => [keys.party, keys]))
    if (byName.size < roster.length) throw new ProtocolError('a party is in the roster twice')
    if (byName.size < this.#federation.threshold) throw this.#tooFew(byName.size)
    const own = byName.get(this.id)
    if (own?.maskKey !== round.maskKey.publicKey || own.letterKey !== round.letterKey.publicKey) {
      throw new ProtocolError('the roster does not hold this party with the keys that it gave')
    }
    for (const keys of roster) this.#checkSignature(round.number, keys)
    return byName
  }

  #checkSignature(number: number, keys: SignedKeys): void {
    const pem = Object.hasOwn(this.#federation.identities, keys.party) && this.#federation.identities[keys.party]
    const statement = keysStatement(this.#federation.session, number, keys)
    if (!pem || !verify(null, statement, createPublicKey(pem), Buffer.from(keys.signature, 'hex'))) {
      throw new ProtocolError(`the keys of ${keys.party} are not signed by it for this round`)
    }
  }

  #sealTo(round: Round, to: string, secrets: Secrets, context: string): string {
    return seal(this.#letterKey(round, to, context), JSON.stringify(secrets), context)
  }

  #openFrom(round: Round, from: string, letter: string): Secrets {
    if (from === this.id || !round.roster.has(from)) throw new ProtocolError(`${from} is not in this round's roster`)
    const context = letterContext(this.#federation.session, round.number, from, this.id)
    try {
      return JSON.parse(open(this.#letterKey(round, from, context), letter, context)) as Secrets
    } catch {
      throw new ProtocolError(`the letter from ${from} is damaged, or not of this round`)
    }
  }

  #letterKey(round: Round, other: string, context: string): Uint8Array {
    return agree(round.letterKey, (round.roster.get(other) as SignedKeys).letterKey, context)
  }

  #pairSeed(round: Round, other: string): Uint8Array {
    const context = maskContext(this.#federation.session, round.number)
    return agree(round.maskKey, (round.roster.get(other) as SignedKeys).maskKey, context)
  }

  #tooFew(parties: number): ProtocolError {
    return new ProtocolError(`${parties} parties are too few: ${this.#federation.threshold} are needed`)
  }
}

/** SHA-256 in hex. */
export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
