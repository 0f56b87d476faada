import type { InputRequest, MaskedInput, PartyClient, RevealedShares, SharedSecrets, SignedKeys } from './messages.ts'

/** A party behind HTTP; counts what goes over the wire. */
export class HttpPartyClient implements PartyClient {
  readonly id: string
  /** Bytes of the bodies that the party sent. */
  bytesSent = 0
  readonly #url: string
  readonly #token: string
  readonly #timeout: number

  constructor(id: string, url: string, token: string, timeout: number) {
    this.id = id
    this.#url = url
    this.#token = token
    this.#timeout = timeout
  }

  keys(round: number): Promise<SignedKeys> {
    return this.#post<SignedKeys>(round, 'keys', {})
  }

  shares(round: number, roster: readonly SignedKeys[]): Promise<SharedSecrets> {
    return this.#post<SharedSecrets>(round, 'shares', roster)
  }

  input(round: number, request: InputRequest): Promise<MaskedInput> {
    return this.#post<MaskedInput>(round, 'input', request)
  }

  reveal(round: number, survivors: readonly string[]): Promise<RevealedShares> {
    return this.#post<RevealedShares>(round, 'reveal', survivors)
  }

  async #post<Answer>(round: number, step: string, body: unknown): Promise<Answer> {
    const response = await fetch(`${this.#url}/rounds/${round}/${step}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(this.#timeout),
    })
    const text = await response.text()
    this.bytesSent += Buffer.byteLength(text)
    const answer = JSON.parse(text) as Answer & { readonly error?: string }
    if (!response.ok) throw new Error(answer.error ?? `HTTP status ${response.status}`)
    return answer
  }
}
