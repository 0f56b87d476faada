import {
  baseIdOf,
  CHINA_UTC_OFFSET,
  confirmationDigest,
  type Deployment,
  differingTerms,
  documentHash,
  explainError,
  factoringDeskAbi,
  formatBps,
  idHex,
  maturityOf,
  parseInvoice,
  penalty,
  quote,
  type ReceivableTerms,
  receivablesAbi,
  sellerIdentity,
  signConfirmation,
  signPermit,
  termsHash,
  termsOf,
} from '@tallystick/sdk'
import { expect } from 'chai'
import { network } from 'hardhat'
import { type Abi, type Address, encodeFunctionData, getContract, parseAbi, parseSignature } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { company, type DemoCompany } from '../../scripts/demo/companies.ts'
import { renderSampleInvoices } from '../../scripts/demo/invoices.ts'
import { type Connection, deployNetwork } from '../../scripts/deploy/deploy.ts'
import { localNetwork } from '../../scripts/deploy/networks/local.ts'

const permitAbi = parseAbi([
  'function permit(address owner, address spender, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s)',
  'function allowance(address owner, address spender) view returns (uint256)',
])

const anybody: Address = '0x00000000000000000000000000000000000000aa'

/** The SDK computes off chain what the contracts compute on chain; here both are asked. */
describe('the SDK and the contracts agree', () => {
  const [lanhai, donghai] = [company('lanhai'), company('donghai')]
  let connection: Connection
  let deployment: Deployment
  let terms: ReceivableTerms
  let baseId: bigint
  let deadline: number

  const client = () => connection.viem.getPublicClient()
  const register = () => ({ chainId: deployment.chainId, receivables: deployment.network.receivables })
  const receivables = async () =>
    getContract({ address: deployment.network.receivables, abi: receivablesAbi, client: await client() })
  const now = async () => (await (await client()).getBlock()).timestamp

  /** Terms of a sample invoice as the supplier's page builds them. */
  function sampleTerms(fileName: string, at: bigint, edit: (xml: string) => string = (xml) => xml): ReceivableTerms {
    const xml = edit(renderSampleInvoices(at).find((sample) => sample.fileName === fileName)?.xml ?? '')
    const bytes = new TextEncoder().encode(xml)
    return termsOf(parseInvoice(bytes, { pepper: deployment.pepper }), {
      supplier: lanhai.address,
      debtor: donghai.address,
      asset: deployment.asset,
      penaltyBps: 1_000,
      profile: 1,
      documentHash: documentHash(bytes),
    })
  }

  before(async () => {
    connection = (await network.create()) as Connection
    deployment = await deployNetwork(connection, localNetwork, 'sdk-agreement')
    const time = await now()
    terms = sampleTerms('invoice-ubl.xml', time)
    deadline = Number(time) + 86_400
    const [{ xml } = { xml: '' }] = renderSampleInvoices(time)
    baseId = baseIdOf(sellerIdentity(parseInvoice(xml)), terms.fingerprint)
  })

  it('on the hash, the digest and the id of terms', async () => {
    const contract = await receivables()
    expect(await contract.read.termsHash([terms])).to.equal(termsHash(terms))
    expect(await contract.read.confirmationDigest([terms, deadline])).to.equal(
      confirmationDigest(register(), terms, deadline),
    )
    expect(await contract.read.baseIdOf([lanhai.address, terms.fingerprint])).to.equal(baseId)
  })

  it("on the debtor's signature", async () => {
    const signature = await signConfirmation(signer(donghai), register(), terms, deadline)
    await send('request', [terms], await acting(lanhai.address))
    await send('create', [terms, deadline, signature], await acting(anybody))
    const { debtor, dueDay, face } = await (await receivables()).read.receivable([baseId])
    expect([debtor, dueDay, face]).to.deep.equal([donghai.address, terms.dueDay, terms.face])
  })

  it('on one invoice, whatever its syntax and its amounts', async () => {
    const edited = sampleTerms('invoice-cii.xml', await now(), (xml) => xml.replaceAll('356000<', '956000<'))
    expect(differingTerms(terms, edited)).to.deep.equal(['face', 'contentHash', 'documentHash'])
    const refused = await (await client())
      .simulateContract({
        address: deployment.network.receivables,
        abi: receivablesAbi,
        functionName: 'request',
        args: [edited],
        account: lanhai.address,
      })
      .then(() => undefined, explainError)
    expect(refused?.code).to.equal('AlreadyRegistered')
    expect(refused?.sentence.en).to.contain(idHex(baseId).slice(0, 8)).and.to.contain('(open)')
  })

  it('on every price', async () => {
    const [bank] = deployment.banks
    const [config] = localNetwork.banks[0]?.debtors ?? []
    if (!bank || !config) throw new Error('the local network has no bank')
    const units = [1_000_000_000n, 1_000_000_001n, 123_456_789_123n, 142_400_000_000n, terms.face]
    for (const [index, amount] of units.entries()) {
      await connection.networkHelpers.time.increase(index * 100_003 + 1)
      const { blockNumber, timestamp } = await currentBlock()
      const onChain = await (await client()).readContract({
        address: bank.desk,
        abi: factoringDeskAbi,
        functionName: 'quote',
        args: [baseId, amount],
        blockNumber,
      })
      const input = { ...config, units: amount, dueDay: terms.dueDay, now: timestamp, utcOffset: CHINA_UTC_OFFSET }
      const { allInBps, tenorSeconds, ...offChain } = quote(input)
      expect(onChain).to.deep.equal({ ...offChain, maturity: Number(timestamp + tenorSeconds) })
      expect(allInBps, formatBps(allInBps)).to.be.within(config.discountBps, config.discountBps * 2)
    }
  })

  it('on permits of the settlement asset', async () => {
    const [owner, spender] = [donghai.address, deployment.network.receivables]
    const permit = { owner, spender, value: terms.face, nonce: 0n, deadline: 2n ** 40n }
    const { r, s, v } = parseSignature(await signPermit(signer(donghai), deployment, permit))
    const token = { address: deployment.asset.address, abi: permitAbi } as const
    const [relayer] = await connection.viem.getWalletClients()
    const args = [owner, spender, permit.value, permit.deadline, Number(v), r, s] as const
    await relayer?.writeContract({ ...token, functionName: 'permit', args })
    const allowed = await (await client()).readContract({ ...token, functionName: 'allowance', args: [owner, spender] })
    expect(allowed).to.equal(terms.face)
  })

  it('on the penalty after the due day', async () => {
    const contract = await receivables()
    await connection.networkHelpers.time.increaseTo(maturityOf(terms.dueDay, CHINA_UTC_OFFSET) + 10n * 86_400n)
    expect(await contract.read.amountDue([baseId])).to.deep.equal([terms.face, penalty(terms.face, 1_000, 11)])
  })

  function signer({ privateKey }: DemoCompany) {
    return privateKeyToAccount(privateKey)
  }

  /** Sends a transaction to the register from an account that the test chain lets act. */
  async function send(functionName: 'request' | 'create', args: readonly unknown[], from: Address) {
    const wallet = await connection.viem.getWalletClient(from)
    const data = encodeFunctionData({ abi: receivablesAbi as Abi, functionName, args })
    const hash = await wallet.sendTransaction({ to: deployment.network.receivables, data })
    const { status } = await (await client()).waitForTransactionReceipt({ hash })
    expect(status).to.equal('success')
  }

  async function currentBlock() {
    const { number, timestamp } = await (await client()).getBlock()
    return { blockNumber: number, timestamp }
  }

  /** Lets the test chain send from a company's address. */
  async function acting(address: Address) {
    await connection.networkHelpers.impersonateAccount(address)
    await connection.networkHelpers.setBalance(address, 10n ** 18n)
    return address
  }
})
