/**
 * The JSON-RPC methods that the page's same-origin endpoint passes on, on every network: reading, and sending what a
 * wallet has signed. Not among them: methods that sign with the node's own keys, and a local chain's controls
 * (`anvil_…`, `evm_…`), which have an endpoint of their own (the demo clock).
 */
const allowed: ReadonlySet<string> = new Set([
  'eth_blockNumber',
  'eth_call',
  'eth_chainId',
  'eth_createAccessList',
  'eth_estimateGas',
  'eth_feeHistory',
  'eth_gasPrice',
  'eth_getBalance',
  'eth_getBlockByHash',
  'eth_getBlockByNumber',
  'eth_getBlockReceipts',
  'eth_getBlockTransactionCountByHash',
  'eth_getBlockTransactionCountByNumber',
  'eth_getCode',
  'eth_getFilterChanges',
  'eth_getFilterLogs',
  'eth_getLogs',
  'eth_getProof',
  'eth_getStorageAt',
  'eth_getTransactionByBlockHashAndIndex',
  'eth_getTransactionByBlockNumberAndIndex',
  'eth_getTransactionByHash',
  'eth_getTransactionCount',
  'eth_getTransactionReceipt',
  'eth_maxPriorityFeePerGas',
  'eth_newBlockFilter',
  'eth_newFilter',
  'eth_sendRawTransaction',
  'eth_syncing',
  'eth_uninstallFilter',
  'net_version',
  'web3_clientVersion',
])

/** Calls in one batch; viem sends at most this many by default. */
const batchLimit = 1_000

/** Why a request is not passed on, as a JSON-RPC error object. */
export interface Refusal {
  readonly jsonrpc: '2.0'
  readonly id: string | number | null
  readonly error: { readonly code: number; readonly message: string }
}

/**
 * Decides about a request body.
 * @returns undefined when all of it may pass, otherwise the answer to give instead
 */
export function refuse(body: string): Refusal | undefined {
  const calls = parse(body)
  if (calls === undefined) return refusal(null, -32700, 'the request is not JSON')
  if (calls.length === 0 || calls.length > batchLimit) return refusal(null, -32600, `send 1 to ${batchLimit} calls`)
  const forbidden = calls.find((call) => !allowed.has(methodOf(call)))
  if (forbidden === undefined) return undefined
  return refusal(idOf(forbidden), -32601, `the method ${methodOf(forbidden)} is not available here`)
}

function parse(body: string): readonly unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(body)
    return Array.isArray(value) ? value : [value]
  } catch {
    return undefined
  }
}

function field(call: unknown, name: string): unknown {
  return typeof call === 'object' && call !== null ? (call as Record<string, unknown>)[name] : undefined
}

function methodOf(call: unknown): string {
  const method = field(call, 'method')
  return typeof method === 'string' ? method.slice(0, 80) : '(none)'
}

function idOf(call: unknown): string | number | null {
  const id = field(call, 'id')
  return typeof id === 'string' || typeof id === 'number' ? id : null
}

function refusal(id: string | number | null, code: number, message: string): Refusal {
  return { jsonrpc: '2.0', id, error: { code, message } }
}
