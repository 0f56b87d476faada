import { accessManagerAbi, type Deployment, receivablesAbi, treasuryAbi } from '@tallystick/sdk'
import { expect } from 'chai'
import { network } from 'hardhat'
import { type Address, getContract } from 'viem'
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts'
import { company } from '../../scripts/demo/companies.ts'
import { assertRoles, type Matrices, RoleMatrixError } from '../../scripts/deploy/assert-roles.ts'
import type { NetworkConfig } from '../../scripts/deploy/config.ts'
import { type Connection, deployNetwork } from '../../scripts/deploy/deploy.ts'
import { DeploymentRefused, requireSafe } from '../../scripts/deploy/guards.ts'
import { localNetwork } from '../../scripts/deploy/networks/local.ts'
import { knownNetworks, readNetworkConfig } from '../../scripts/deploy/read-config.ts'
import { bankMatrix, delayedRoles, networkMatrix, type RoleName, roleIds } from '../../scripts/deploy/roles.ts'

const sepolia = 11_155_111

function strangers<Key extends string>(keys: readonly Key[]): Record<Key, Address[]> {
  const entries = keys.map((key) => [key, [privateKeyToAddress(generatePrivateKey())]])
  return Object.fromEntries(entries) as Record<Key, Address[]>
}

/** Addresses and names that whoever deploys would set. */
function publicEnvironment(): Record<string, string> {
  const address = () => privateKeyToAddress(generatePrivateKey())
  const parts = ['NETWORK_ADMIN', 'NETWORK_GUARDIAN', 'NETWORK_OFFICER', 'KYC']
  const bankParts = ['BANK_ADMIN', 'BANK_GUARDIAN', 'BANK_OFFICER', 'BANK_RISK']
  return {
    ...Object.fromEntries([...parts, ...bankParts].map((part) => [`TALLYSTICK_${part}`, address()])),
    TALLYSTICK_PEPPER: generatePrivateKey(),
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
    for (const role of ['ADMIN', 'GUARDIAN', 'OFFICER', 'RISK_TIGHTEN', 'RISK_LOOSEN'] as const) {
      const [isMember, delay] = await hasRole(bank?.manager ?? '0x', role, holder)
      expect(isMember).to.equal(true)
      expect(delay).to.equal(delayedRoles.has(role) ? localNetwork.delay : 0)
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
    expect((await treasury.read.book([bank?.desk ?? '0x'])).cap).to.equal(localNetwork.banks[0]?.book.cap)
    const receivables = getContract({ address: deployment.network.receivables, abi: receivablesAbi, client })
    expect((await receivables.read.profile([1])).maxTermDays).to.equal(localNetwork.profile.maxTermDays)
    expect(await receivables.read.assetAt([1])).to.equal(deployment.asset.address)
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
