import {
  accessManagerAbi,
  confirmationTypedData,
  factoringDeskAbi,
  membersAbi,
  type ReceivableTerms,
  receivablesAbi,
  treasuryAbi,
} from '@tallystick/sdk'
import { network } from 'hardhat'
import type { NetworkConnection } from 'hardhat/types/network'
import { type Abi, type Address, getContract, type Hex, keccak256, toHex } from 'viem'
import { circleArtifact, fiatToken } from '../../scripts/deploy/modules/circle.ts'

export type Connection = NetworkConnection<'l1'>
export type Wallet = Awaited<ReturnType<Connection['viem']['getWalletClients']>>[number]

export const UTC_OFFSET = 28_800
export const FACE = 1_000_000_000_000n
/** Bits of a member's mask, as in `Roles` of IMembers.sol. */
export const ROLE = {
  CORE: 1n,
  SUPPLIER: 2n,
  BANK: 4n,
  MERCHANT: 8n,
  LESSEE: 16n,
  MANUFACTURER: 32n,
  BOOK: 128n,
} as const

/** The settlement asset of a test. */
export interface Asset {
  readonly address: Address
  readonly abi: Abi
  /** The one who mints, pauses and black-lists. */
  readonly issuer: Wallet
}

/** Deploys a settlement asset; the issuer can mint. */
export type AssetDeployer = (connection: Connection, issuer: Wallet) => Promise<Asset>

export type System = Awaited<ReturnType<typeof deploySystem>>

/** A chain of its own, with the whole system and its companies; the first account may do everything. */
export async function newSystem(deployAsset: AssetDeployer = deployCircle) {
  return deploySystem(await network.create({ chainType: 'l1' }), deployAsset)
}

/** As {@link newSystem}, on a chain that knows EIP-7702. */
export async function newPragueSystem() {
  return deploySystem(await network.create({ chainType: 'l1', override: { hardfork: 'prague' } }), deployCircle)
}

async function deploySystem(connection: Connection, deployAsset: AssetDeployer) {
  const { viem } = connection
  const client = await viem.getPublicClient()
  const wallets = await viem.getWalletClients()
  const [admin, debtor, supplier, secondSupplier, bank, secondBank, issuer, stranger] = wallets as unknown as [
    Wallet,
    Wallet,
    Wallet,
    Wallet,
    Wallet,
    Wallet,
    Wallet,
    Wallet,
  ]
  const asset = await deployAsset(connection, issuer)
  const deployed = async (name: string, args: readonly unknown[]) =>
    (await viem.deployContract(name, [...args])).address
  const clients = { public: client, wallet: admin }
  const contractAt = <const ThisAbi extends Abi>(abi: ThisAbi, address: Address) =>
    getContract({ abi, address, client: clients })
  const manager = contractAt(accessManagerAbi, await deployed('AccessManager', [admin.account.address]))
  const members = contractAt(membersAbi, await deployed('Members', [manager.address]))
  const name = toHex('CN-SCF', { size: 12 })
  const profile = { maxTermDays: 365, graceDays: 5, tierCap: 5, minSplit: 100_000_000n, name }
  const registerArguments = [manager.address, members.address, UTC_OFFSET, profile]
  const receivables = contractAt(receivablesAbi, await deployed('Receivables', registerArguments))
  await receivables.write.allowAsset([asset.address])
  const bankArguments = [asset.address, members.address, UTC_OFFSET, 'Jiangnan Bank CNY', 'jnCNY']
  const treasury = contractAt(treasuryAbi, await deployed('Treasury', [manager.address, ...bankArguments]))
  const deskArguments = [manager.address, treasury.address, asset.address, receivables.address, members.address]
  const desk = contractAt(factoringDeskAbi, await deployed('FactoringDesk', deskArguments))
  const register = async (account: Address, obligor: number, roles: bigint, contractSignatureOnly = false) =>
    members.write.register([
      account,
      {
        roles,
        expiry: 2 ** 40 - 1,
        country: 156,
        frozen: false,
        contractSignatureOnly,
        obligor,
        identity: keccak256(account),
      },
    ])
  await register(debtor.account.address, 1, ROLE.CORE)
  await register(supplier.account.address, 2, ROLE.SUPPLIER)
  await register(secondSupplier.account.address, 3, ROLE.SUPPLIER)
  await register(bank.account.address, 4, ROLE.BANK)
  await register(secondBank.account.address, 5, ROLE.BANK)
  await register(desk.address, 6, ROLE.BOOK)
  await treasury.write.registerBook([desk.address, 3_000, 365, false])
  await treasury.write.raiseBookCap([desk.address, 10n ** 15n])
  await treasury.write.raiseObligorLimit([1, 10n ** 14n])
  await desk.write.loosenTerms([debtor.account.address, debtorTerms])

  const now = async () => (await client.getBlock()).timestamp
  const today = async () => receivables.read.today()
  const domain = { chainId: await client.getChainId(), receivables: receivables.address }

  /** Terms of a new invoice, due in 90 days. */
  async function newTerms(number: number, change: Partial<ReceivableTerms> = {}): Promise<ReceivableTerms> {
    return {
      supplier: supplier.account.address,
      debtor: debtor.account.address,
      asset: asset.address,
      face: FACE,
      dueDay: (await today()) + 90,
      penaltyBps: 1_800,
      profile: 1,
      fingerprint: keccak256(toHex(`fingerprint ${number}`)),
      contentHash: keccak256(toHex(`content ${number}`)),
      documentHash: keccak256(toHex(`document ${number}`)),
      ...change,
    }
  }

  const mint = async (to: Address, amount: bigint) => writeAsset(issuer, 'mint', [to, amount])

  async function writeAsset(from: Wallet, functionName: string, args: readonly unknown[]): Promise<Hex> {
    return from.writeContract({ address: asset.address, abi: asset.abi, functionName, args })
  }

  async function balanceOf(account: Address): Promise<bigint> {
    const call = { address: asset.address, abi: asset.abi, functionName: 'balanceOf', args: [account] }
    return (await client.readContract(call)) as bigint
  }

  const approve = async (from: Wallet, spender: Address, amount: bigint) =>
    writeAsset(from, 'approve', [spender, amount])

  /** Mints to a bank and deposits. */
  async function deposit(from: Wallet, amount: bigint): Promise<Hex> {
    await mint(from.account.address, amount)
    await approve(from, treasury.address, amount)
    return treasury.write.deposit([amount, from.account.address], { account: from.account })
  }

  const signConfirmation = async (signer: Wallet, terms: ReceivableTerms, deadline: number) =>
    signer.signTypedData({ account: signer.account, ...confirmationTypedData(domain, terms, deadline) })

  /** Request and confirmation, by transactions. */
  async function open(terms: ReceivableTerms): Promise<bigint> {
    await receivables.write.request([terms], { account: terms.supplier })
    await receivables.write.confirm([terms], { account: terms.debtor })
    return receivables.read.baseIdOf([terms.supplier, terms.fingerprint])
  }

  const parties = { admin, debtor, supplier, secondSupplier, bank, secondBank, issuer, stranger }
  const contracts = { manager, members, receivables, treasury, desk, asset }
  const actions = {
    register,
    mint,
    approve,
    writeAsset,
    balanceOf,
    deposit,
    signConfirmation,
    open,
    newTerms,
    now,
    today,
  }
  return { connection, client, domain, ...parties, ...contracts, ...actions }
}

