import { CHINA_UTC_OFFSET, dayOf } from '@tallystick/sdk'
import { useSyncExternalStore } from 'react'
import type { Client } from 'viem'
import { getBlock } from 'viem/actions'

/** Seconds by which the chain's clock is ahead of the browser's. */
let ahead = 0n
const listeners = new Set<() => void>()

const MILLISECONDS = 1_000
const RESYNC_INTERVAL = 5_000

/**
 * Keeps the page's clock at the chain's, which decides what is due. A local chain is asked for its next block, because
 * it stands still between transactions; elsewhere the newest block can only lag behind the browser's clock.
 */
export async function startChainClock(client: Client, local: boolean): Promise<void> {
  const sync = async () => {
    const { timestamp } = await getBlock(client, { blockTag: local ? 'pending' : 'latest' })
    const difference = timestamp - browserSeconds()
    ahead = local || difference > 0n ? difference : 0n
    notify()
  }
  resync = sync
  // A node that cannot be reached at first leaves the browser's clock in force until the next attempt.
  await sync().catch(() => undefined)
  setInterval(() => void sync().catch(() => undefined), RESYNC_INTERVAL)
  setInterval(notify, MILLISECONDS)
}

let resync: () => Promise<void> = async () => undefined

/** Reads the chain's clock at once, after it has been moved. */
export function syncChainClock(): Promise<void> {
  return resync()
}

/** The chain's time in unix seconds. */
export function chainNow(): bigint {
  return browserSeconds() + ahead
}

/** The chain's time in unix seconds; the component renders again every second. */
export function useChainNow(): bigint {
  return useSyncExternalStore(subscribe, chainNow)
}

/** Today by the chain's clock, days since 1970-01-01 in the register's offset (UTC+8). */
export function useToday(): number {
  return useSyncExternalStore(subscribe, () => dayOf(chainNow(), CHINA_UTC_OFFSET))
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function notify(): void {
  for (const listener of listeners) listener()
}

function browserSeconds(): bigint {
  return BigInt(Math.floor(Date.now() / MILLISECONDS))
}
