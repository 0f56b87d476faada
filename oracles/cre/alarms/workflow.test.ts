/** Runs under bun, by the SDK's own test runtime: `npm run test:cre`. */
import { describe, expect } from 'bun:test'
import { type EVMLog, getNetwork } from '@chainlink/cre-sdk'
import { EvmMock, HttpActionsMock, newTestRuntime, test } from '@chainlink/cre-sdk/test'
import { deviceOracleAbi } from '@tallystick/sdk'
import {
  bytesToHex,
  decodeAbiParameters,
  encodeAbiParameters,
  encodeEventTopics,
  type Hex,
  hexToBytes,
  hexToString,
  parseAbiParameters,
  zeroAddress,
  zeroHash,
} from 'viem'
import { alarmRequestFor, batchPath, GATEWAY, pictureOf, TestGateway } from '../../testing/alarm-cases.ts'
import { type Config, initWorkflow, onRequested } from './workflow.ts'

const BASE = 'https://gateway.test'
const REQUEST_ID: Hex = `0x${'34'.repeat(32)}`
const ALARMS = [0, 3, 255]
const config: Config = {
  chainSelectorName: 'ethereum-testnet-sepolia',
  deviceOracle: '0x00000000000000000000000000000000000000bb',
  gasLimit: '400000',
}
const selector = getNetwork({ chainFamily: 'evm', chainSelectorName: config.chainSelectorName })?.chainSelector.selector

/** A request's event, as the chain gives it to the trigger. */
function requested(batch = 0, transport = 1, key: Hex = GATEWAY.key): EVMLog {
  const { args, bytesArgs } = alarmRequestFor(BASE, batch, key)
  const params = encodeAbiParameters(parseAbiParameters('string[], bytes[]'), [args, bytesArgs])
  const indexed = { requestId: REQUEST_ID, subject: zeroAddress, requester: zeroAddress }
  const topics = encodeEventTopics({ abi: deviceOracleAbi, eventName: 'OracleRequested', args: indexed })
  const types = parseAbiParameters('uint8, uint16, uint8, bytes32, bytes')
  const data = encodeAbiParameters(types, [transport, 1, 1, zeroHash, params])
  return { topics: topics.map((topic) => hexToBytes(topic as Hex)), data: hexToBytes(data) } as EVMLog
}

/** Runs the workflow once; `body` is what the gateway sends about batch 0, undefined for nothing. */
function run(body: unknown, log = requested(), status = 200) {
  if (selector === undefined) throw new Error('The SDK does not know the test chain')
  const asked: string[] = []
  HttpActionsMock.testInstance().sendRequest = ({ url }) => {
    asked.push(url)
    if (body === undefined) throw new Error('connection refused')
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    return { statusCode: status, body: Buffer.from(text).toString('base64') }
  }
  let receiver: string | undefined
  EvmMock.testInstance(selector).writeReport = (input) => {
    receiver = bytesToHex(input.receiver)
    return { txStatus: 'TX_STATUS_SUCCESS' }
  }
  const payload = onRequested(newTestRuntime<Config>(new Map(), {}, config), log)
  if (payload === '') return { payload, asked, receiver }
  const report = decodeAbiParameters(parseAbiParameters('uint64, bytes32, bytes, bytes'), payload)
  const [chainSelector, requestId, response, err] = report
  return { payload, asked, receiver, chainSelector, requestId, response, err: hexToString(err) }
}

describe('CRE workflow of alarms', () => {
  const answer = pictureOf(ALARMS)
  const good = GATEWAY.sign(answer)

  test('reports the picture unchanged', () => {
    const result = run(good)
    expect(result.response).toBe(answer)
    expect(result.err).toBe('')
    expect(result.requestId).toBe(REQUEST_ID)
    expect(result.chainSelector).toBe(selector)
    expect(result.receiver).toBe(config.deviceOracle)
    expect(result.asked).toEqual([`${BASE}${batchPath(0)}`])
  })

  test('believes keys with an even and with an odd y', () => {
    const gateways = Array.from({ length: 8 }, (_, i) => new TestGateway(`gateway ${i}`))
    expect(new Set(gateways.map(({ isOdd }) => isOdd)).size).toBe(2)
    for (const gateway of gateways) {
      expect(run(gateway.sign(answer), requested(0, 1, gateway.key)).response).toBe(answer)
    }
  })

  test('leaves requests alone that the Functions router carries', () => {
    expect(run(good, requested(0, 0))).toMatchObject({ payload: '', asked: [], receiver: undefined })
  })

  test('listens to one contract', () => {
    expect(initWorkflow(config)).toHaveLength(1)
  })

  const failures: [string, string, unknown, number?][] = [
    ['a gateway out of reach', 'DATA_UNAVAILABLE', undefined],
    ['a gateway that is out of order', 'DATA_UNAVAILABLE', {}, 503],
    ['a page instead of data', 'DATA_UNAVAILABLE', '<html>'],
    ['other JSON', 'DATA_FORMAT', []],
    ['nothing', 'DATA_FORMAT', null],
    ['bits of devices that are not counted', 'DATA_FORMAT', GATEWAY.sign(pictureOf(ALARMS, { count: 1 }))],
    ['another batch', 'DATA_SUBJECT', GATEWAY.sign(pictureOf(ALARMS, { batch: 1 }))],
    ['another key', 'DATA_SIGNATURE', new TestGateway('somebody').sign(answer)],
    ['an alarm that was taken out', 'DATA_SIGNATURE', { ...good, answer: pictureOf([0, 3, 0]) }],
  ]
  for (const [name, code, body, status] of failures) {
    test(`reports ${code} for ${name}`, () => {
      expect(run(body, requested(), status)).toMatchObject({ response: '0x', err: code })
    })
  }

  test('reports DATA_SIGNATURE for a key that is no point', () => {
    expect(run(good, requested(0, 1, `0x${'ff'.repeat(32)}`)).err).toBe('DATA_SIGNATURE')
  })
})
