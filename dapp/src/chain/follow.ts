import type { Hash, TransactionReceipt } from 'viem'
import { waitForTransactionReceipt } from 'wagmi/actions'
import type { Activity, Outcome } from './activity-store'
import type { Engine, Step } from './engine'
import { explain } from './errors'
import { untilIndexed } from './indexed'

/** The transaction was cancelled in the wallet, or replaced by one that does something else. */
class CancelledError extends Error {
  override readonly name = 'CancelledError'
}

/** Mined, but the contract refused it: the state changed between the check and the block. */
export class MinedRevertError extends Error {
  override readonly name = 'MinedRevertError'
}

/**
 * From the hash to the record. A mined transaction never ends as an error because the index lags.
 * @throws MinedRevertError when the contract refused it after all
 */
export async function follow(engine: Engine, hash: Hash, step: Step): Promise<TransactionReceipt> {
  const { config, chainId } = engine
  let replacement: string | undefined
  const receipt = await waitForTransactionReceipt(config, {
    hash,
    chainId: chainId as never,
    onReplaced: ({ reason, transaction }) => {
      if (reason === 'repriced') step({ hash: transaction.hash })
      else replacement = reason
    },
  })
  if (replacement !== undefined) throw new CancelledError(replacement)
  step({ hash: receipt.transactionHash })
  if (receipt.status === 'reverted') throw new MinedRevertError('the transaction reverted')
  step({ stage: 'indexing' })
  const caughtUp = await untilIndexed(config.getClient(), receipt)
  step({ stage: 'done', lagging: !caughtUp })
  return receipt
}

/** Takes up the transactions that an earlier page had sent. */
export async function resume(engine: Engine): Promise<void> {
  const waiting = engine.store.list().filter(({ stage, outcome }) => stage !== 'done' && outcome === undefined)
  await Promise.all(waiting.map((activity) => resumeOne(engine, activity)))
}

async function resumeOne(engine: Engine, activity: Activity): Promise<void> {
  if (activity.hash === undefined) return
  let latest = activity
  const step: Step = (next) => {
    latest = { ...latest, ...next }
    engine.store.put(latest)
  }
  try {
    await follow(engine, activity.hash, step)
  } catch (error) {
    step(ending(error))
  }
}

/** How a transaction that did not go through ended. */
export function ending(error: unknown): Pick<Activity, 'outcome' | 'error'> {
  if (error instanceof CancelledError) return { outcome: 'cancelled' }
  const explained = explain(error)
  const outcome: Outcome = explained.code === 'user_rejected' ? 'refused' : 'failed'
  return { outcome, error: explained }
}
