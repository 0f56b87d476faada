import {
  consentsAbi,
  MERCHANT_V1,
  MERCHANT_V1_NAME,
  modelRegistryAbi,
  providerIdOf,
  schemaHash,
  scopesOf,
  scoreOracleAbi,
} from '@tallystick/sdk'
import { type Abi, type Address, getContract, type Hex, keccak256, sha256, stringToHex, toHex } from 'viem'
import { mnemonicToAccount, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'
import { type Don, type DonOptions, startDon } from '../../../oracles/don/don.ts'
import { deployFunctionsRouter, subscribe } from '../../../oracles/don/router.ts'
import { buildScoreSource } from '../../../oracles/functions/build.ts'
import { BLOB, SOURCES } from '../../../oracles/testing/score-cases.ts'
import { ScoreWorld } from '../../../oracles/testing/score-world.ts'
import { newSystem } from '../fixtures.ts'

const MERCHANT_ROLE = 8n
const PURPOSE = keccak256(stringToHex('CREDIT_SCORING'))
const PROVIDERS = ['lantern-market', 'tongda-pay'] as const
const LINK = 10n ** 18n
const LIMITS = {
  cooldown: 0,
  timeToLive: 3_600,
  maxDataAge: 7 * 86_400,
  dailyBudget: 1_000,
  merchantBudget: 50,
  minSources: 1,
}

export type ScoreNetwork = Awaited<ReturnType<typeof newScoreNetwork>>

/** The whole path of a score on a chain of its own: contracts, the real router, platforms, and DONs on demand. */
export async function newScoreNetwork(juels = 1_000n * LINK) {
  const system = await newSystem()
  const { connection, client, manager, members, admin, secondBank } = system
  const deploy = async (name: string, args: readonly unknown[]) =>
    (await connection.viem.deployContract(name, [...args])).address
  const contractAt = <const ThisAbi extends Abi>(abi: ThisAbi, address: Address) =>
    getContract({ abi, address, client: { public: client, wallet: admin } })

  const router = await deployFunctionsRouter(connection.provider, keyOf(0))
  const consents = contractAt(consentsAbi, await deploy('Consents', [manager.address, members.address]))
  const models = contractAt(modelRegistryAbi, await deploy('ModelRegistry', [manager.address]))
  const registers = [members.address, consents.address, models.address]
  const oracleAddress = await deploy('ScoreOracle', [manager.address, router.router, ...registers, LIMITS])
  const oracle = contractAt(scoreOracleAbi, oracleAddress)
  const subscriptionId = await subscribe(connection.provider, keyOf(0), router, juels, [oracle.address])
  const functionsConfig = {
    donId: router.donId,
    subscriptionId,
    secretsVersion: 1n,
    callbackGasLimit: 180_000,
    secretsSlot: 0,
  }
  await oracle.write.setFunctionsConfig([functionsConfig])
  await oracle.write.setProgram([stringToHex(await buildScoreSource())])

  const world = await ScoreWorld.start()
  const scopes = scopesOf(MERCHANT_V1)
  for (const [index, slug] of PROVIDERS.entries()) {
    const key = SOURCES[index === 0 ? 0 : 1].publicKey
    const provider = { key, scopes, active: true, name: slug, url: `${world.web.url}/source${index}` }
    await consents.write.setProvider([providerIdOf(slug), provider])
    await oracle.write.setSource([index, providerIdOf(slug)])
  }
  await manager.write.grantRole([0n, secondBank.account.address, 0])
  const hash = (text: string) => keccak256(stringToHex(text))
  const spec = {
    modelHash: sha256(BLOB),
    schemaHash: schemaHash(MERCHANT_V1_NAME, MERCHANT_V1),
    dataHash: hash('data'),
    cardHash: hash('card'),
    scopes,
    baseline: [1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000] as const,
    uri: `${world.web.url}/model`,
    cardUri: `${world.web.url}/card`,
  }
  await models.write.register([spec])
  await models.write.validate([1, hash('report')], { account: secondBank.account })
  await models.write.activate([1], { account: secondBank.account })

  const dons: Don[] = []

  /** Registers a merchant who consents to what the first `sources` platforms have. */
  async function newMerchant(number: number, sources: 1 | 2 = 1): Promise<PrivateKeyAccount> {
    const merchant = privateKeyToAccount(keccak256(toHex(`merchant ${number}`)))
    await system.register(merchant.address, 1_000 + number, MERCHANT_ROLE)
    for (const slug of PROVIDERS.slice(0, sources)) await consent(merchant, providerIdOf(slug))
    return merchant
  }

  async function consent(merchant: PrivateKeyAccount, provider: Hex): Promise<void> {
    const expiry = Number(await system.now()) + 365 * 86_400
    const key = { merchant: merchant.address, provider, recipient: oracle.address, purpose: PURPOSE }
    const terms = { ...key, scopes, expiry }
    const nonce = await consents.read.nonceOf([key.merchant, key.provider, key.recipient, key.purpose])
    const { chainId } = system.domain
    const signature = await merchant.signTypedData({
      domain: { name: 'Tallystick Consents', version: '1', chainId, verifyingContract: consents.address },
      types: CONSENT_TYPES,
      primaryType: 'DataConsent',
      message: { ...terms, nonce },
    })
    await consents.write.grantBySig([terms, signature])
  }

  /** The second up to which a platform may state features that count as fresh. */
  const freshAsOf = async () => Number(await system.now()) - 3_600

  /** Asks the network for a score, as the bank's officer. */
  async function request(merchant: Address): Promise<Hex> {
    await oracle.write.requestScoreFor([merchant])
    return oracle.read.openRequestOf([merchant])
  }

  async function startNetwork(options: Partial<DonOptions> = {}): Promise<Don> {
    const don = await startDon({
      rpc: connection.provider,
      coordinator: router.coordinator,
      privateKey: keyOf(15),
      allowNet: [world.web.host],
      pollMs: 50,
      ...options,
    })
    dons.push(don)
    return don
  }

  async function close(): Promise<void> {
    await Promise.all(dons.map((don) => don.stop()))
    await world.close()
  }

  const parts = { system, router, subscriptionId, consents, models, oracle, world }
  return { ...parts, newMerchant, consent, freshAsOf, request, startNetwork, close }
}

/** Pays more LINK for the oracle's requests. */
export async function fund({ system, router, subscriptionId }: ScoreNetwork, juels: bigint): Promise<void> {
  const link = { address: router.linkToken, abi: linkAbi, functionName: 'transferAndCall' } as const
  const data = toHex(subscriptionId, { size: 32 })
  await system.admin.writeContract({ ...link, args: [router.router, juels, data] })
}

/** Key of one of the test chain's own accounts. */
export function keyOf(addressIndex: number): Hex {
  const mnemonic = 'test test test test test test test test test test test junk'
  const key = mnemonicToAccount(mnemonic, { addressIndex }).getHdKey().privateKey
  if (key === null) throw new Error('the account has no key')
  return toHex(key)
}

const CONSENT_TYPES = {
  DataConsent: [
    { name: 'merchant', type: 'address' },
    { name: 'provider', type: 'bytes32' },
    { name: 'recipient', type: 'address' },
    { name: 'purpose', type: 'bytes32' },
    { name: 'scopes', type: 'uint32' },
    { name: 'expiry', type: 'uint40' },
    { name: 'nonce', type: 'uint256' },
  ],
} as const

const linkAbi = [
  {
    type: 'function',
    name: 'transferAndCall',
    stateMutability: 'nonpayable',
    inputs: [{ type: 'address' }, { type: 'uint256' }, { type: 'bytes' }],
    outputs: [{ type: 'bool' }],
  },
] as const
