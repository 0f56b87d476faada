import { type AbiParameter, decodeAbiParameters, type Hex, isHex, parseAbiItem, toFunctionSelector } from 'viem'
import type { Bilingual } from '../text.ts'
import { ASSET_REFUSALS, CONTRACT_ERRORS } from './sentences.ts'
import { type ErrorContext, fill } from './template.ts'

/** Failures that no contract names, with their sentences. */
const GENERAL = {
  user_rejected: {
    en: 'You declined the request in your wallet. Nothing was sent.',
    zh: '您在钱包中拒绝了请求，未发送任何内容。',
  },
  wallet_busy: {
    en: 'Your wallet is still waiting for an answer to an earlier request. Open it and answer there.',
    zh: '钱包中还有未处理的请求，请先在钱包中处理。',
  },
  wallet_disconnected: {
    en: 'The wallet is not connected. Connect it and try again.',
    zh: '钱包未连接，请连接后重试。',
  },
  wallet_unauthorised: {
    en: 'The wallet has not allowed this page to use the account. Connect the account and try again.',
    zh: '钱包未允许本页面使用该账户，请连接账户后重试。',
  },
  wallet_unsupported: {
    en: 'The wallet cannot do this. Use another wallet.',
    zh: '该钱包不支持此操作，请更换钱包。',
  },
  wrong_network: {
    en: 'The wallet is on another network. Switch it to the network of this page.',
    zh: '钱包处于其他网络，请切换到本页面的网络。',
  },
  rpc_unreachable: {
    en: 'The network node cannot be reached. Nothing is lost; try again in a moment.',
    zh: '无法连接网络节点。数据没有丢失，请稍后重试。',
  },
  insufficient_funds: {
    en: 'The account cannot pay the network fee.',
    zh: '账户余额不足以支付网络手续费。',
  },
  nonce_conflict: {
    en: 'Another transaction of this account was sent meanwhile. Try again.',
    zh: '该账户同时发送了另一笔交易，请重试。',
  },
  asset_administration: {
    en: "Only the settlement asset's issuer can do this, and only with valid accounts.",
    zh: '只有结算资产的发行方可以使用有效账户执行此操作。',
  },
  contract_panic: {
    en: 'The contract stopped at an internal check. Nothing was changed; please report it.',
    zh: '合约因内部检查而停止，未作任何更改，请反馈给我们。',
  },
  unknown_revert: {
    en: 'The contract refused the transaction without a known reason. Nothing was changed.',
    zh: '合约拒绝了交易，原因未知，未作任何更改。',
  },
  unknown: {
    en: 'Something went wrong. Nothing was sent as far as we know; check the list before you try again.',
    zh: '出现未知问题。据我们所知未发送任何内容，重试前请先查看列表。',
  },
} as const satisfies Record<string, Bilingual>

/** Codes of {@link ExplainedError} other than the names of the contracts' custom errors. */
export type GeneralErrorCode = keyof typeof GENERAL | 'asset_refused'

/** An error in words that a person can act on. */
export interface ExplainedError {
  /** A custom error's name such as `PriceBelowMinimum`, or a {@link GeneralErrorCode}. */
  readonly code: string
  readonly sentence: Bilingual
  /** The technical text, for a log or an expandable detail; never needed to understand the sentence. */
  readonly detail: string
}

interface KnownError {
  readonly name: string
  readonly inputs: readonly AbiParameter[]
  readonly sentence: Bilingual
}

const ERROR_STRING = '0x08c379a0'
const PANIC = '0x4e487b71'

let knownErrors: ReadonlyMap<string, KnownError> | undefined

/** The errors of {@link CONTRACT_ERRORS} by selector, built on first use. */
function errorsBySelector(): ReadonlyMap<string, KnownError> {
  knownErrors ??= new Map(
    Object.entries(CONTRACT_ERRORS).map(([signature, sentence]) => {
      const item = parseAbiItem(`error ${signature}`) as { name: string; inputs: readonly AbiParameter[] }
      const types = item.inputs.map(({ type }) => type).join(',')
      return [toFunctionSelector(`${item.name}(${types})`), { name: item.name, inputs: item.inputs, sentence }] as const
    }),
  )
  return knownErrors
}

/**
 * Explains whatever a wallet, a node or a contract threw, in one sentence per language. Never throws.
 * @param error any thrown value, or a revert's raw data as hex
 */
export function explainError(error: unknown, context: ErrorContext = {}): ExplainedError {
  const chain = causes(error)
  const detail = detailOf(error)
  const data = isHex(error) ? error : first(chain, revertData)
  if (data) return explainRevert(data, context, detail)
  const text = first(chain, refusalText)
  if (text) return explainText(text)
  return general(first(chain, generalCode) ?? (isRevert(chain) ? 'unknown_revert' : 'unknown'), detail)
}

function explainRevert(data: Hex, context: ErrorContext, detail: string): ExplainedError {
  const [selector, body] = [data.slice(0, 10), `0x${data.slice(10)}` as Hex]
  try {
    if (selector === ERROR_STRING) return explainText(decodeAbiParameters([{ type: 'string' }], body)[0])
    if (selector === PANIC)
      return general('contract_panic', `panic ${decodeAbiParameters([{ type: 'uint256' }], body)[0]}`)
    const known = errorsBySelector().get(selector)
    return known ? explainCustom(known, body, context) : general('unknown_revert', data)
  } catch {
    return general('unknown_revert', `${detail} ${data}`)
  }
}

