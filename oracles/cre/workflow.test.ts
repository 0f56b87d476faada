/** Runs under bun, by the SDK's own test runtime: `npm run test:cre`. */
import { describe, expect } from 'bun:test'
import { type EVMLog, getNetwork } from '@chainlink/cre-sdk'
import { EvmMock, HttpActionsMock, newTestRuntime, test } from '@chainlink/cre-sdk/test'
import { scoreOracleAbi } from '@tallystick/sdk'
import {
  bytesToHex,
  decodeAbiParameters,
  encodeAbiParameters,
  encodeEventTopics,
  type Hex,
  hexToBytes,
  hexToString,
  parseAbiParameters,
  zeroHash,
} from 'viem'
import { AS_OF, BLOB, expectedAnswer, MERCHANT, pathOf, ROWS, requestFor, SOURCES } from '../testing/score-cases.ts'
import { type Config, initWorkflow, onRequested } from './workflow.ts'

const BASE = 'https://platforms.test'
/** `ConfidenceLevel.FINALIZED` of the SDK's protocol. */
const FINALIZED = 2
const REQUEST_ID: Hex = `0x${'12'.repeat(32)}`
const config: Config = {
  chainSelectorName: 'ethereum-testnet-sepolia',
  scoreOracle: '0x00000000000000000000000000000000000000aa',
  gasLimit: '400000',
  sourcesWithKey: [],
}
const selector = getNetwork({ chainFamily: 'evm', chainSelectorName: config.chainSelectorName })?.chainSelector.selector

/** A request's event, as the chain gives it to the trigger. */
function requested(sourceMask: 1 | 2 | 3, transport = 1): EVMLog {
  const { args, bytesArgs } = requestFor(BASE, MERCHANT, sourceMask)
  const params = encodeAbiParameters(parseAbiParameters('string[], bytes[]'), [args, bytesArgs])
  const topics = encodeEventTopics({
    abi: scoreOracleAbi,
    eventName: 'OracleRequested',
    args: { requestId: REQUEST_ID, subject: MERCHANT, requester: MERCHANT },
  })
  const data = encodeAbiParameters(parseAbiParameters('uint8, uint16, uint8, bytes32, bytes'), [
    transport,
    1,
    sourceMask,
    zeroHash,
    params,
  ])
  return { topics: topics.map((topic) => hexToBytes(topic as Hex)), data: hexToBytes(data) } as EVMLog
}

/** What the platforms send: status and body by path. */
type Web = Record<string, { status?: number; body: unknown } | undefined>

function honestWeb(): Web {
  return {
    '/model': { body: BLOB },
    [pathOf(0, MERCHANT)]: { body: SOURCES[0].answer(MERCHANT, AS_OF, ROWS.good) },
    [pathOf(1, MERCHANT)]: { body: SOURCES[1].answer(MERCHANT, AS_OF, ROWS.good) },
  }
}

/** Runs the workflow once against these platforms. */
function run(web: Web, log = requested(1), change: Partial<Config> = {}, secrets: Record<string, string> = {}) {
  if (selector === undefined) throw new Error('The SDK does not know the test chain')
  const asked: { path: string; authorization: string | undefined }[] = []
  HttpActionsMock.testInstance().sendRequest = ({ url, headers }) => {
    const path = url.slice(BASE.length)
    asked.push({ path, authorization: headers.authorization })
    const reply = web[path]
    if (!reply) throw new Error('connection refused')
    const text = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body)
    const bytes = reply.body instanceof Uint8Array ? reply.body : new TextEncoder().encode(text)
    return { statusCode: reply.status ?? 200, body: Buffer.from(bytes).toString('base64') }
  }
  let receiver: string | undefined
  EvmMock.testInstance(selector).writeReport = (input) => {
    receiver = bytesToHex(input.receiver)
    return { txStatus: 'TX_STATUS_SUCCESS' }
  }
  const values = new Map(Object.entries(secrets))
  const runtime = newTestRuntime<Config>(new Map([['main', values]]), {}, { ...config, ...change })
  const payload = onRequested(runtime, log)
  if (payload === '') return { payload, asked, receiver }
  const report = decodeAbiParameters(parseAbiParameters('uint64, bytes32, bytes, bytes'), payload)
  const [chainSelector, requestId, response, err] = report
  return { payload, asked, receiver, chainSelector, requestId, response, err: hexToString(err) }
}