/** Price and bounds of the one debtor. */
export const debtorTerms = {
  discountBps: 400,
  feeBps: 20,
  advanceBps: 9_000,
  maxTenorDays: 180,
  minUnits: 1_000_000_000n,
  version: 0,
  enabled: true,
}

/** Latest moment: a deadline that never comes. */
export const NO_DEADLINE = 2 ** 40 - 1

/** Circle's FiatTokenV2_2 behind its proxy, as it runs in production. */
export async function deployCircle(connection: Connection, issuer: Wallet): Promise<Asset> {
  const client = await connection.viem.getPublicClient()
  const deploy = async (abi: Abi, bytecode: Hex, args: readonly unknown[] = []): Promise<Address> => {
    const hash = await issuer.deployContract({ abi, bytecode, args: [...args] })
    const { contractAddress } = await client.waitForTransactionReceipt({ hash })
    if (!contractAddress) throw new Error('the asset was not deployed')
    return contractAddress
  }
  const checker = circleArtifact('util/SignatureChecker.sol/SignatureChecker.json')
  const library = await deploy(checker.abi as Abi, checker.bytecode as Hex)
  const abi = fiatToken.abi as Abi
  const implementation = await deploy(abi, linked(fiatToken.bytecode, fiatToken.linkReferences, library))
  const proxy = circleArtifact('v1/FiatTokenProxy.sol/FiatTokenProxy.json')
  const address = await deploy(proxy.abi as Abi, proxy.bytecode as Hex, [implementation])
  const self = issuer.account.address
  const call = async (functionName: string, args: readonly unknown[], using: Abi = abi) =>
    issuer.writeContract({ address, abi: using, functionName, args: [...args] })
  // The proxy's admin cannot call the token.
  await call('changeAdmin', ['0x000000000000000000000000000000000000dead'], proxy.abi as Abi)
  await call('initialize', ['Digital Yuan (test)', 'DCNY', 'CNY', 6, self, self, self, self])
  await call('initializeV2', ['Digital Yuan (test)'])
  await call('initializeV2_1', ['0x00000000000000000000000000000000000000fe'])
  await call('initializeV2_2', [[], 'DCNY'])
  await call('configureMinter', [self, 2n ** 255n])
  return { address, abi, issuer }
}

type LinkReferences = Record<string, Record<string, readonly { readonly start: number; readonly length: number }[]>>

/** Puts a library's address into its places. */
function linked(bytecode: string, references: LinkReferences, library: Address): Hex {
  const places = Object.values(references).flatMap((file) => Object.values(file).flat())
  const digits = places.reduce((code, { start, length }) => {
    const [from, to] = [2 + start * 2, 2 + (start + length) * 2]
    return code.slice(0, from) + library.slice(2).toLowerCase() + code.slice(to)
  }, bytecode)
  return digits as Hex
}
