import type { Clock } from '../clock.ts'

/** A clock that follows something else, until it is stopped. */
export interface FollowedClock extends Clock {
  stop(): void
}

const POLL_MS = 1_000

/**
 * The chain's time, which a demo moves by days: the system's clock plus an offset that is looked up every second. It
 * asks for the block that would be mined now, because the last one can be old. It never goes back.
 */
export async function followChainClock(rpcUrl: string): Promise<FollowedClock> {
  let offset = (await pendingTime(rpcUrl)) - Date.now()
  let last = 0
  const timer = setInterval(() => {
    pendingTime(rpcUrl).then(
      (time) => {
        offset = time - Date.now()
      },
      // A chain that does not answer keeps its offset; whoever sends to it will say so.
      () => undefined,
    )
  }, POLL_MS)
  return {
    now() {
      last = Math.max(last, Date.now() + offset)
      return last
    },
    stop: () => clearInterval(timer),
  }
}

/** @returns Unix milliseconds */
async function pendingTime(rpcUrl: string): Promise<number> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_getBlockByNumber', params: ['pending', false] })
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(rpcUrl, { method: 'POST', headers, body, signal: AbortSignal.timeout(5_000) })
  const answer = (await response.json()) as { result?: { timestamp?: string } }
  const seconds = Number(answer.result?.timestamp)
  if (!Number.isFinite(seconds)) throw new Error(`${rpcUrl} does not tell the time of its pending block`)
  return seconds * 1_000
}
