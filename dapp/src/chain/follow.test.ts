import type { TransactionReceipt } from 'viem'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Activity, ActivityStore } from './activity-store'
import type { Engine } from './engine'
import { loadErrorSentences } from './errors'
import { ending, follow, MinedRevertError, resume } from './follow'

const HASH = `0x${'1'.repeat(64)}` as const
const REPLACEMENT = `0x${'2'.repeat(64)}` as const

interface Waited {
  onReplaced(replacement: { reason: string; transaction: { hash: typeof HASH } }): void
}

const chain = vi.hoisted(() => ({ wait: vi.fn(), isIndexed: vi.fn() }))
vi.mock('wagmi/actions', () => ({ waitForTransactionReceipt: (_: unknown, waited: unknown) => chain.wait(waited) }))
vi.mock('./indexed', () => ({ untilIndexed: () => chain.isIndexed() }))
vi.mock('./deployment', () => ({ currentDeployment: () => ({ asset: { decimals: 6, symbol: 'DCNY' } }) }))

function receipt(changes: Partial<TransactionReceipt> = {}) {
  return { status: 'success', transactionHash: HASH, blockNumber: 10n, ...changes } as TransactionReceipt
}

function engine(stored: readonly Activity[] = []): Engine {
  const values = new Map<string, unknown>([['activities', stored]])
  const store = new ActivityStore({
    read: (key) => values.get(key),
    write: (key, value) => void values.set(key, value),
  })
  return { store, chainId: 31337, config: { getClient: () => ({}) } } as unknown as Engine
}

beforeAll(loadErrorSentences)
afterEach(() => vi.resetAllMocks())

describe('following a transaction', () => {
  it('goes from the block to the record', async () => {
    chain.wait.mockResolvedValue(receipt())
    chain.isIndexed.mockResolvedValue(true)
    const steps: Partial<Activity>[] = []
    await follow(engine(), HASH, (step) => steps.push(step))
    expect(steps).toEqual([{ hash: HASH }, { stage: 'indexing' }, { stage: 'done', lagging: false }])
  })

  it('is done, not failed, when the records do not catch up', async () => {
    chain.wait.mockResolvedValue(receipt())
    chain.isIndexed.mockResolvedValue(false)
    const steps: Partial<Activity>[] = []
    await follow(engine(), HASH, (step) => steps.push(step))
    expect(steps.at(-1)).toEqual({ stage: 'done', lagging: true })
  })

  it('fails when the contract refused it in its block', async () => {
    chain.wait.mockResolvedValue(receipt({ status: 'reverted' }))
    await expect(follow(engine(), HASH, () => {})).rejects.toBeInstanceOf(MinedRevertError)
  })

  it('goes on with the new hash when the wallet only raised the fee', async () => {
    chain.isIndexed.mockResolvedValue(true)
    chain.wait.mockImplementation(async ({ onReplaced }: Waited) => {
      onReplaced({ reason: 'repriced', transaction: { hash: REPLACEMENT as never } })
      return receipt({ transactionHash: REPLACEMENT })
    })
    const steps: Partial<Activity>[] = []
    await follow(engine(), HASH, (step) => steps.push(step))
    expect(steps[0]).toEqual({ hash: REPLACEMENT })
  })

  it.each(['cancelled', 'replaced'])('ends without an error text when it was %s in the wallet', async (reason) => {
    chain.wait.mockImplementation(async ({ onReplaced }: Waited) => {
      onReplaced({ reason, transaction: { hash: HASH } })
      return receipt()
    })
    const error: unknown = await follow(engine(), HASH, () => {}).catch((thrown: unknown) => thrown)
    expect(ending(error)).toEqual({ outcome: 'cancelled' })
  })

  it('takes up after a reload what an earlier page had sent, and nothing that had ended', async () => {
    chain.wait.mockResolvedValue(receipt())
    chain.isIndexed.mockResolvedValue(true)
    const sent = { id: 'sent', title: { id: 't' }, stage: 'pending', startedAt: 0, hash: HASH } as const
    const page = engine([sent, { ...sent, id: 'done', stage: 'done' }])
    await resume(page)
    expect(chain.wait).toHaveBeenCalledTimes(1)
    expect(page.store.list().map(({ stage }) => stage)).toEqual(['done', 'done'])
  })
})

describe('an ending', () => {
  it('is a refusal, not a failure, when the person said no', () => {
    expect(ending({ code: 4001, message: 'User rejected the request.' }).outcome).toBe('refused')
  })

  it('is a failure with a sentence otherwise', () => {
    const { outcome, error } = ending(new MinedRevertError('the transaction reverted'))
    expect(outcome).toBe('failed')
    expect(error?.sentence.en).toContain('refused')
  })
})
