import {
  CREDIT_SCORING_PURPOSE,
  consentsAbi,
  creditLinesAbi,
  linePolicyAbi,
  modelRegistryAbi,
  type Policy,
  packAnswer,
  providerIdOf,
  scoreOracleAbi,
} from '@tallystick/sdk'
import {
  type Abi,
  type Address,
  bytesToHex,
  encodeAbiParameters,
  getContract,
  type Hex,
  keccak256,
  parseAbiParameters,
  toHex,
} from 'viem'
import { newSystem, type Wallet } from '../fixtures.ts'

const MERCHANT_ROLE = 8n
const SCOPES = 1
const PROVIDER = providerIdOf('lantern-market')
const WORKFLOW = keccak256(toHex('workflow'))
const TWO_YEARS = 729 * 86_400
/** Largest limit that a policy can give, and more than every random amount. */
const MOST = 10n ** 16n

export const BILLING = { penaltyBps: 1_800, graceDays: 7 }

/** A policy whose scores never grow old, so that only the bank's own limits move a line. */
const policy: Policy = {
  rules: { scoreMaxAge: 20 * 365 * 86_400, stepBps: 2_500, stepDays: 7, lot: 1_000_000_000n, starterLimit: 0n },
  bands: [{ minScore: 300, multipleBps: 20_000, rateBps: 720, cap: MOST }],
}

export type LinesSystem = Awaited<ReturnType<typeof newLinesSystem>>

/** A bank with a book of lines on a chain of its own; the first account plays bank and oracle network. */
export async function newLinesSystem() {
  const system = await newSystem()
  const { connection, client, admin, manager, members, treasury, asset, secondBank } = system
  const deploy = async <const ThisAbi extends Abi>(abi: ThisAbi, name: string, args: readonly unknown[]) => {
    const { address } = await connection.viem.deployContract(name, [...args])
    return getContract({ abi, address, client: { public: client, wallet: admin } })
  }
  const consents = await deploy(consentsAbi, 'Consents', [manager.address, members.address])
  const models = await deploy(modelRegistryAbi, 'ModelRegistry', [manager.address])
  const limits = {
    cooldown: 0,
    timeToLive: 600,
    maxDataAge: 86_400,
    dailyBudget: 1_000,
    merchantBudget: 50,
    minSources: 1,
  }
  const registers = [members.address, consents.address, models.address]
  const router = secondBank.account.address
  const oracle = await deploy(scoreOracleAbi, 'ScoreOracle', [manager.address, router, ...registers, limits])
  const rules = { ...policy.rules, version: 0 }
  const linePolicy = await deploy(linePolicyAbi, 'LinePolicy', [manager.address, 6, rules, policy.bands])
  const shared = [manager.address, treasury.address, asset.address, members.address]
  const terms = [linePolicy.address, oracle.address, BILLING.penaltyBps, BILLING.graceDays]
  const lines = await deploy(creditLinesAbi, 'CreditLines', [...shared, ...terms])

  const forwarder = admin.account.address
  await oracle.write.setCreConfig([
    { forwarder, chainSelector: 1n, workflowId: WORKFLOW, previousWorkflowId: keccak256('0x') },
  ])
  await oracle.write.setTransport([1])
  await oracle.write.setSource([0, PROVIDER])
  await consents.write.setProvider([
    PROVIDER,
    { key: WORKFLOW, scopes: SCOPES, active: true, name: 'Lantern Market', url: 'http://127.0.0.1' },
  ])
  await activateModel()
  await treasury.write.registerBook([lines.address, 5_000, 1_000, true])
  await treasury.write.raiseBookCap([lines.address, MOST * 1_000n])

  async function activateModel(): Promise<void> {
    await manager.write.grantRole([0n, secondBank.account.address, 0])
    const by = { account: secondBank.account }
    const baseline = [1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000] as const
    const hashes = { modelHash: WORKFLOW, schemaHash: WORKFLOW, dataHash: WORKFLOW, cardHash: WORKFLOW }
    const uri = 'http://127.0.0.1'
    await models.write.register([{ ...hashes, scopes: SCOPES, baseline, uri, cardUri: uri }])
    await models.write.validate([1, WORKFLOW], by)
    await models.write.activate([1], by)
  }

  /** A merchant with an open line, money, and an allowance for its book. */
  async function newMerchant(number: number): Promise<Wallet> {
    const address = keccak256(toHex(`merchant ${number}`)).slice(0, 42) as Address
    await connection.networkHelpers.impersonateAccount(address)
    await connection.networkHelpers.setBalance(address, 10n ** 20n)
    const merchant = (await connection.viem.getWalletClient(address)) as Wallet
    await system.register(address, 2_000 + number, MERCHANT_ROLE)
    await treasury.write.raiseObligorLimit([2_000 + number, MOST])
    const expiry = Number(await system.now()) + TWO_YEARS
    const consent = { provider: PROVIDER, recipient: oracle.address, purpose: CREDIT_SCORING_PURPOSE }
    await consents.write.grant([{ ...consent, merchant: address, scopes: SCOPES, expiry }], {
      account: merchant.account,
    })
    await oracle.write.requestScoreFor([address])
    await answer(await oracle.read.openRequestOf([address]))
    await lines.write.open({ account: merchant.account })
    await system.mint(address, MOST)
    await system.approve(merchant, lines.address, 2n ** 255n)
    return merchant
  }

  async function answer(requestId: Hex): Promise<void> {
    const packed = packAnswer({
      score: 700,
      pdBps: 200,
      reasons: [0, 0, 0, 0],
      modelVersion: 1,
      sourceMask: 1,
      asOf: Number(await system.now()),
      turnover: 10n ** 13n,
      commitment: new Uint8Array(32).fill(1),
    })
    const types = parseAbiParameters('uint64, bytes32, bytes, bytes')
    const report = encodeAbiParameters(types, [1n, requestId, bytesToHex(packed), '0x'])
    await oracle.write.onReport([`${WORKFLOW}${'00'.repeat(30)}`, report])
  }

  return { ...system, consents, lines, linePolicy, newMerchant }
}