describe('CRE workflow', () => {
  test('reports the answer that the Functions source gives', () => {
    const result = run(honestWeb())
    expect(result.response).toBe(bytesToHex(expectedAnswer(MERCHANT, ROWS.good)))
    expect(result.err).toBe('')
    expect(result.requestId).toBe(REQUEST_ID)
    expect(result.chainSelector).toBe(selector)
    expect(result.receiver).toBe(config.scoreOracle)
    expect(result.asked.map(({ path }) => path)).toEqual(['/model', pathOf(0, MERCHANT)])
  })

  test('takes two platforms that agree', () => {
    const expected = bytesToHex(expectedAnswer(MERCHANT, ROWS.good, { sourceMask: 3 }))
    expect(run(honestWeb(), requested(3)).response).toBe(expected)
  })

  test('leaves requests alone that the Functions router carries', () => {
    expect(run(honestWeb(), requested(1, 0))).toMatchObject({ payload: '', asked: [], receiver: undefined })
  })

  test('gives a platform its key from the secrets, and nobody else', () => {
    const { asked } = run(honestWeb(), requested(3), { sourcesWithKey: [1] }, { source1: 'key' })
    expect(asked.map(({ authorization }) => authorization)).toEqual([undefined, undefined, 'Bearer key'])
  })

  test('waits for finality before it answers a request', () => {
    const [onlyHandler, ...others] = initWorkflow(config)
    expect(others).toEqual([])
    expect(onlyHandler?.trigger).toMatchObject({ config: { confidence: FINALIZED } })
  })

  const good = () => SOURCES[0].answer(MERCHANT, AS_OF, ROWS.good)
  const other = '0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc'
  const failures: [string, string, Web][] = [
    ['a model out of reach', 'MODEL_UNAVAILABLE', { '/model': undefined }],
    ['a missing model', 'MODEL_UNAVAILABLE', { '/model': { status: 404, body: '' } }],
    ['a tampered model', 'MODEL_HASH', { '/model': { body: BLOB.with(200, 1 ^ (BLOB[200] ?? 0)) } }],
    ['a platform out of reach', 'DATA_UNAVAILABLE', { [pathOf(0, MERCHANT)]: undefined }],
    ['a broken platform', 'DATA_UNAVAILABLE', { [pathOf(0, MERCHANT)]: { status: 500, body: 'oops' } }],
    ['a page instead of data', 'DATA_UNAVAILABLE', { [pathOf(0, MERCHANT)]: { body: '<html>' } }],
    ['no consent', 'NO_CONSENT', { [pathOf(0, MERCHANT)]: { status: 403, body: {} } }],
    ['a young shop', 'DATA_TOO_YOUNG', { [pathOf(0, MERCHANT)]: { status: 422, body: {} } }],
    ['other JSON', 'DATA_FORMAT', { [pathOf(0, MERCHANT)]: { body: [] } }],
    ['another merchant', 'DATA_SUBJECT', { [pathOf(0, MERCHANT)]: { body: SOURCES[0].answer(other, AS_OF, [1, 2]) } }],
    ['a changed feature', 'DATA_SIGNATURE', { [pathOf(0, MERCHANT)]: { body: { ...good(), features: [1, 2] } } }],
  ]
  for (const [name, code, change] of failures) {
    test(`reports ${code} for ${name}`, () => {
      expect(run({ ...honestWeb(), ...change })).toMatchObject({ response: '0x', err: code })
    })
  }

  test('reports SOURCES_DISAGREE for platforms that state different figures', () => {
    const contrary = { [pathOf(1, MERCHANT)]: { body: SOURCES[1].answer(MERCHANT, AS_OF, ROWS.poor) } }
    expect(run({ ...honestWeb(), ...contrary }, requested(3)).err).toBe('SOURCES_DISAGREE')
  })
})
