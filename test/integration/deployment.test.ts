import { readFileSync } from 'node:fs'
import {
  accessManagerAbi,
  consentsAbi,
  type Deployment,
  deviceOracleAbi,
  leaseOffersAbi,
  leasesAbi,
  linePolicyAbi,
  maskOf,
  membersAbi,
  receivablesAbi,
  scoreOracleAbi,
  treasuryAbi,
  usageMeterAbi,
} from '@tallystick/sdk'
import { expect } from 'chai'
import { network } from 'hardhat'
import { type Address, getContract, keccak256, stringToHex } from 'viem'
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts'
import { company } from '../../scripts/demo/companies.ts'
import { assertRoles, type Matrices, RoleMatrixError } from '../../scripts/deploy/assert-roles.ts'
import type { BankConfig, FunctionsConfig, NetworkConfig } from '../../scripts/deploy/config.ts'
import { creSteps } from '../../scripts/deploy/cre-steps.ts'
import { type Connection, deployNetwork } from '../../scripts/deploy/deploy.ts'
import { DeploymentRefused, requireSafe } from '../../scripts/deploy/guards.ts'
import { localNetwork, localNetworkWith, noGateway } from '../../scripts/deploy/networks/local.ts'
import { knownNetworks, readNetworkConfig } from '../../scripts/deploy/read-config.ts'
import { bankMatrix, delayedRoles, networkMatrix, type RoleName, roleIds } from '../../scripts/deploy/roles.ts'
import { alarmSourcePath, scoreSourcePath } from '../../scripts/paths.ts'

const sepolia = 11_155_111

const platformUrls = { 'lantern-market': 'http://127.0.0.1:1', 'tongda-pay': 'http://127.0.0.1:2' }

/** A router whose coordinator takes reports from anybody. */
const testRouter: FunctionsConfig = {
  kind: 'test',
  router: '0x00000000000000000000000000000000000000f1',
  donId: stringToHex('test', { size: 32 }),
  subscriptionId: 1n,
  secretsVersion: 0n,
  secretsSlot: 0,
  callbackGasLimit: 300_000,
}

function strangers<Key extends string>(keys: readonly Key[]): Record<Key, Address[]> {
  const entries = keys.map((key) => [key, [privateKeyToAddress(generatePrivateKey())]])
  return Object.fromEntries(entries) as Record<Key, Address[]>
}

function withRouter(bank: BankConfig): BankConfig {
  const alarms = { ...bank.leasing.alarms, functions: testRouter }
  return { ...bank, credit: { ...bank.credit, functions: testRouter }, leasing: { ...bank.leasing, alarms } }
}

/** Addresses and names that whoever deploys would set. */
function publicEnvironment(): Record<string, string> {
  const address = () => privateKeyToAddress(generatePrivateKey())
  const parts = ['NETWORK_ADMIN', 'NETWORK_GUARDIAN', 'NETWORK_OFFICER', 'KYC', 'GATEWAY_ACCOUNT']
  const people = ['ADMIN', 'GUARDIAN', 'OFFICER', 'RISK', 'MODEL_DEVELOPER', 'MODEL_VALIDATOR', 'ORACLE_ADMIN']
  const bankParts = people.map((part) => `BANK_${part}`)
  return {
    ...Object.fromEntries([...parts, ...bankParts].map((part) => [`TALLYSTICK_${part}`, address()])),
    TALLYSTICK_PEPPER: generatePrivateKey(),
    TALLYSTICK_CRE_FORWARDER: address(),
    TALLYSTICK_GATEWAY_URL: 'https://gateway.example',
    TALLYSTICK_GATEWAY_KEY: keccak256(stringToHex('a gateway')),
    TALLYSTICK_BANK_NAME: 'First Bank',
    TALLYSTICK_BANK_NAME_ZH: '第一银行',
    TALLYSTICK_BANK_LEGAL_ID: 'CN00000000000000000A',
  }
}

