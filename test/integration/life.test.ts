import { confirmationTypedData, signPermit } from '@tallystick/sdk'
import { expect } from 'chai'
import {
  type Address,
  concat,
  createWalletClient,
  custom,
  encodeFunctionData,
  type Hex,
  hashTypedData,
  parseSignature,
  toHex,
} from 'viem'
import { mnemonicToAccount, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'
import { FACE, NO_DEADLINE, newPragueSystem, newSystem, ROLE, type System, type Wallet } from './fixtures.ts'
import { deployPackaged, newSafe, safeArtifact, safeSignatures } from './support/safe.ts'

const DAY = 86_400

/** The test chain's own accounts, whose keys everybody knows. */
function testAccount(addressIndex: number): PrivateKeyAccount {
  const mnemonic = 'test test test test test test test test test test test junk'
  const key = mnemonicToAccount(mnemonic, { addressIndex }).getHdKey().privateKey
  if (key === null) throw new Error('the account has no key')
  return privateKeyToAccount(toHex(key))
}

/** One system on Circle's real token for all tests of this file; each works on invoices of its own. */
describe('the life of a receivable on a real stablecoin', () => {
  let system: System
  let invoices = 0

  before(async () => {
    system = await newSystem()
    await system.deposit(system.bank, 100n * FACE)
  })

  const addressOf = (wallet: Wallet): Address => wallet.account.address

  async function openOne(change = {}) {
    invoices += 1
    return system.open(await system.newTerms(invoices, change))
  }

  async function sell(seller: Wallet, tokenId: bigint, units: bigint) {
    const { receivables, desk } = system
    await receivables.write.sell([desk.address, tokenId, units, 0n, NO_DEADLINE], { account: seller.account })
    return desk.read.dealCount()
  }

  /** Permit and payment in one transaction of the debtor. */
  async function settleWithPermit(baseId: bigint) {
    const { receivables, debtor, asset, client } = system
    const [principal, penalty] = await receivables.read.amountDue([baseId])
    const value = principal + penalty
    await system.mint(addressOf(debtor), value)
    const nonce = (await client.readContract({ ...asset, functionName: 'nonces', args: [addressOf(debtor)] })) as bigint
    const permit = { owner: addressOf(debtor), spender: receivables.address, value, nonce, deadline: 2n ** 60n }
    const domain = { chainId: system.domain.chainId, asset: { ...asset, name: 'Digital Yuan (test)', version: '2' } }
    const signer = testAccount(1)
    const { r, s, v } = parseSignature(await signPermit(signer, domain, permit))
    const calls = [
      encodeFunctionData({
        abi: receivables.abi,
        functionName: 'selfPermit',
        args: [asset.address, value, permit.deadline, Number(v), r, s],
      }),
      encodeFunctionData({ abi: receivables.abi, functionName: 'settle', args: [baseId] }),
    ]
    await receivables.write.multicall([calls], { account: debtor.account })
    return value
  }

  it('R05 from confirmation to the last unit paid, over two suppliers and a bank', async () => {
    const { receivables, treasury, desk, supplier, secondSupplier } = system
    const baseId = await openOne()
    const passedOn = (FACE * 40n) / 100n
    await receivables.write.assign([baseId, addressOf(secondSupplier), passedOn, `0x${'11'.repeat(32)}`], {
      account: supplier.account,
    })
    const first = await sell(supplier, baseId, FACE - passedOn)
    const second = await sell(secondSupplier, baseId + 1n, passedOn / 2n)
    expect(await system.balanceOf(addressOf(supplier))).to.equal((await desk.read.deal([baseId, first])).price)
    await system.connection.networkHelpers.time.increase(90 * DAY)
    const before = await system.balanceOf(addressOf(secondSupplier))
    await settleWithPermit(baseId)
    await desk.write.collect([baseId, first])
    await desk.write.collect([baseId + 1n, second])
    await receivables.write.redeemFor([addressOf(secondSupplier), baseId + 1n])
    expect((await system.balanceOf(addressOf(secondSupplier))) - before).to.equal(passedOn / 2n)
    for (const seller of [supplier, secondSupplier]) await treasury.write.claimFor([addressOf(seller)])
    expect(await system.balanceOf(receivables.address)).to.equal(0n)
    expect(await treasury.read.owed()).to.equal(0n)
    expect(await treasury.read.principal()).to.equal(0n)
    expect(await system.balanceOf(treasury.address)).to.equal(await treasury.read.cash())
  })

  it('T11 a black-listed seller holds up nobody: its money stays recorded and is paid once it is free', async () => {
    const { treasury, desk, supplier, issuer } = system
    const baseId = await openOne()
    const deal = await sell(supplier, baseId, FACE)
    const { advance } = await desk.read.deal([baseId, deal])
    await system.writeAsset(issuer, 'blacklist', [addressOf(supplier)])
    await settleWithPermit(baseId)
    await desk.write.collect([baseId, deal])
    expect(await treasury.read.owedTo([addressOf(supplier)])).to.equal(FACE - advance)
    await system.connection.viem.assertions.revert(treasury.write.claimFor([addressOf(supplier)]))
    await system.writeAsset(issuer, 'unBlacklist', [addressOf(supplier)])
    await treasury.write.claimFor([addressOf(supplier)])
    expect(await treasury.read.owed()).to.equal(0n)
  })

  it('T11 a black-listed holder keeps its units until it can be paid', async () => {
    const { receivables, supplier, issuer } = system
    const baseId = await openOne()
    await settleWithPermit(baseId)
    await system.writeAsset(issuer, 'blacklist', [addressOf(supplier)])
    await system.connection.viem.assertions.revert(receivables.write.redeemFor([addressOf(supplier), baseId]))
    expect(await receivables.read.balanceOf([addressOf(supplier), baseId])).to.equal(FACE)
    await system.writeAsset(issuer, 'unBlacklist', [addressOf(supplier)])
    await receivables.write.redeemFor([addressOf(supplier), baseId])
    expect(await receivables.read.balanceOf([addressOf(supplier), baseId])).to.equal(0n)
  })

  it('T12 while the asset is paused every payment reverts and changes nothing', async () => {
    const { receivables, treasury, supplier, bank, issuer, debtor, desk } = system
    const baseId = await openOne()
    await system.mint(addressOf(debtor), FACE)
    await system.approve(debtor, receivables.address, FACE)
    await system.writeAsset(issuer, 'pause', [])
    const { assertions } = system.connection.viem
    await assertions.revert(receivables.write.settle([baseId], { account: debtor.account }))
    const args = [desk.address, baseId, FACE, 0n, NO_DEADLINE] as const
    await assertions.revert(receivables.write.sell(args, { account: supplier.account }))
    await assertions.revert(treasury.write.exit([10n ** 15n, addressOf(bank), 0n], { account: bank.account }))
    expect(await receivables.read.balanceOf([addressOf(supplier), baseId])).to.equal(FACE)
    await system.writeAsset(issuer, 'unpause', [])
    await receivables.write.settle([baseId], { account: debtor.account })
    await receivables.write.redeemFor([addressOf(supplier), baseId])
  })

  it('T13 a black-listed register or treasury keeps its ledger readable and pays once it is free', async () => {
    const { receivables, treasury, supplier, issuer } = system
    const baseId = await openOne()
    await settleWithPermit(baseId)
    for (const contract of [receivables.address, treasury.address]) {
      await system.writeAsset(issuer, 'blacklist', [contract])
    }
    await system.connection.viem.assertions.revert(receivables.write.redeemFor([addressOf(supplier), baseId]))
    expect((await receivables.read.receivable([baseId])).paid).to.equal(FACE)
    expect((await treasury.read.totalAssets()) > 0n).to.equal(true)
    for (const contract of [receivables.address, treasury.address]) {
      await system.writeAsset(issuer, 'unBlacklist', [contract])
    }
    await receivables.write.redeemFor([addressOf(supplier), baseId])
  })

  it('T15 V02 money sent straight to the treasury is no cash of its ledger and can be skimmed', async () => {
    const { treasury, admin, stranger, secondBank } = system
    await system.mint(addressOf(stranger), 5n)
    const cash = await treasury.read.cash()
    await system.writeAsset(stranger, 'transfer', [treasury.address, 5n])
    expect(await treasury.read.cash()).to.equal(cash)
    await treasury.write.skim([addressOf(secondBank)], { account: admin.account })
    expect(await system.balanceOf(addressOf(secondBank))).to.equal(5n)
  })

  describe('companies that are contracts', () => {
    it('S07 S09 a Safe with two owners confirms by ERC-1271, and only with both signatures', async () => {
      const { receivables, supplier, stranger, admin } = system
      const safe = await newSafe(system, [admin, stranger])
      await system.register(safe, 70, ROLE.CORE)
      invoices += 1
      const terms = await system.newTerms(invoices, { debtor: safe })
      const digest = hashTypedData(confirmationTypedData(system.domain, terms, NO_DEADLINE))
      const signatures = await safeSignatures(system, safe, digest, [admin, stranger])
      const one = signatures[0] as Hex
      await system.connection.viem.assertions.revertWithCustomError(
        receivables.write.create([terms, NO_DEADLINE, one], { account: supplier.account }),
        receivables,
        'InvalidSignature',
      )
      await receivables.write.create([terms, NO_DEADLINE, concat(signatures)], { account: supplier.account })
      const baseId = await receivables.read.baseIdOf([addressOf(supplier), terms.fingerprint])
      expect((await receivables.read.receivable([baseId])).debtor.toLowerCase()).to.equal(safe.toLowerCase())
    })

    it('S09 an EIP-7702 account signs with its key, unless the company has forbidden raw keys', async () => {
      system = await newPragueSystem()
      const { receivables, supplier, members, client, admin } = system
      const account = testAccount(12)
      const singleton = await deployPackaged(system, safeArtifact)
      await delegate(account, singleton)
      expect((await client.getCode({ address: account.address }))?.startsWith('0xef0100')).to.equal(true)
      await system.register(account.address, 71, ROLE.CORE)
      invoices += 2
      const [first, second] = [invoices - 1, invoices]
      const terms = await system.newTerms(first, { debtor: account.address })
      const signature = await account.signTypedData(confirmationTypedData(system.domain, terms, NO_DEADLINE))
      await receivables.write.create([terms, NO_DEADLINE, signature], { account: supplier.account })

      await members.write.setContractSignatureOnly([account.address, true], { account: admin.account })
      const next = await system.newTerms(second, { debtor: account.address })
      const raw = await account.signTypedData(confirmationTypedData(system.domain, next, NO_DEADLINE))
      await system.connection.viem.assertions.revertWithCustomError(
        receivables.write.create([next, NO_DEADLINE, raw], { account: supplier.account }),
        receivables,
        'InvalidSignature',
      )
    })
  })

  /** Sends the set-code transaction of EIP-7702 for a local account. */
  async function delegate(account: PrivateKeyAccount, to: Address) {
    const { client, connection } = system
    const sponsor = createWalletClient({
      account: testAccount(13),
      chain: client.chain,
      transport: custom(connection.provider),
    })
    const nonce = await client.getTransactionCount({ address: account.address })
    const authorization = await account.signAuthorization({ contractAddress: to, chainId: client.chain.id, nonce })
    await sponsor.sendTransaction({ to: account.address, authorizationList: [authorization], gas: 200_000n })
  }
})
