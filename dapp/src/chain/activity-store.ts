import type { MessageDescriptor } from '@lingui/core'
import type { ExplainedError } from '@tallystick/sdk'
import { useSyncExternalStore } from 'react'
import type { Hash } from 'viem'
import { ChainStorage } from '../lib/storage'
import { currentDeployment } from './deployment'

/** Steps of a transaction in their order; `permit` (or an approval) only when money has to be released. */
export const STAGES = ['network', 'simulate', 'permit', 'sign', 'pending', 'indexing', 'done'] as const
export type Stage = (typeof STAGES)[number]

/** How a transaction ended when it did not go through. Refusals and cancellations are decisions, not failures. */
export type Outcome = 'refused' | 'cancelled' | 'failed'

/** One transaction of this browser, from the first check to the indexed record. */
export interface Activity {
  readonly id: string
  readonly title: MessageDescriptor
  readonly stage: Stage
  /** Browser time of the start, in milliseconds. */
  readonly startedAt: number
  readonly hash?: Hash
  readonly outcome?: Outcome
  readonly error?: ExplainedError
  /** Mined, but the records had not caught up when we stopped waiting. */
  readonly lagging?: boolean
}

const MOST_KEPT = 20
const STORAGE_KEY = 'activities'

type ActivityStorage = Pick<ChainStorage, 'read' | 'write'>

/** Activities outlive the dialog that started them, and those with a hash outlive a reload. */
export class ActivityStore {
  readonly #listeners = new Set<() => void>()
  readonly #storage: ActivityStorage
  #activities: readonly Activity[]

  /** @param storage of one chain: two local chains with one id must not share their hashes */
  constructor(storage: ActivityStorage) {
    this.#storage = storage
    this.#activities = readActivities(storage.read(STORAGE_KEY))
  }

  readonly list = (): readonly Activity[] => this.#activities

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Adds an activity, or replaces the one with its id in place. */
  put(activity: Activity): void {
    const isKnown = this.#activities.some(({ id }) => id === activity.id)
    this.#change(
      isKnown
        ? this.#activities.map((other) => (other.id === activity.id ? activity : other))
        : [activity, ...this.#activities].slice(0, MOST_KEPT),
    )
  }

  remove(id: string): void {
    this.#change(this.#activities.filter((activity) => activity.id !== id))
  }

  #change(next: readonly Activity[]): void {
    this.#activities = next
    const sent = next.filter(({ hash, outcome }) => hash !== undefined && outcome === undefined)
    this.#storage.write(STORAGE_KEY, sent)
    for (const listener of this.#listeners) listener()
  }
}

/** Reads what an earlier page stored. Anything unreadable counts as nothing: the chain has the truth. */
function readActivities(stored: unknown): readonly Activity[] {
  return Array.isArray(stored) ? stored.filter(isSentActivity) : []
}

function isSentActivity(value: unknown): value is Activity {
  if (typeof value !== 'object' || value === null) return false
  const { id, title, stage, startedAt, hash } = value as Record<string, unknown>
  return (
    typeof id === 'string' &&
    typeof title === 'object' &&
    title !== null &&
    (STAGES as readonly unknown[]).includes(stage) &&
    typeof startedAt === 'number' &&
    typeof hash === 'string' &&
    /^0x[0-9a-f]{64}$/i.test(hash)
  )
}

let store: ActivityStore | undefined

/** The store of the page's chain. */
export function activityStore(): ActivityStore {
  if (!store) {
    const { chainId, genesisHash } = currentDeployment()
    store = new ActivityStore(new ChainStorage(chainId, genesisHash))
  }
  return store
}

/** The transactions of this browser, newest first. */
export function useActivities(): readonly Activity[] {
  const from = activityStore()
  return useSyncExternalStore(from.subscribe, from.list)
}
