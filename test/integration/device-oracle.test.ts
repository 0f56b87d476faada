import { expect } from 'chai'
import { type Hex, stringToHex, zeroHash } from 'viem'
import { GATEWAY, pictureOf, TestGateway } from '../../oracles/testing/alarm-cases.ts'
import type { Reply } from '../../oracles/testing/web.ts'
import { type AlarmNetwork, newAlarmNetwork } from './support/alarm-network.ts'

const REQUEST_STATE = { Open: 1, Answered: 2, Failed: 3 } as const
const REFUSAL = { OracleError: 0, TooOld: 6, FromTheFuture: 7, OlderThanLast: 5 } as const
const UNUSED = 0b0000_0001
const OUT_OF_REGION = 0b0000_0010
const TAMPER = 0b0100_0000

describe('alarms from the gateway to the chain, over the real router', () => {
  let network: AlarmNetwork
  let devices: Hex[]

  before(async function () {
    this.timeout(120_000)
    network = await newAlarmNetwork()
    devices = [await network.enroll(1), await network.enroll(2), await network.enroll(3)]
    await network.startNetwork()
  })
  after(() => network.close())

  async function settled(requestId: Hex): Promise<number> {
    for (const end = Date.now() + 60_000; Date.now() < end; ) {
      const { state } = await network.oracle.read.request([requestId])
      if (state !== REQUEST_STATE.Open) return state
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    throw new Error(`request ${requestId} is still open`)
  }

  const alarms = () => Promise.all(devices.map((deviceId) => network.oracle.read.alarmsOf([deviceId])))

  /** Why the network's word was not taken. */
  async function refusalAfter(reply: Reply): Promise<{ reason: number; detail: Hex }> {
    network.serve(reply)
    const requestId = await network.request()
    expect(await settled(requestId)).to.equal(REQUEST_STATE.Failed)
    const { address, abi } = network.oracle
    const filter = {
      address,
      abi,
      eventName: 'OracleRefused',
      args: { requestId },
      fromBlock: 0n,
      strict: true,
    } as const
    const [event] = await network.system.client.getContractEvents(filter)
    if (event === undefined) throw new Error('nothing was refused')
    return event.args
  }

  it('raises and clears what the gateway says, and tells only what changed', async () => {
    for (const [next, changed] of [
      [[UNUSED, 0, OUT_OF_REGION | TAMPER], 2],
      [[0, 0, OUT_OF_REGION | TAMPER], 1],
      [[0, 0, 0], 1],
    ] as const) {
      const answer = await network.tell(next)
      expect(await settled(await network.request())).to.equal(REQUEST_STATE.Answered)
      const before = await alarms()
      const hash = await network.oracle.write.apply_([0, answer])
      const { blockNumber } = await network.system.client.getTransactionReceipt({ hash })
      expect(await alarms()).to.deep.equal([...next])
      const { address, abi } = network.oracle
      const filter = { address, abi, eventName: 'AlarmsChanged', fromBlock: blockNumber, strict: true } as const
      const events = await network.system.client.getContractEvents(filter)
      expect(events).to.have.length(changed)
      for (const { args } of events) {
        const index = devices.indexOf(args.deviceId)
        expect([args.oldAlarms, args.newAlarms]).to.deep.equal([before[index], next[index]])
      }
    }
  })

  const gone = { status: 503, body: {} }
  const stranger = new TestGateway('somebody')
  const fresh = async (options: object = {}, sums: readonly number[] = [0, 0, 255]) =>
    pictureOf(sums, { asOf: Number(await network.system.now()), ...options })
  const cases: [string, string, () => Promise<Reply> | Reply][] = [
    ['a gateway that is out of order', 'DATA_UNAVAILABLE', () => gone],
    ['garbage', 'DATA_UNAVAILABLE', () => ({ body: '<html>' })],
    ['other JSON', 'DATA_FORMAT', () => ({ body: { alarms: [] } })],
    [
      'a picture with bits where there are none',
      'DATA_FORMAT',
      async () => ({ body: GATEWAY.sign(await fresh({ count: 1 })) }),
    ],
    ['another key', 'DATA_SIGNATURE', async () => ({ body: stranger.sign(await fresh()) })],
    [
      'a picture that was changed',
      'DATA_SIGNATURE',
      async () => ({ body: { ...GATEWAY.sign(await fresh()), answer: await fresh({}, [0, 0, 1]) } }),
    ],
    ['another batch', 'DATA_SUBJECT', async () => ({ body: GATEWAY.sign(await fresh({ batch: 1 })) })],
  ]
  for (const [name, code, reply] of cases) {
    it(`keeps what it has after ${name}: ${code}`, async () => {
      const before = await alarms()
      const { reason, detail } = await refusalAfter(await reply())
      expect(reason).to.equal(REFUSAL.OracleError)
      expect(detail).to.equal(stringToHex(code, { size: 32 }))
      expect(await alarms()).to.deep.equal(before)
    })
  }

  it('refuses pictures that are too old, from the future, or older than the last', async () => {
    const now = Number(await network.system.now())
    for (const [asOf, expected] of [
      [now - 1_200, REFUSAL.TooOld],
      [now + 3_600, REFUSAL.FromTheFuture],
      [now - 300, REFUSAL.OlderThanLast],
    ] as const) {
      const { reason } = await refusalAfter({ body: GATEWAY.sign(pictureOf([1, 1, 1], { asOf })) })
      expect(reason).to.equal(expected)
    }
  })

  it('fails when the gateway is gone, and goes on when it is back', async () => {
    network.web.replies.clear()
    const requestId = await network.request()
    expect(await settled(requestId)).to.equal(REQUEST_STATE.Failed)
    const answer = await network.tell([TAMPER, 0, 0])
    expect(await settled(await network.request())).to.equal(REQUEST_STATE.Answered)
    await network.oracle.write.apply_([0, answer])
    expect(await alarms()).to.deep.equal([TAMPER, 0, 0])
  })

  it('delivers 256 bytes for at most 180 000 gas', async () => {
    await network.tell([UNUSED, UNUSED, UNUSED])
    const requestId = await network.request()
    expect(await settled(requestId)).to.equal(REQUEST_STATE.Answered)
    const [answered] = await network.oracle.getEvents.OracleAnswered({ requestId }, { fromBlock: 0n, strict: true })
    const hash = answered?.transactionHash ?? zeroHash
    const { gasUsed } = await network.system.client.getTransactionReceipt({ hash })
    const { system, router } = network
    const [costs] = await system.client.getContractEvents({
      address: router.router,
      abi: processedAbi,
      eventName: 'RequestProcessed',
      args: { requestId },
      fromBlock: 0n,
      strict: true,
    })
    // Result 0: the callback ended within its limit, which is 180 000.
    expect(costs?.args.resultCode).to.equal(0)
    console.log(`        delivery with router and coordinator: ${gasUsed} gas, of which the callback at most 180000`)
  })
})

const processedAbi = [
  {
    type: 'event',
    name: 'RequestProcessed',
    inputs: [
      { name: 'requestId', type: 'bytes32', indexed: true },
      { name: 'subscriptionId', type: 'uint64', indexed: true },
      { name: 'totalCostJuels', type: 'uint96' },
      { name: 'transmitter', type: 'address' },
      { name: 'resultCode', type: 'uint8' },
      { name: 'response', type: 'bytes' },
      { name: 'err', type: 'bytes' },
      { name: 'callbackReturnData', type: 'bytes' },
    ],
  },
] as const
