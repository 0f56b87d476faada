import { encodeModel, evaluate, type FeatureRow, modelRegistryAbi, parseModel } from '@tallystick/sdk'
import { expect } from 'chai'
import { network } from 'hardhat'
import { bytesToHex, getContract, type Hex, hexToBytes, sha256 } from 'viem'
import vectors from '../../sdk/src/scoring/vectors.json' with { type: 'json' }
import { Random } from '../../sdk/src/testing/random.ts'
import { randomModel, randomRow } from '../../sdk/src/testing/scoring.ts'

const ROWS = 10_000
const ROWS_AT_ONCE = 250

/** What the contract computes of a row. */
interface Scored {
  readonly score: number
  readonly pdBps: number
  readonly turnover: bigint
}

describe('the evaluator on chain and the SDK', () => {
  let publish: (blob: Uint8Array) => Promise<(row: FeatureRow) => Promise<Scored>>

  before(async () => {
    const { viem } = await network.create({ chainType: 'l1' })
    const [wallet] = await viem.getWalletClients()
    if (wallet === undefined) throw new Error('the chain has no account')
    const client = { public: await viem.getPublicClient(), wallet }
    const manager = await viem.deployContract('AccessManager', [wallet.account.address])
    const { address } = await viem.deployContract('ModelRegistry', [manager.address])
    const registry = getContract({ abi: modelRegistryAbi, address, client })
    publish = async (blob) => {
      await registry.write.register([specOf(sha256(blob))])
      const version = await registry.read.modelCount()
      await registry.write.publish([version, bytesToHex(blob)])
      return async (row) => {
        const [score, pdBps, turnover] = await registry.read.evaluate([version, row.map(BigInt)])
        return { score, pdBps, turnover }
      }
    }
  })

  it('give the results of the shared vectors', async () => {
    for (const { blob, cases } of vectors) {
      const scoreOf = await publish(hexToBytes(blob as Hex))
      for (const { row, score, pdBps, turnover } of cases)
        expect(await scoreOf(row)).to.deep.equal({ score, pdBps, turnover: BigInt(turnover) })
    }
  })

  it(`agree on ${ROWS} random and edge rows: difference 0`, async function () {
    this.timeout(180_000)
    const random = new Random(13)
    const blob = encodeModel(randomModel(random, { features: 10, cuts: 128, trees: 80 }))
    const model = parseModel(blob)
    const scoreOf = await publish(blob)
    for (let done = 0; done < ROWS; done += ROWS_AT_ONCE) {
      const rows = Array.from({ length: ROWS_AT_ONCE }, () => randomRow(random, model))
      const scored = await Promise.all(rows.map(scoreOf))
      expect(scored).to.deep.equal(
        rows.map((row) => {
          const { score, pdBps, turnover } = evaluate(model, row)
          return { score, pdBps, turnover }
        }),
      )
    }
  })
})

function specOf(modelHash: Hex) {
  const hash: Hex = `0x${'01'.repeat(32)}`
  const tenth = 1_000
  const baseline = [tenth, tenth, tenth, tenth, tenth, tenth, tenth, tenth, tenth, tenth] as const
  const hashes = { modelHash, schemaHash: hash, dataHash: hash, cardHash: hash }
  return { ...hashes, scopes: 1, baseline, uri: 'https://example.org/model', cardUri: 'https://example.org/card' }
}
