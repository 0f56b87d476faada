import type { Clock } from '../clock.ts'

/** A clock that follows something else, until it is stopped. */
export interface FollowedClock extends Clock {
  stop(): void
}

/** More than this at once is a jump, not drift. */
const JUMP_MS = 60_000

export interface FollowPace {
  /** Between two looks at the chain. */
  readonly pollMs: number
  /**
   * A jump is believed so much later, and time stands still until then: the gateway refuses readings from what is still the
   * future to it, and from what is long past already.
   */
  readonly holdMs: number
}

/**
 * The chain's time, which a demo moves by days: the system's clock plus an offset that is looked up again and again. It
 * asks for the block that would be mined now, because the last one can be old. It never goes back.
 */
export async function followChainClock(
  rpcUrl: string,
  { pollMs, holdMs }: FollowPace = { pollMs: 1_000, holdMs: 5_000 },
): Promise<FollowedClock> {
  let offset = (await pendingTime(rpcUrl)) - Date.now()
  let jumpedAt: number | undefined
  let last = 0
  const look = async () => {
    const seen = (await pendingTime(rpcUrl)) - Date.now()
    const isJump = Math.abs(seen - offset) > JUMP_MS
    jumpedAt = isJump ? (jumpedAt ?? Date.now()) : undefined
    if (jumpedAt !== undefined && Date.now() - jumpedAt < holdMs) return
    jumpedAt = undefined
    offset = seen
  }
  // A chain that does not answer keeps its offset; whoever sends to it will say so.
  const timer = setInterval(() => void look().catch(() => undefined), pollMs)
  return {
    now() {
      if (jumpedAt === undefined) last = Math.max(last, Date.now() + offset)
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
