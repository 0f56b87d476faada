/** Letting accounts in: by a signature once, by a token until it expires. */
import { createHash, randomBytes } from 'node:crypto'
import { MAX_ACCESS_SECONDS, telemetryAccessTypedData } from '@tallystick/sdk'
import type { Pool } from 'pg'
import { type Address, getAddress, type Hex, type PublicClient, verifyTypedData } from 'viem'
import type { Clock } from '../clock.ts'
import { bytesOf, hexOf } from '../store/columns.ts'
import { isUniqueViolation } from '../store/outages.ts'
import { ApiRefusal } from './refusal.ts'
import { chainAnswer, type Viewers } from './viewers.ts'

/** What an account sends to be let in. */
export interface SessionRequest {
  readonly account: Address
  /** Unix second. */
  readonly expires: number
  readonly signature: Hex
}

/** An open session. */
export interface Session {
  readonly account: Address
  /** Unix second. */
  readonly expires: number
}

const TOKEN_BYTES = 32
const KEPT_TOKENS = 10_000

export class Sessions {
  readonly #pool: Pool
  readonly #client: PublicClient
  readonly #viewers: Viewers
  readonly #chainId: number
  readonly #clock: Clock
  readonly #kept = new Map<string, Session>()

  /** @param clock the real one: the demo's clock is moved by days, and browsers do not follow it */
  constructor(pool: Pool, client: PublicClient, viewers: Viewers, chainId: number, clock: Clock) {
    this.#pool = pool
    this.#client = client
    this.#viewers = viewers
    this.#chainId = chainId
    this.#clock = clock
  }

  /**
   * Opens a session for whoever has signed for it.
   * @returns the token to send with each call
   * @throws ApiRefusal SESSION_EXPIRED, SIGNATURE_INVALID, NOT_A_MEMBER, SESSION_REPLAYED, CHAIN_UNAVAILABLE
   */
  async open({ account, expires, signature }: SessionRequest): Promise<string> {
    const ahead = expires - this.#now()
    if (ahead <= 0 || ahead > MAX_ACCESS_SECONDS) {
      const hours = MAX_ACCESS_SECONDS / 3_600
      throw new ApiRefusal('SESSION_EXPIRED', `"expires" must be a second in the next ${hours} hours; sign again`)
    }
    const { contractSignatureOnly } = await this.#viewers.membershipOf(getAddress(account))
    if (!(await this.#isSigned({ account, expires, signature }, contractSignatureOnly))) {
      throw new ApiRefusal('SIGNATURE_INVALID', 'this is not the signature of the account')
    }
    const token = randomBytes(TOKEN_BYTES).toString('base64url')
    await this.#keep(token, { account: getAddress(account), expires })
    return token
  }

  /**
   * The session of a token.
   * @throws ApiRefusal UNAUTHORISED or SESSION_EXPIRED
   */
  async find(token: string | undefined): Promise<Session> {
    const session = token === undefined ? undefined : (this.#kept.get(token) ?? (await this.#load(token)))
    if (session === undefined) {
      throw new ApiRefusal('UNAUTHORISED', 'open a session with POST /v1/session and send its token as "Bearer TOKEN"')
    }
    if (session.expires <= this.#now()) throw new ApiRefusal('SESSION_EXPIRED', 'the session is over; open another one')
    return session
  }

  #now(): number {
    return Math.floor(this.#clock.now() / 1_000)
  }

  /** Plain accounts are checked without the chain; accounts that are contracts by ERC-1271. */
  async #isSigned({ account, expires, signature }: SessionRequest, byCodeOnly: boolean): Promise<boolean> {
    const data = telemetryAccessTypedData(this.#chainId, { account, expires: BigInt(expires) })
    const call = { ...data, address: account, signature }
    if (!byCodeOnly && (await verifyTypedData(call).catch(() => false))) return true
    const code = await chainAnswer(this.#client.getCode({ address: account }))
    return code !== undefined && chainAnswer(this.#client.verifyTypedData(call))
  }

  async #keep(token: string, session: Session): Promise<void> {
    const { account, expires } = session
    await this.#pool.query('DELETE FROM api_sessions WHERE expires <= $1', [this.#now()])
    try {
      await this.#pool.query('INSERT INTO api_sessions (token_hash, account, expires) VALUES ($1, $2, $3)', [
        hashOf(token),
        bytesOf(account),
        expires,
      ])
    } catch (error) {
      if (!isUniqueViolation(error)) throw error
      throw new ApiRefusal('SESSION_REPLAYED', 'this signature has opened a session already; sign with another second')
    }
    this.#remember(token, session)
  }

  async #load(token: string): Promise<Session | undefined> {
    const { rows } = await this.#pool.query<{ account: Buffer; expires: string }>(
      'SELECT account, expires FROM api_sessions WHERE token_hash = $1',
      [hashOf(token)],
    )
    const [row] = rows
    if (row === undefined) return undefined
    const session = { account: getAddress(hexOf(row.account)), expires: Number(row.expires) }
    this.#remember(token, session)
    return session
  }

  #remember(token: string, session: Session): void {
    if (this.#kept.size >= KEPT_TOKENS) this.#kept.clear()
    this.#kept.set(token, session)
  }
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
