/** Polls an AEMP 2.0 feed of a manufacturer, as seldom as such feeds want it. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Log, reasonOf } from '../log.ts'
import { AempError, readAemp } from './aemp-document.ts'
import type { SnapshotSink } from './snapshot-sink.ts'

export interface AempOptions {
  /** First page of the fleet. */
  readonly url: string
  /** Sent as a bearer token. */
  readonly token: string | undefined
  /** Pause between two polls; makers ask for 15 minutes. */
  readonly everyMs: number
  readonly sink: Pick<SnapshotSink, 'take'>
  readonly log: Log
}

/** What one poll brought. */
export interface AempPoll {
  readonly taken: number
  readonly refused: number
  readonly incomplete: number
  /** How long the feed asks us to wait; 0 when it does not. */
  readonly waitMs: number
}

const TIMEOUT_MS = 30_000
const MAX_PAGES = 100
const MAX_WAIT_S = 86_400
const NOTHING: AempPoll = { taken: 0, refused: 0, incomplete: 0, waitMs: 0 }

export class AempImporter {
  readonly #options: AempOptions
  /** Pages that were taken in, by address: one that has not changed is not sent again. */
  readonly #known = new Map<string, { readonly tag: string; readonly next: string | undefined }>()
  readonly #stop = new AbortController()
  #running: Promise<void> | undefined

  constructor(options: AempOptions) {
    this.#options = options
  }

  start(): void {
    this.#running = this.#run()
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#running
  }

  /**
   * Reads all pages once.
   * @throws AempError when a page cannot be read; what the pages before it told is kept
   */
  async poll(): Promise<AempPoll> {
    let sum = NOTHING
    let url: string | undefined = this.#options.url
    for (let page = 0; url !== undefined; page++) {
      if (page === MAX_PAGES) throw new AempError(`the feed has more than ${MAX_PAGES} pages`)
      const read: { readonly poll: AempPoll; readonly next: string | undefined } = await this.#page(url)
      sum = added(sum, read.poll)
      url = read.next
    }
    return sum
  }

  async #run(): Promise<void> {
    const { everyMs, log } = this.#options
    while (!this.#stop.signal.aborted) {
      let waitMs = 0
      try {
        const poll = await this.poll()
        waitMs = poll.waitMs
        log.info({ event: 'aemp-polled', ...poll }, 'the feed was read')
      } catch (error) {
        log.warn({ event: 'aemp-failed', reason: reasonOf(error) }, 'the feed will be read later')
      }
      await sleep(Math.max(everyMs, waitMs), undefined, { signal: this.#stop.signal }).catch(() => undefined)
    }
  }

  async #page(url: string): Promise<{ poll: AempPoll; next: string | undefined }> {
    const response = await this.#fetch(url)
    if (response.status === 304) return { poll: NOTHING, next: this.#known.get(url)?.next }
    if (response.status === 429 || response.status === 503) {
      return { poll: { ...NOTHING, waitMs: waitOf(response.headers.get('retry-after')) }, next: undefined }
    }
    if (!response.ok) throw new AempError(`the feed answers with status ${response.status}`)
    const { snapshots, incomplete, next: link } = readAemp(await response.text())
    const next = link === undefined ? undefined : this.#sameOrigin(link, url)
    let taken = 0
    for (const snapshot of snapshots) {
      const outcome = await this.#options.sink.take(snapshot)
      if (outcome === 'SIGNED' || outcome === 'UNSIGNED') taken++
    }
    const tag = response.headers.get('etag')
    // Only now: a page of which something was not stored is to come again.
    if (tag !== null) this.#known.set(url, { tag, next })
    return { poll: { taken, refused: snapshots.length - taken, incomplete, waitMs: 0 }, next }
  }

  async #fetch(url: string): Promise<Response> {
    const { token } = this.#options
    const tag = this.#known.get(url)?.tag
    const headers = {
      accept: 'application/json, application/xml;q=0.9',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(tag === undefined ? {} : { 'if-none-match': tag }),
    }
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(TIMEOUT_MS)])
    return fetch(url, { headers, signal, redirect: 'error' }).catch((error: unknown) => {
      throw new AempError(`the feed does not answer: ${reasonOf(error)}`)
    })
  }

  /** Our token goes to nobody but the feed. */
  #sameOrigin(next: string, from: string): string {
    const url = URL.canParse(next, from) ? new URL(next, from) : undefined
    if (url?.origin === new URL(this.#options.url).origin) return url.href
    throw new AempError('the next page is at another origin')
  }
}

function added(a: AempPoll, b: AempPoll): AempPoll {
  return {
    taken: a.taken + b.taken,
    refused: a.refused + b.refused,
    incomplete: a.incomplete + b.incomplete,
    waitMs: Math.max(a.waitMs, b.waitMs),
  }
}

/** Seconds of a `Retry-After` header, or a date. */
function waitOf(header: string | null): number {
  const seconds = /^\d{1,9}$/.test(header ?? '') ? Number(header) : (Date.parse(header ?? '') - Date.now()) / 1_000
  return Number.isFinite(seconds) ? 1_000 * Math.min(MAX_WAIT_S, Math.max(0, seconds)) : 0
}
