import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  CREDIT_SCORING_PURPOSE,
  disclosureMessage,
  evaluate,
  featureCommitment,
  MERCHANT_V1,
  MERCHANT_V1_NAME,
  modelHash,
  parseModel,
  providerIdOf,
  rowOf,
  type SignedFeatures,
  schemaHash,
  scopesOf,
} from '@tallystick/sdk'
import { expect } from 'chai'
import { type Address, type Hex, keccak256, stringToHex, zeroHash } from 'viem'
import type { PrivateKeyAccount } from 'viem/accounts'
import { seedSamples } from '../../oracles/platform/sample-merchants.ts'
import { type Platform, startPlatform } from '../../oracles/platform/server.ts'
import { PlatformStore } from '../../oracles/platform/store.ts'
import { startTestDatabase, type TestDatabase } from '../../oracles/platform/testing/postgres.ts'
import { modelDir } from '../../scripts/paths.ts'
import type { LocalServer } from '../../scripts/services/http.ts'
import { serveRpc } from './support/rpc-server.ts'
import { newScoreNetwork, type ScoreNetwork } from './support/score-network.ts'

const provider = { id: 'lantern-market', name: 'Lantern Market', nameZh: '灯市商城', scopes: 0b11111 }
const providerId = providerIdOf(provider.id)
const apiKey = 'key of the test network'
const modelFile = join(modelDir, 'model.blob')
const model = readFileSync(modelFile)
const YEAR = 365 * 86_400

interface NetworkHelpers {
  impersonateAccount(account: Address): Promise<void>
  setBalance(account: Address, wei: bigint): Promise<void>
  readonly time: { increase(seconds: number): Promise<number> }
}

