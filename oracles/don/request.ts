import cbor from 'cbor'
import { bytesToHex, type Hex, hexToBytes } from 'viem'

/** Where a request's secrets lie, as the Functions library numbers it. */
const DON_HOSTED = 2

/** What a consumer asks the network to run. */
export interface FunctionsRequest {
  readonly source: string
  readonly args: readonly string[]
  readonly bytesArgs: readonly Hex[]
  /** True when it refers to secrets that the nodes keep. */
  readonly wantsSecrets: boolean
}

/**
 * Reads a request's CBOR: keys and values by turns, without a map around them.
 * @throws Error when it is no such request
 */
export function decodeRequest(data: Hex): FunctionsRequest {
  const items: unknown[] = cbor.decodeAllSync(Buffer.from(hexToBytes(data)))
  const fields = new Map<unknown, unknown>()
  for (let i = 0; i + 1 < items.length; i += 2) fields.set(items[i], items[i + 1])
  const source = fields.get('source')
  const args = fields.get('args') ?? []
  const bytesArgs = fields.get('bytesArgs') ?? []
  if (typeof source !== 'string' || !isListOf(args, isString) || !isListOf(bytesArgs, Buffer.isBuffer)) {
    throw new Error('The request is no Functions request')
  }
  // The Solidity library writes it as a big integer, other encoders as a small one.
  const wantsSecrets = Number(fields.get('secretsLocation') ?? 0) === DON_HOSTED
  return { source, args, bytesArgs: bytesArgs.map((bytes) => bytesToHex(bytes)), wantsSecrets }
}

function isString(value: unknown): value is string {
  return typeof value === 'string'
}

function isListOf<T>(value: unknown, isItem: (item: unknown) => item is T): value is T[] {
  return Array.isArray(value) && value.every(isItem)
}