describe('deployment', () => {
  let connection: Connection
  let deployment: Deployment
  let deployer: Address

  before(async () => {
    connection = await network.create()
    deployment = await deployNetwork(connection, localNetwork, 'unused')
    const [wallet] = await connection.viem.getWalletClients()
    if (wallet === undefined) throw new Error('the network has no accounts')
    deployer = wallet.account.address
  })

  async function hasRole(manager: Address, role: RoleName, account: Address) {
    const client = await connection.viem.getPublicClient()
    return getContract({ address: manager, abi: accessManagerAbi, client }).read.hasRole([roleIds[role], account])
  }

  it('leaves the deployer without any role', async () => {
    for (const manager of [deployment.network.manager, ...deployment.banks.map((bank) => bank.manager)]) {
      for (const role of Object.keys(roleIds) as RoleName[]) {
        const [isMember] = await hasRole(manager, role, deployer)
        expect(isMember, `${role} in ${manager}`).to.equal(false)
      }
    }
  })

  it('gives delayed roles with their delay and the others at once', async () => {
    const [bank] = deployment.banks
    const holder = company('jiangnan').address
    for (const role of ['ADMIN', 'GUARDIAN', 'OFFICER', 'RISK_TIGHTEN', 'RISK_LOOSEN', 'ORACLE_ADMIN'] as const) {
      const [isMember, delay] = await hasRole(bank?.manager ?? '0x', role, holder)
      expect(isMember).to.equal(true)
      expect(delay).to.equal(delayedRoles.has(role) ? localNetwork.delay : 0)
    }
  })

  it('lets three different companies develop, validate and approve a model', async () => {
    const [bank] = deployment.banks
    const roles = { MODEL_DEVELOPER: 'modelteam', MODEL_VALIDATOR: 'zhengxin', MODEL_APPROVER: 'jiangnan' } as const
    for (const [role, holder] of Object.entries(roles)) {
      for (const key of Object.values(roles)) {
        const [isMember] = await hasRole(bank?.manager ?? '0x', role as RoleName, company(key).address)
        expect(isMember, `${key} as ${role}`).to.equal(key === holder)
      }
    }
  })

  it('gives a bank no power over the network, and the network none over a bank', async () => {
    const [bank] = deployment.banks
    for (const role of Object.keys(roleIds) as RoleName[]) {
      expect((await hasRole(deployment.network.manager, role, company('jiangnan').address))[0]).to.equal(false)
      expect((await hasRole(bank?.manager ?? '0x', role, company('registry').address))[0]).to.equal(false)
    }
  })

  it('sets the first limits and rules', async () => {
    const client = await connection.viem.getPublicClient()
    const [bank] = deployment.banks
    const treasury = getContract({ address: bank?.treasury ?? '0x', abi: treasuryAbi, client })
    const [limits] = localNetwork.banks.flatMap(({ debtors }) => debtors)
    expect((await treasury.read.obligor([limits?.obligor ?? 0])).limit).to.equal(limits?.limit)
    const [config] = localNetwork.banks
    expect((await treasury.read.book([bank?.desk ?? '0x'])).cap).to.equal(config?.book.cap)
    expect(await treasury.read.book([bank?.lines ?? '0x'])).to.include({
      cap: config?.credit.lines.cap,
      revolving: true,
    })
    const receivables = getContract({ address: deployment.network.receivables, abi: receivablesAbi, client })
    expect((await receivables.read.profile([1])).maxTermDays).to.equal(localNetwork.profile.maxTermDays)
    expect(await receivables.read.assetAt([1])).to.equal(deployment.asset.address)
  })

  it('registers platforms, sources, limits and policy', async () => {
    const client = await connection.viem.getPublicClient()
    const [bank] = deployment.banks
    const [credit] = localNetwork.banks.map((config) => config.credit)
    const consents = getContract({ address: deployment.network.consents, abi: consentsAbi, client })
    const oracle = getContract({ address: bank?.scoreOracle ?? '0x', abi: scoreOracleAbi, client })
    const policy = getContract({ address: bank?.policy ?? '0x', abi: linePolicyAbi, client })
    for (const [index, { id, slug }] of deployment.platforms.entries()) {
      const { key, url, scopes } = localNetwork.platforms.find((platform) => platform.slug === slug) ?? {}
      expect(await consents.read.providerOf([id])).to.include({ key, url, scopes, active: true })
      expect(await oracle.read.source([index])).to.equal(id)
    }
    expect(await oracle.read.limits()).to.deep.equal(credit?.limits)
    expect(await policy.read.bands()).to.deep.equal(credit?.policy.bands)
  })

  it('lets leases lend, tells meter and offers of them, and the oracle of the gateway', async () => {
    const client = await connection.viem.getPublicClient()
    const [bank] = deployment.banks
    const [config] = localNetwork.banks
    const leases = bank?.leases ?? '0x'
    const treasury = getContract({ address: bank?.treasury ?? '0x', abi: treasuryAbi, client })
    expect(await treasury.read.book([leases])).to.include({ cap: config?.leasing.book.cap, revolving: true })
    const meter = getContract({ address: bank?.meter ?? '0x', abi: usageMeterAbi, client })
    expect(await meter.read.leases()).to.equal(leases)
    expect(await meter.read.window()).to.equal(config?.leasing.meter.window)
    const offers = getContract({ address: bank?.leaseOffers ?? '0x', abi: leaseOffersAbi, client })
    expect(await offers.read.leases()).to.equal(leases)
    expect(await offers.read.rules()).to.deep.equal({ ...config?.leasing.rules, version: 1 })
    const book = getContract({ address: leases, abi: leasesAbi, client })
    expect(await book.read.noticeDays()).to.equal(config?.leasing.book.noticeDays)
    const members = getContract({ address: deployment.network.members, abi: membersAbi, client })
    expect((await members.read.memberOf([leases])).roles).to.equal(maskOf(['BOOK']))
    const oracle = getContract({ address: bank?.deviceOracle ?? '0x', abi: deviceOracleAbi, client })
    expect(await oracle.read.endpoint()).to.deep.equal([noGateway.url, noGateway.key])
    expect(await oracle.read.limits()).to.deep.equal(config?.leasing.alarms.limits)
  })

  it('carries requests by CRE where there is no Functions router, and by Functions with program where there is', async () => {
    const [withoutRouter] = deployment.banks
    const client = await connection.viem.getPublicClient()
    const transportOf = (address: Address) => getContract({ address, abi: scoreOracleAbi, client })
    expect(await transportOf(withoutRouter?.scoreOracle ?? '0x').read.transport()).to.equal(1)
    expect(await transportOf(withoutRouter?.deviceOracle ?? '0x').read.transport()).to.equal(1)
    const config = localNetworkWith({ platformUrls, gateway: noGateway, functions: testRouter })
    const [bank] = (await deployNetwork(connection, config, 'unused')).banks
    const oracle = transportOf(bank?.scoreOracle ?? '0x')
    expect(await oracle.read.transport()).to.equal(0)
    expect(await oracle.read.functionsConfig()).to.include({ donId: testRouter.donId, subscriptionId: 1n })
    expect(await oracle.read.program()).to.equal(readFileSync(scoreSourcePath, 'utf8'))
    const alarms = transportOf(bank?.deviceOracle ?? '0x')
    expect(await alarms.read.transport()).to.equal(0)
    expect(await alarms.read.program()).to.equal(readFileSync(alarmSourcePath, 'utf8'))
  })

  it('notices a holder that the table does not name', async () => {
    const client = await connection.viem.getPublicClient()
    const config: NetworkConfig = { ...localNetwork, holders: { ...localNetwork.holders, KYC: strangers(['KYC']).KYC } }
    const error = await assertRoles(client, deployment, config, deployer).catch((reason: unknown) => reason)
    expect(error).to.be.instanceOf(RoleMatrixError)
    expect((error as Error).message).to.contain(`${company('registry').address} holds KYC`)
    expect((error as Error).message).to.match(/0x\w+ does not hold KYC/)
  })

  it('notices a delay that the table does not give', async () => {
    const client = await connection.viem.getPublicClient()
    const config: NetworkConfig = { ...localNetwork, delay: 7_200 }
    const error = await assertRoles(client, deployment, config, deployer).catch((reason: unknown) => reason)
    expect((error as Error).message).to.contain('with a delay of 3600 s, not 7200 s')
  })
})

