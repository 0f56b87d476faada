import { evaluate, type FeatureRow, reasonCodes, unpackAnswer } from '@tallystick/sdk'
import { expect } from 'chai'
import { type Address, bytesToHex, concat, type Hex, hexToBytes, stringToHex, toFunctionSelector } from 'viem'
import { encodeReport } from '../../oracles/cre/report.ts'
import { expectedAnswer, MODEL, pathOf, ROWS, SOURCES } from '../../oracles/testing/score-cases.ts'
import { statementFor } from '../../oracles/testing/source.ts'
import { fund, newScoreNetwork, type ScoreNetwork } from './support/score-network.ts'

const REQUEST_STATE = { Open: 1, Answered: 2, Failed: 3, Expired: 4 } as const
const REFUSAL = { OracleError: 0, BadLength: 1, BadField: 2, OlderThanLast: 5, TooOld: 6, TooLate: 8 } as const

describe('a score from the request to the chain, over the real router', () => {
  let network: ScoreNetwork
  let merchants = 0

  before(async function () {
    this.timeout(120_000)
    network = await newScoreNetwork()
  })
  after(() => network.close())

  const newMerchant = (sources: 1 | 2 = 1) => network.newMerchant(++merchants, sources)

  async function settled(requestId: Hex): Promise<number> {
    for (const end = Date.now() + 60_000; Date.now() < end; ) {
      const { state } = await network.oracle.read.request([requestId])
      if (state !== REQUEST_STATE.Open) return state
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    throw new Error(`request ${requestId} is still open`)
  }

  /** What the contract has stored, in the form of an answer. */
  async function storedScore(merchant: Address) {
    const score = await network.oracle.read.scoreOf([merchant])
    const commitment = await network.oracle.read.commitmentOf([merchant])
    const reasons = [...hexToBytes(`0x${score.reasons.toString(16).padStart(8, '0')}`)]
    const { score: points, pdBps, version: modelVersion, sourceMask, asOf, turnover } = score
    return {
      score: points,
      pdBps,
      reasons,
      modelVersion,
      sourceMask,
      asOf,
      turnover,
      commitment: hexToBytes(commitment),
    }
  }

  async function refusalOf(requestId: Hex) {
    const { client } = network.system
    const { address, abi } = network.oracle
    const logs = await client.getContractEvents({
      address,
      abi,
      eventName: 'OracleRefused',
      args: { requestId },
      fromBlock: 0n,
      strict: true,
    })
    return logs.map(({ args }) => args)
  }

  /** Calls the callback as the router would. */
  async function callBack(requestId: Hex, response: Hex, err: Hex = '0x'): Promise<bigint> {
    const { system, router, oracle } = network
    const { networkHelpers } = system.connection as unknown as {
      networkHelpers: {
        impersonateAccount(account: Address): Promise<void>
        setBalance(account: Address, wei: bigint): Promise<void>
      }
    }
    await networkHelpers.impersonateAccount(router.router)
    await networkHelpers.setBalance(router.router, 10n ** 18n)
    const call = { functionName: 'handleOracleFulfillment', args: [requestId, response, err] } as const
    const hash = await oracle.write[call.functionName](call.args, { account: router.router })
    return (await system.client.getTransactionReceipt({ hash })).gasUsed
  }

  describe('with an honest network', () => {
    before(async () => {
      await network.startNetwork({ secrets: { source0: 'lantern' } })
    })

    for (const [name, row] of Object.entries(ROWS) as [string, FeatureRow][]) {
      it(`stores of a ${name} row what the SDK computes`, async () => {
        const merchant = await newMerchant()
        const asOf = await network.freshAsOf()
        network.world.state(0, merchant.address, row, asOf)
        expect(await settled(await network.request(merchant.address))).to.equal(REQUEST_STATE.Answered)
        const expected = unpackAnswer(expectedAnswer(merchant.address, row, { asOf }))
        expect(await storedScore(merchant.address)).to.deep.equal(expected)
        expect(expected.score).to.equal(evaluate(MODEL, row).score)
        expect(expected.reasons).to.deep.equal(reasonCodes(MODEL, row))
      })
    }

    it('O11 takes two platforms that agree, and fails when they do not', async () => {
      const merchant = await newMerchant(2)
      const asOf = await network.freshAsOf()
      network.world.state(0, merchant.address, ROWS.good, asOf)
      network.world.state(1, merchant.address, ROWS.good, asOf)
      expect(await settled(await network.request(merchant.address))).to.equal(REQUEST_STATE.Answered)
      expect((await storedScore(merchant.address)).sourceMask).to.equal(3)
      network.world.state(1, merchant.address, ROWS.poor, asOf)
      const requestId = await network.request(merchant.address)
      expect(await settled(requestId)).to.equal(REQUEST_STATE.Failed)
      const [refusal] = await refusalOf(requestId)
      expect(refusal?.detail).to.equal(stringToHex('SOURCES_DISAGREE', { size: 32 }))
    })

    it('says why there is no score, keeps the last one, and can be asked again', async () => {
      const merchant = await newMerchant()
      const asOf = await network.freshAsOf()
      const path = pathOf(0, merchant.address)
      network.world.state(0, merchant.address, ROWS.good, asOf)
      await settled(await network.request(merchant.address))
      const before = await storedScore(merchant.address)
      network.world.web.replies.set(path, { status: 403, body: {} })
      const refused = await network.request(merchant.address)
      expect(await settled(refused)).to.equal(REQUEST_STATE.Failed)
      const [refusal] = await refusalOf(refused)
      expect(refusal?.reason).to.equal(REFUSAL.OracleError)
      expect(refusal?.detail).to.equal(stringToHex('NO_CONSENT', { size: 32 }))
      expect(await storedScore(merchant.address)).to.deep.equal(before)
      network.world.state(0, merchant.address, ROWS.poor, asOf)
      expect(await settled(await network.request(merchant.address))).to.equal(REQUEST_STATE.Answered)
      expect((await storedScore(merchant.address)).score).to.be.lessThan(before.score)
    })

    it('O03 refuses data that are too old, or older than the last', async () => {
      const merchant = await newMerchant()
      const asOf = await network.freshAsOf()
      network.world.state(0, merchant.address, ROWS.good, asOf)
      await settled(await network.request(merchant.address))
      for (const [age, reason] of [
        [8 * 86_400, REFUSAL.TooOld],
        [60, REFUSAL.OlderThanLast],
      ] as const) {
        network.world.state(0, merchant.address, ROWS.good, asOf - age)
        const requestId = await network.request(merchant.address)
        expect(await settled(requestId)).to.equal(REQUEST_STATE.Failed)
        expect((await refusalOf(requestId))[0]?.reason).to.equal(reason)
      }
    })

    it('O09 gives a platform the key that the nodes keep for it', async () => {
      const merchant = await newMerchant()
      const body = SOURCES[0].answer(merchant.address, await network.freshAsOf(), ROWS.good)
      network.world.web.replies.set(pathOf(0, merchant.address), ({ headers }) =>
        headers.authorization === 'Bearer lantern' ? { body } : { status: 401, body: {} },
      )
      expect(await settled(await network.request(merchant.address))).to.equal(REQUEST_STATE.Answered)
    })

    it('scores 100 merchants who ask at once, none lost and none swapped', async function () {
      this.timeout(240_000)
      const asOf = await network.freshAsOf()
      const rows = new Map<Address, FeatureRow>()
      for (let i = 0; i < 100; i++) {
        const merchant = await newMerchant()
        const row = [20_000 + 9_000 * i, 250 + 2 * i]
        rows.set(merchant.address, row)
        network.world.state(0, merchant.address, row, asOf)
      }
      const started = Date.now()
      const requests = await Promise.all([...rows.keys()].map((merchant) => network.request(merchant)))
      for (const requestId of requests) expect(await settled(requestId)).to.equal(REQUEST_STATE.Answered)
      console.log(`        100 scores by 4 nodes each in ${((Date.now() - started) / 1000).toFixed(1)} s`)
      for (const [merchant, row] of rows) {
        const expected = unpackAnswer(expectedAnswer(merchant, row, { asOf }))
        expect(await storedScore(merchant)).to.deep.equal(expected)
      }
    })

    it('proves its features to the contract, which scores them to the same bits', async () => {
      const merchant = await newMerchant()
      const asOf = await network.freshAsOf()
      network.world.state(0, merchant.address, ROWS.poor, asOf)
      await settled(await network.request(merchant.address))
      if ((await network.models.read.model([1])).blob === ZERO_ADDRESS) {
        const blob = network.world.web.replies.get('/model')
        if (typeof blob === 'function' || !(blob?.body instanceof Uint8Array)) throw new Error('no model is served')
        await network.models.write.publish([1, bytesToHex(blob.body)])
      }
      const salt = bytesToHex(statementFor(merchant.address, asOf, ROWS.poor).salt)
      const features = ROWS.poor.map(BigInt)
      const { result } = await network.oracle.simulate.challenge([merchant.address, features, salt])
      expect(result).to.equal(false)
    })
  })

  describe('with anything else', () => {
    before(async () => {
      await network.close()
      network = await newScoreNetwork()
    })

    async function openRequest() {
      const merchant = await newMerchant()
      return { merchant: merchant.address, requestId: await network.request(merchant.address) }
    }

    it('O05 spends at most 180 000 gas in the callback, the first time and later', async () => {
      const { merchant, requestId } = await openRequest()
      const asOf = await network.freshAsOf()
      const answer = bytesToHex(expectedAnswer(merchant, ROWS.good, { asOf }))
      const first = await callBack(requestId, answer)
      const later = await callBack(await network.request(merchant), answer)
      console.log(`        callback: ${first} gas the first time, ${later} later, transaction included`)
      expect(Number(first)).to.be.at.most(180_000)
    })

    it('O02 takes one answer for a request', async () => {
      const { merchant, requestId } = await openRequest()
      const asOf = await network.freshAsOf()
      await callBack(requestId, bytesToHex(expectedAnswer(merchant, ROWS.good, { asOf })))
      const stored = await storedScore(merchant)
      await callBack(requestId, bytesToHex(expectedAnswer(merchant, ROWS.poor, { asOf })))
      expect(await storedScore(merchant)).to.deep.equal(stored)
    })

    it('O01 hears nobody but the router', async () => {
      const { merchant, requestId } = await openRequest()
      const asOf = await network.freshAsOf()
      const forged = bytesToHex(expectedAnswer(merchant, ROWS.good, { asOf }))
      const { viem } = network.system.connection
      await viem.assertions.revertWithCustomError(
        network.oracle.write.handleOracleFulfillment([requestId, forged, '0x']),
        network.oracle,
        'OnlyRouterCanFulfill',
      )
    })

    const strange: [string, string, number][] = [
      ['nothing', 'return new Uint8Array()', REFUSAL.BadLength],
      ['garbage', 'return Functions.encodeString("garbage")', REFUSAL.BadLength],
      ['zeros', 'return new Uint8Array(64)', REFUSAL.BadField],
      [
        'a bit that must be zero',
        'const a = new Uint8Array(64); a[0] = 2; a[1] = 200; a[31] = 1; return a',
        REFUSAL.BadField,
      ],
      ['256 bytes of ones', 'return new Uint8Array(256).fill(255)', REFUSAL.BadLength],
      ['words', 'throw Error("NO_CONSENT ".repeat(20))', REFUSAL.OracleError],
    ]
    for (const [name, program, reason] of strange) {
      it(`O04 refuses ${name} and lets the merchant ask again`, async () => {
        const don = await network.startNetwork()
        await network.oracle.write.setProgram([stringToHex(program)])
        const { merchant, requestId } = await openRequest()
        expect(await settled(requestId)).to.equal(REQUEST_STATE.Failed)
        expect((await refusalOf(requestId)).map((refusal) => refusal.reason)).to.deep.equal([reason])
        expect(await network.oracle.read.openRequestOf([merchant])).to.equal(ZERO_WORD)
        await don.stop()
      })
    }

    it('O03 O07 refuses an answer that comes too late, and lets anybody end a request that has none', async () => {
      const late = await openRequest()
      const silent = await openRequest()
      await network.system.connection.provider.request({ method: 'evm_increaseTime', params: [3_601] })
      await network.system.connection.provider.request({ method: 'evm_mine', params: [] })
      const asOf = await network.freshAsOf()
      await callBack(late.requestId, bytesToHex(expectedAnswer(late.merchant, ROWS.good, { asOf })))
      expect((await refusalOf(late.requestId))[0]?.reason).to.equal(REFUSAL.TooLate)
      await network.oracle.write.expire([silent.requestId], { account: network.system.stranger.account })
      expect((await network.oracle.read.request([silent.requestId])).state).to.equal(REQUEST_STATE.Expired)
    })
  })

  describe('with requests that the other transport carries', () => {
    const SELECTOR = 16_015_286_601_757_825_753n
    const WORKFLOW_ID = `0x${'77'.repeat(32)}` as const
    const METADATA = concat([WORKFLOW_ID, `0x${'00'.repeat(32)}`])

    before(async () => {
      const { oracle, system } = network
      const forwarder = system.bank.account.address
      const config = { forwarder, chainSelector: SELECTOR, workflowId: WORKFLOW_ID, previousWorkflowId: ZERO_WORD }
      await oracle.write.setCreConfig([config])
      await oracle.write.setTransport([1])
    })
    after(() => network.oracle.write.setTransport([0]))

    const deliver = (payload: Hex) =>
      network.oracle.write.onReport([METADATA, payload], { account: network.system.bank.account })

    it('stores what the workflow reports', async () => {
      const merchant = await newMerchant()
      const requestId = await network.request(merchant.address)
      const asOf = await network.freshAsOf()
      const answer = expectedAnswer(merchant.address, ROWS.good, { asOf })
      await deliver(encodeReport(SELECTOR, requestId, bytesToHex(answer)))
      expect(await storedScore(merchant.address)).to.deep.equal(unpackAnswer(answer))
    })

    it('consumes an error code, and a report for another chain changes nothing', async () => {
      const merchant = await newMerchant()
      const requestId = await network.request(merchant.address)
      await deliver(encodeReport(SELECTOR + 1n, requestId, 'NO_CONSENT'))
      expect((await network.oracle.read.request([requestId])).state).to.equal(REQUEST_STATE.Open)
      await deliver(encodeReport(SELECTOR, requestId, 'NO_CONSENT'))
      const [refusal] = await refusalOf(requestId)
      expect(refusal?.detail).to.equal(stringToHex('NO_CONSENT', { size: 32 }))
    })

    it('O13 does not take an answer over the router', async () => {
      const merchant = await newMerchant()
      const requestId = await network.request(merchant.address)
      const asOf = await network.freshAsOf()
      await callBack(requestId, bytesToHex(expectedAnswer(merchant.address, ROWS.good, { asOf })))
      expect((await network.oracle.read.request([requestId])).state).to.equal(REQUEST_STATE.Open)
    })
  })

  describe('with a subscription that is empty', () => {
    it('O06 refuses to ask, and asks again once it is paid', async () => {
      await network.close()
      network = await newScoreNetwork(1n)
      const merchant = await newMerchant()
      const refused = await network.oracle.write.requestScoreFor([merchant.address]).catch(String)
      expect(refused).to.contain(toFunctionSelector('InsufficientBalance()'))
      await fund(network, 10n ** 20n)
      const asOf = await network.freshAsOf()
      network.world.state(0, merchant.address, ROWS.good, asOf)
      await network.startNetwork()
      expect(await settled(await network.request(merchant.address))).to.equal(REQUEST_STATE.Answered)
    })

    it('works on after the clock has moved by a quarter, when the price feeds are stale', async () => {
      const { provider } = network.system.connection
      await provider.request({ method: 'evm_increaseTime', params: [90 * 86_400] })
      await provider.request({ method: 'evm_mine', params: [] })
      const merchant = await newMerchant()
      network.world.state(0, merchant.address, ROWS.good, await network.freshAsOf())
      expect(await settled(await network.request(merchant.address))).to.equal(REQUEST_STATE.Answered)
    })
  })
})

const ZERO_WORD = `0x${'00'.repeat(32)}` as const
const ZERO_ADDRESS = `0x${'00'.repeat(20)}`
