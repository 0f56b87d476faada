import type { Client, TransactionReceipt } from 'viem'
import { getBlock, getTransactionReceipt } from 'viem/actions'

/** The newest block that the records contain. */
export interface IndexedBlock {
  readonly number: bigint
  readonly hash: string | null
}

const QUERY = '{ _meta { block { number hash } } }'

/** Asks the index how far its records go. */
export async function indexedBlock(signal?: AbortSignal): Promise<IndexedBlock> {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: QUERY }),
    ...(signal && { signal }),
  })
  if (!response.ok) throw new Error(`the index answered ${response.status}`)
  const body: unknown = await response.json()
  return readMeta(body)
}

function readMeta(body: unknown): IndexedBlock {
  const block = (body as { data?: { _meta?: { block?: { number?: unknown; hash?: unknown } } } })?.data?._meta?.block
  if (typeof block?.number !== 'number') throw new Error('the index did not say how far it has come')
  return { number: BigInt(block.number), hash: typeof block.hash === 'string' ? block.hash : null }
}

const POLL_MS = 250
const GIVE_UP_MS = 20_000

/**
 * Waits until the records contain a receipt's block on the chain as it is now. After a reorganisation the index may
 * still answer with a block that the chain has dropped, so the number alone proves nothing.
 * @returns false when the records have not caught up in time; the transaction stands all the same
 */
export async function untilIndexed(client: Client, receipt: TransactionReceipt): Promise<boolean> {
  const end = Date.now() + GIVE_UP_MS
  while (Date.now() < end) {
    if (await contains(client, receipt).catch(() => false)) return true
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
  return false
}

async function contains(client: Client, receipt: TransactionReceipt): Promise<boolean> {
  const indexed = await indexedBlock()
  // The receipt is fetched again: a reorganisation may have moved the transaction to a later block.
  const { blockNumber } = await getTransactionReceipt(client, { hash: receipt.transactionHash })
  if (indexed.number < blockNumber) return false
  const onChain = await getBlock(client, { blockNumber: indexed.number })
  return onChain.hash === indexed.hash
}
