import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  consentsAbi,
  creditLinesAbi,
  MERCHANT_V1,
  modelHash,
  modelRegistryAbi,
  providerIdOf,
  scopesOf,
  scoreOracleAbi,
} from '@tallystick/sdk'
import { type Abi, type Address, bytesToHex, getContract, type Hex, toHex } from 'viem'
import { buildScoreSource } from '../../oracles/functions/build.ts'
import { FACE, ROLE, type System } from '../../test/integration/fixtures.ts'
import { root } from '../paths.ts'
import { deployTestRouter } from './test-contracts.ts'

const DAY = 86_400
const HASH: Hex = `0x${'5a'.repeat(32)}`
const MERCHANT_GROUP = 103
export const PLATFORM: Hex = providerIdOf('lantern-market')
export const SCOPES = scopesOf(MERCHANT_V1)
/** Seconds between a merchant's scores. */
export const COOLDOWN = 600

const limits = {
  cooldown: COOLDOWN,
  timeToLive: 300,
  maxDataAge: 35 * DAY,
  dailyBudget: 1_000,
  merchantBudget: 20,
  minSources: 1,
}

const rules = {
  scoreMaxAge: 35 * DAY,
  stepBps: 2_500,
  stepDays: 7,
  version: 0,
  lot: 1_000_000_000n,
  starterLimit: 10_000_000_000n,
}

/** Four bands, of which the last takes any score. */
const bands = [720, 680, 640, 300].map((minScore, index) => ({
  minScore,
  multipleBps: 20_000 - 5_000 * index,
  rateBps: 600 + 200 * index,
  cap: 2n * FACE,
}))

export type CreditSystem = Awaited<ReturnType<typeof deployCredit>>

/** Adds merchant credit to a system: the shipped model and program, one platform and one merchant. */
export async function deployCredit(system: System) {
  const { connection, client, admin, manager, members, treasury, asset, register, stranger: merchant } = system
  const deployed = async (name: string, args: readonly unknown[]): Promise<Address> =>
    (await connection.viem.deployContract(name, [...args])).address
  const contractAt = <const ThisAbi extends Abi>(abi: ThisAbi, address: Address) =>
    getContract({ abi, address, client: { public: client, wallet: admin } })

  const router = await deployTestRouter(connection, admin)
  const consents = contractAt(consentsAbi, await deployed('Consents', [manager.address, members.address]))
  const models = contractAt(modelRegistryAbi, await deployed('ModelRegistry', [manager.address]))
  const oracleArguments = [router.address, members.address, consents.address, models.address, limits]
  const oracle = contractAt(scoreOracleAbi, await deployed('ScoreOracle', [manager.address, ...oracleArguments]))
  const policy = await deployed('LinePolicy', [manager.address, 6, rules, bands])
  const lineArguments = [treasury.address, asset.address, members.address, policy, oracle.address, 1_800, 7]
  const lines = contractAt(creditLinesAbi, await deployed('CreditLines', [manager.address, ...lineArguments]))

  await register(merchant.account.address, MERCHANT_GROUP, ROLE.MERCHANT)
  await treasury.write.registerBook([lines.address, 2_400, 365, true])
  await treasury.write.raiseBookCap([lines.address, 10n ** 15n])
  await treasury.write.raiseObligorLimit([MERCHANT_GROUP, 10n ** 14n])
  const platform = { key: HASH, scopes: SCOPES, active: true, name: 'Lantern Market', url: 'http://127.0.0.1:4100' }
  await consents.write.setProvider([PLATFORM, platform])
  await oracle.write.setSource([0, PLATFORM])
  const donId = toHex('local', { size: 32 })
  await oracle.write.setFunctionsConfig([
    { donId, subscriptionId: 1n, secretsVersion: 0n, callbackGasLimit: 180_000, secretsSlot: 0 },
  ])
  await oracle.write.setProgram([toHex(await buildScoreSource())])

  /** Registers and publishes a blob; developer, validator and approver are three accounts. */
  async function addModel(blob: Uint8Array): Promise<number> {
    const { debtor } = system
    await manager.write.grantRole([0n, debtor.account.address, 0])
    const hashes = { modelHash: modelHash(blob), schemaHash: HASH, dataHash: HASH, cardHash: HASH }
    const baseline = [1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000] as const
    const spec = { ...hashes, scopes: SCOPES, baseline, uri: 'http://127.0.0.1:4100/v1/model', cardUri: '' }
    await models.write.register([spec], { account: debtor.account })
    const version = await models.read.modelCount()
    await models.write.publish([version, bytesToHex(blob)])
    return version
  }

  const blob = readFileSync(join(root, 'oracles', 'model', 'merchant-v1', 'model.blob'))
  const version = await addModel(blob)
  await models.write.validate([version, HASH])
  await models.write.activate([version])
  return { router, consents, models, oracle, lines, merchant, blob, version, addModel }
}