describe('a platform behind the real contracts', () => {
  let database: TestDatabase
  let network: ScoreNetwork
  let rpc: LocalServer
  let platform: Platform
  let store: PlatformStore
  let merchants = 100
  const stops: (() => Promise<void>)[] = []

  before(async function () {
    this.timeout(120_000)
    database = await startTestDatabase(28_632)
    stops.push(() => database.stop())
    network = await newScoreNetwork()
    stops.push(() => network.close())
    rpc = await serveRpc(network.system.connection.provider)
    stops.push(() => rpc.close())
    platform = await startPlatform({
      databaseUrl: database.url,
      rpcUrl: rpc.url,
      provider,
      consents: network.consents.address,
      scoreOracle: network.oracle.address,
      signingKey: keccak256(stringToHex('a platform')),
      apiKey,
      port: 0,
      modelFile,
    })
    stops.push(() => platform.close())
    const { scopes, name } = provider
    const registered = { key: platform.publicKey, scopes, active: true, name, url: platform.url }
    await network.consents.write.setProvider([providerId, registered])
    store = await PlatformStore.open(database.url, provider)
    stops.push(() => store.close())
    await activateServedModel()
  })

  // Also when not all of it was started.
  after(async () => {
    for (const stop of stops.reverse()) await stop()
  })

  /** Makes the shipped model, served by this platform, the second and active one. */
  async function activateServedModel(): Promise<void> {
    const { account } = network.system.secondBank
    const hash = modelHash(model)
    const anyHash = keccak256(hash)
    const spec = {
      modelHash: hash,
      schemaHash: schemaHash(MERCHANT_V1_NAME, MERCHANT_V1),
      dataHash: anyHash,
      cardHash: anyHash,
      scopes: scopesOf(MERCHANT_V1),
      baseline: [1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000] as const,
      uri: `${platform.url}/v1/model/${hash}`,
      cardUri: platform.url,
    }
    await network.models.write.register([spec])
    await network.models.write.validate([2, anyHash], { account })
    await network.models.write.activate([2], { account })
  }

  /** What the network-helpers plugin adds to a connection. */
  function helpers(): NetworkHelpers {
    return (network.system.connection as unknown as { networkHelpers: NetworkHelpers }).networkHelpers
  }

  /** A network that may reach this platform, and has its key. */
  function startNetwork() {
    const allowNet = [new URL(platform.url).host]
    return network.startNetwork({ allowNet, secrets: { source0: apiKey } })
  }

  /** A member with two years of growing business on the platform, and a consent to it. */
  async function newMerchant(): Promise<PrivateKeyAccount> {
    const merchant = await network.newMerchant(++merchants)
    await seedSamples(store, { growing: merchant.address }, Number(await network.system.now()))
    return merchant
  }

  async function ask(merchant: Address): Promise<{ status: number; code: string | undefined }> {
    const url = `${platform.url}/v1/merchants/${merchant.toLowerCase()}/features`
    const response = await fetch(url, { headers: { authorization: `Bearer ${apiKey}` } })
    const { code } = (await response.json()) as { code?: string }
    return { status: response.status, code }
  }

  async function disclosed(merchant: PrivateKeyAccount, commitment: Hex): Promise<SignedFeatures> {
    const timestamp = Math.floor(Date.now() / 1_000)
    const { chainId } = network.system.domain
    const message = disclosureMessage({ merchant: merchant.address, platform: provider.id, chainId, timestamp })
    const response = await fetch(`${platform.url}/v1/merchants/${merchant.address}/disclosure`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ timestamp, signature: await merchant.signMessage({ message }), commitment }),
    })
    expect(response.status).to.equal(200)
    return (await response.json()) as SignedFeatures
  }

  /** Ends the merchant's own consent, as it may at any time. */
  async function revoke(merchant: PrivateKeyAccount): Promise<void> {
    const { impersonateAccount, setBalance } = helpers()
    await impersonateAccount(merchant.address)
    await setBalance(merchant.address, 10n ** 18n)
    const consent = [providerId, network.oracle.address, CREDIT_SCORING_PURPOSE] as const
    await network.consents.write.revoke(consent, { account: merchant.address })
  }

  async function over(merchant: Address): Promise<void> {
    for (const end = Date.now() + 60_000; Date.now() < end; ) {
      if ((await network.oracle.read.openRequestOf([merchant])) === zeroHash) return
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    throw new Error('the request is still open')
  }

  it('releases only while a request is open', async () => {
    const merchant = await newMerchant()
    expect(await ask(merchant.address)).to.deep.equal({ status: 409, code: 'NO_OPEN_REQUEST' })
    await network.request(merchant.address)
    expect(await ask(merchant.address)).to.deep.equal({ status: 200, code: undefined })
  })

  it('stops with the block in which the merchant revokes', async () => {
    const merchant = await newMerchant()
    await network.request(merchant.address)
    expect((await ask(merchant.address)).status).to.equal(200)
    await revoke(merchant)
    expect(await ask(merchant.address)).to.deep.equal({ status: 403, code: 'NO_CONSENT' })
  })

  it('gives the oracle network what it scores, and the merchant what proves the score', async () => {
    const merchant = await newMerchant()
    const don = await startNetwork()
    await network.request(merchant.address)
    await over(merchant.address)
    await don.stop()
    const score = await network.oracle.read.scoreOf([merchant.address])
    const commitment = await network.oracle.read.commitmentOf([merchant.address])
    const proof = await disclosed(merchant, commitment)
    const features = rowOf(proof.features)
    const { asOf } = proof
    expect(featureCommitment({ salt: proof.salt as Hex, merchant: merchant.address, asOf, features })).to.equal(
      commitment,
    )
    expect(score.asOf).to.equal(asOf)
    expect(score.score).to.equal(evaluate(parseModel(model), features).score)
    // Qingteng's story: a growing business of two years.
    expect(score.score).to.be.greaterThan(680)
    expect(features[7]).to.equal(24)
  })

  it('lets a request fail whose merchant revokes while it is open', async () => {
    const merchant = await newMerchant()
    const requestId = await network.request(merchant.address)
    await revoke(merchant)
    const don = await startNetwork()
    await over(merchant.address)
    await don.stop()
    const { address, abi } = network.oracle
    const [refused] = await network.system.client.getContractEvents({
      address,
      abi,
      eventName: 'OracleRefused',
      args: { requestId },
      fromBlock: 0n,
      strict: true,
    })
    expect(refused?.args.detail).to.equal(stringToHex('NO_CONSENT', { size: 32 }))
  })

  it('stops when the consent runs out', async () => {
    const merchant = await newMerchant()
    await network.request(merchant.address)
    await helpers().time.increase(YEAR)
    expect(await ask(merchant.address)).to.deep.equal({ status: 403, code: 'NO_CONSENT' })
  })
})