describe('the role table', () => {
  let check: (matrices: Matrices) => Promise<unknown>

  before(async () => {
    const connection: Connection = await network.create()
    const deployment = await deployNetwork(connection, localNetwork, 'unused')
    const client = await connection.viem.getPublicClient()
    const anybody = privateKeyToAddress(generatePrivateKey())
    check = (matrices) =>
      assertRoles(client, deployment, localNetwork, anybody, matrices).catch((error: Error) => error.message)
  })

  it('A03 names every restricted function of every contract', async () => {
    expect(await check({ network: networkMatrix, bank: bankMatrix })).to.equal(undefined)
  })

  it('A03 a restricted function that it forgets is noticed', async () => {
    const { freeze: _, ...members } = networkMatrix.Members
    const message = await check({ network: { ...networkMatrix, Members: members }, bank: bankMatrix })
    expect(message).to.contain('network: Members.freeze is missing in the table')
  })

  it('A03 a forgotten function of the oracle, of the lines or of the immobiliser is noticed', async () => {
    const { setProgram: _, ...scoreOracle } = bankMatrix.ScoreOracle
    const { lock: ___, ...immobiliser } = bankMatrix.Immobiliser
    const { loosenLine: __, ...lines } = bankMatrix.CreditLines
    const bank = { ...bankMatrix, ScoreOracle: scoreOracle, CreditLines: lines, Immobiliser: immobiliser }
    const message = await check({ network: networkMatrix, bank })
    expect(message).to.contain('Jiangnan Bank: ScoreOracle.setProgram is missing in the table')
    expect(message).to.contain('Jiangnan Bank: CreditLines.loosenLine is missing in the table')
    expect(message).to.contain('Jiangnan Bank: Immobiliser.lock is missing in the table')
  })

  it('A03 a function that it names but nobody guards is noticed', async () => {
    const desk = { ...bankMatrix.FactoringDesk, mark: 'OFFICER' } as const
    const message = await check({ network: networkMatrix, bank: { ...bankMatrix, FactoringDesk: desk } })
    expect(message).to.contain('Jiangnan Bank: FactoringDesk.mark is open')
  })

  it('A03 a function that belongs to another role is noticed', async () => {
    const treasury = { ...bankMatrix.Treasury, skim: 'GUARDIAN' } as const
    const message = await check({ network: networkMatrix, bank: { ...bankMatrix, Treasury: treasury } })
    expect(message).to.contain('Jiangnan Bank: Treasury.skim belongs to role 2, not to GUARDIAN')
  })
})

