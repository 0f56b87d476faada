import { createClient, custom, numberToHex, type TransactionReceipt } from 'viem'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { indexedBlock, untilIndexed } from './indexed'

const receipt = { transactionHash: '0xabc', blockNumber: 10n } as unknown as TransactionReceipt

/** A chain whose block N has the hash `0xN`, and on which the transaction is in `blockNumber`. */
function chain(blockNumber: bigint) {
  const answers: Readonly<Record<string, (params: readonly unknown[]) => unknown>> = {
    eth_getTransactionReceipt: () => ({ blockNumber: numberToHex(blockNumber), status: '0x1', logs: [] }),
    eth_getBlockByNumber: ([number]) => ({ number, hash: `0x${BigInt(String(number))}`, transactions: [] }),
  }
  return createClient({
    transport: custom({ request: async ({ method, params }) => answers[method]?.(params) }),
  })
}

function indexAnswers(...blocks: readonly { readonly number: number; readonly hash: string }[]) {
  const waiting = [...blocks]
  const ask = vi.fn(async () => {
    const block = waiting.length > 1 ? waiting.shift() : waiting[0]
    return new Response(JSON.stringify({ data: { _meta: { block } } }))
  })
  vi.stubGlobal('fetch', ask)
  return ask
}

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

describe('waiting for the records', () => {
  it('ends when the records contain the block', async () => {
    const ask = indexAnswers({ number: 9, hash: '0x9' }, { number: 10, hash: '0x10' })
    expect(await untilIndexed(chain(10n), receipt)).toBe(true)
    expect(ask).toHaveBeenCalledTimes(2)
  })

  it('does not believe a number whose block the chain has dropped', async () => {
    const ask = indexAnswers({ number: 12, hash: '0xdropped' }, { number: 12, hash: '0x12' })
    expect(await untilIndexed(chain(10n), receipt)).toBe(true)
    expect(ask).toHaveBeenCalledTimes(2)
  })

  it('waits for the later block to which a reorganisation moved the transaction', async () => {
    const ask = indexAnswers({ number: 10, hash: '0x10' }, { number: 11, hash: '0x11' })
    expect(await untilIndexed(chain(11n), receipt)).toBe(true)
    expect(ask).toHaveBeenCalledTimes(2)
  })

  it('gives up without an error when the records do not catch up', async () => {
    vi.useFakeTimers()
    indexAnswers({ number: 1, hash: '0x1' })
    const waiting = untilIndexed(chain(10n), receipt)
    await vi.advanceTimersByTimeAsync(25_000)
    expect(await waiting).toBe(false)
  })

  it('gives up without an error when the index is down', async () => {
    vi.useFakeTimers()
    vi.stubGlobal('fetch', async () => new Response('', { status: 502 }))
    const waiting = untilIndexed(chain(10n), receipt)
    await vi.advanceTimersByTimeAsync(25_000)
    expect(await waiting).toBe(false)
  })

  it('refuses an answer that says nothing', async () => {
    vi.stubGlobal('fetch', async () => new Response('{"data":{}}'))
    await expect(indexedBlock()).rejects.toThrow('did not say how far')
  })
})
