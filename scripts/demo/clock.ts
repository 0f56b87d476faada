import { rpc } from '../services/rpc.ts'

/** The chain's clock. */
export interface ChainTime {
  /** Unix seconds of the latest block. */
  readonly timestamp: number
  /** Number of the latest block. */
  readonly block: number
}

const secondsPer: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 }

/** Two years at once: more is a slip of the hand, and nothing in the demo lasts longer. */
const longestMove = 730 * 86_400

const howTo = 'say for example +90d, +1h, +30m, or a day as 2027-03-31'

/** Time of the latest block. */
export async function readClock(rpcUrl: string): Promise<ChainTime> {
  const block = await rpc<{ timestamp: string; number: string }>(rpcUrl, 'eth_getBlockByNumber', ['latest', false])
  return { timestamp: Number(block.timestamp), block: Number(block.number) }
}

/**
 * Moves the clock of a local chain forward and mines a block at the new time, so that everybody sees it.
 * @param seconds 1 to two years
 * @throws RangeError with a sentence for the reader
 */
export async function moveClock(rpcUrl: string, seconds: number): Promise<ChainTime> {
  if (!Number.isSafeInteger(seconds) || seconds < 1) throw new RangeError(`the clock only moves forward: ${howTo}`)
  if (seconds > longestMove) throw new RangeError('the clock moves two years at most at once')
  await rpc(rpcUrl, 'evm_increaseTime', [seconds])
  await rpc(rpcUrl, 'evm_mine')
  return readClock(rpcUrl)
}

/**
 * Seconds meant by a person: `+90d`, `+1h`, or a day (its beginning in UTC+8).
 * @param now chain time in unix seconds, from which a day is counted
 * @throws RangeError with a sentence for the reader
 */
export function parseMove(text: string, now: number): number {
  const relative = /^\+?(\d{1,9})([smhd])$/.exec(text)
  if (relative) return Number(relative[1]) * (secondsPer[relative[2] ?? ''] ?? 0)
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00+08:00`) : Number.NaN
  if (Number.isNaN(day)) throw new RangeError(`"${text}" is not a time: ${howTo}`)
  if (day / 1_000 <= now) throw new RangeError(`${text} has begun already on this chain: the clock only moves forward`)
  return day / 1_000 - now
}