describe('refusals before anything is sent', () => {
  it('demo accounts and the local asset are refused off local chains, all objections at once', () => {
    const account = privateKeyToAddress(generatePrivateKey())
    expect(() => requireSafe(localNetwork, sepolia, account))
      .to.throw(DeploymentRefused)
      .with.property('message')
      .that.includes('the local settlement asset exists on local chains only')
      .and.includes(`the key of ${company('lanhai').address} is public`)
      .and.includes("lantern-market: merchants' data need https")
      .and.includes("the gateway's pictures of alarms need https")
  })

  it('a router whose answers anybody can forge is refused off local chains', () => {
    const config = readNetworkConfig('sepolia', publicEnvironment())
    const banks = config.banks.map(withRouter)
    expect(() => requireSafe({ ...config, banks }, sepolia, privateKeyToAddress(generatePrivateKey()))).to.throw(
      "First Bank: anybody can answer for the test router's oracle network",
    )
  })

  it('a deployer whose key everybody knows is refused off local chains', () => {
    const config = readNetworkConfig('sepolia', publicEnvironment())
    const hardhatsFirst = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'
    expect(() => requireSafe(config, sepolia, hardhatsFirst)).to.throw(`the key of ${hardhatsFirst} is public`)
  })

  it('a deployer that would keep a role is refused everywhere', () => {
    expect(() => requireSafe(localNetwork, 31_337, company('registry').address)).to.throw('the deployer holds a role')
  })

  it('a role without a holder is refused', () => {
    const config: NetworkConfig = { ...localNetwork, holders: { ...localNetwork.holders, GUARDIAN: [] } }
    const account = privateKeyToAddress(generatePrivateKey())
    expect(() => requireSafe(config, 31_337, account)).to.throw('nobody holds GUARDIAN')
  })
})

describe('the steps that are left after a deployment', () => {
  it('name oracle, forwarder and chain where CRE answers, and are none where a router does', () => {
    const config = readNetworkConfig('sepolia', publicEnvironment())
    const scoreOracle = privateKeyToAddress(generatePrivateKey())
    const deviceOracle = privateKeyToAddress(generatePrivateKey())
    const deployment = { banks: [{ scoreOracle, deviceOracle }] } as unknown as Deployment
    const [cre] = config.banks.map(({ credit }) => credit.cre)
    const steps = creSteps(config, deployment).join(' ')
    expect(steps)
      .to.include(scoreOracle)
      .and.include(deviceOracle)
      .and.include(cre?.forwarder)
      .and.include('16015286601757825753')
    const banks = config.banks.map(withRouter)
    expect(creSteps({ ...config, banks }, deployment)).to.deep.equal([])
  })
})

describe('network configuration files', () => {
  it('are complete with the environment that they name, and accepted for their chain', () => {
    expect(knownNetworks()).to.have.members(['mainnet', 'sepolia'])
    for (const name of knownNetworks()) {
      const config = readNetworkConfig(name, publicEnvironment())
      expect(config.name).to.equal(name)
      requireSafe(config, sepolia, privateKeyToAddress(generatePrivateKey()))
    }
  })

  it('name the variable that is missing', () => {
    const { TALLYSTICK_KYC: _, ...environment } = publicEnvironment()
    expect(() => readNetworkConfig('sepolia', environment)).to.throw(
      'sepolia.holders.KYC[0]: set the environment variable TALLYSTICK_KYC',
    )
  })

  it('name the entry that is wrong', () => {
    const environment = { ...publicEnvironment(), TALLYSTICK_KYC: '0x123' }
    expect(() => readNetworkConfig('sepolia', environment)).to.throw('sepolia.holders.KYC[0] must be an address')
  })

  it('no file of that name: the known ones are listed', () => {
    expect(() => readNetworkConfig('../local')).to.throw('known: mainnet, sepolia')
  })
})