function explainCustom({ name, inputs, sentence }: KnownError, body: Hex, context: ErrorContext): ExplainedError {
  const values = inputs.length === 0 ? [] : decodeAbiParameters(inputs, body)
  const named = inputs.map((input, index) => [input.name ?? '', values[index]] as const)
  const detail = `${name}(${named.map(([key, value]) => `${key}=${String(value)}`).join(', ')})`
  return { code: name, sentence: fill(sentence, new Map(named), context), detail }
}

function explainText(text: string): ExplainedError {
  const sentence = ASSET_REFUSALS[text]
  if (sentence) return { code: 'asset_refused', sentence, detail: text }
  return general(ADMINISTRATION.test(text) ? 'asset_administration' : 'unknown_revert', text)
}

const ADMINISTRATION =
  /caller is not the|is the zero address$|already initialized$|^Blacklisting|^FiatTokenV2_2: Blacklist/

function general(code: keyof typeof GENERAL, detail: string): ExplainedError {
  return { code, sentence: GENERAL[code], detail }
}

/** A thrown value seen without knowing its class: libraries are bundled twice, wallets throw plain objects. */
interface Thrown {
  readonly name?: unknown
  readonly code?: unknown
  readonly message?: unknown
  readonly shortMessage?: unknown
  readonly reason?: unknown
  readonly data?: unknown
  readonly raw?: unknown
  readonly cause?: unknown
  readonly error?: unknown
  readonly originalError?: unknown
}

const MAX_CAUSES = 20

/** The thrown value and everything it was caused by, outermost first. */
function causes(error: unknown): readonly Thrown[] {
  const found: Thrown[] = []
  const waiting: unknown[] = [error]
  while (waiting.length > 0 && found.length < MAX_CAUSES) {
    const next = waiting.shift()
    if (typeof next !== 'object' || next === null || found.includes(next)) continue
    const thrown: Thrown = next
    found.push(thrown)
    waiting.push(thrown.cause, thrown.error, thrown.data, thrown.originalError)
  }
  return found
}

function first<T>(chain: readonly Thrown[], look: (thrown: Thrown) => T | undefined): T | undefined {
  for (const thrown of chain) {
    const found = look(thrown)
    if (found !== undefined) return found
  }
  return undefined
}

function revertData({ raw, data }: Thrown): Hex | undefined {
  return [raw, data].find((value): value is Hex => isHex(value) && value.length >= 10)
}

/** Nodes that send no data put the text of a plain refusal into the message. */
function refusalText({ reason, message }: Thrown): string | undefined {
  if (typeof reason === 'string') return reason
  const [, text] = REVERT_MESSAGE.exec(typeof message === 'string' ? message : '') ?? []
  return text
}

const REVERT_MESSAGE = /reverted(?: with reason string)?:? ['"]?([^\n]+?)['"]?(?:\n|$)/

const CODES: ReadonlyMap<unknown, keyof typeof GENERAL> = new Map<unknown, keyof typeof GENERAL>([
  [4001, 'user_rejected'],
  ['ACTION_REJECTED', 'user_rejected'],
  ['UserRejectedRequestError', 'user_rejected'],
  [4100, 'wallet_unauthorised'],
  ['UnauthorizedProviderError', 'wallet_unauthorised'],
  [4200, 'wallet_unsupported'],
  ['UnsupportedProviderMethodError', 'wallet_unsupported'],
  [4900, 'wallet_disconnected'],
  ['ProviderDisconnectedError', 'wallet_disconnected'],
  ['ConnectorNotConnectedError', 'wallet_disconnected'],
  ['ConnectorAccountNotFoundError', 'wallet_unauthorised'],
  [4901, 'wrong_network'],
  [4902, 'wrong_network'],
  ['ChainDisconnectedError', 'wrong_network'],
  ['ChainMismatchError', 'wrong_network'],
  ['ConnectorChainMismatchError', 'wrong_network'],
  ['SwitchChainError', 'wrong_network'],
  [-32002, 'wallet_busy'],
  ['ResourceUnavailableRpcError', 'wallet_busy'],
  ['InsufficientFundsError', 'insufficient_funds'],
  ['NonceTooLowError', 'nonce_conflict'],
  ['NonceTooHighError', 'nonce_conflict'],
  ['HttpRequestError', 'rpc_unreachable'],
  ['WebSocketRequestError', 'rpc_unreachable'],
  ['SocketClosedError', 'rpc_unreachable'],
  ['TimeoutError', 'rpc_unreachable'],
])

const MESSAGES: readonly (readonly [RegExp, keyof typeof GENERAL])[] = [
  [/user (rejected|denied|cancelled|canceled)/i, 'user_rejected'],
  [/insufficient funds/i, 'insufficient_funds'],
  [/nonce too (low|high)|replacement transaction underpriced/i, 'nonce_conflict'],
  [/failed to fetch|fetch failed|network ?error|ECONNREFUSED/i, 'rpc_unreachable'],
]

function generalCode({ name, code, message }: Thrown): keyof typeof GENERAL | undefined {
  const known = CODES.get(code) ?? CODES.get(name)
  return known ?? MESSAGES.find(([pattern]) => typeof message === 'string' && pattern.test(message))?.[1]
}

function isRevert(chain: readonly Thrown[]): boolean {
  return chain.some(({ name, message }) => name === 'ContractFunctionRevertedError' || /revert/i.test(String(message)))
}

function detailOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error)
  const { shortMessage, message }: Thrown = error
  return String(shortMessage ?? message ?? 'no message')
}
