import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import {
  AuditJournalDocument,
  DealsDocument,
  HoldingsDocument,
  idHex,
  JournalDetailsDocument,
  JournalDocument,
  KpisDocument,
  MembersDocument,
  MetaDocument,
  OperationsDocument,
  ReceivableDocument,
  ReconciliationsDocument,
  RequestsDocument,
  RiskDocument,
  RolesDocument,
  RulesDocument,
  TreasuriesDocument,
  TreasuryDocument,
  VolumesDocument,
} from '@tallystick/sdk'
import { expect } from 'chai'
import { encodeFunctionData, getAddress, type Hex } from 'viem'
import { AuditError, type AuditReport, audit } from '../../scripts/audit/audit.ts'
import { company } from '../../scripts/demo/companies.ts'
import { root } from '../../scripts/paths.ts'
import { listen } from '../../scripts/services/http.ts'
import { cleanEnvironment } from '../../scripts/services/processes.ts'
import { rpc } from '../../scripts/services/rpc.ts'
import { IndexedNetwork } from './support/indexed-network.ts'
import { IndexedStory, yuan } from './support/indexed-story.ts'

const structEvents = [
  'Collected',
  'ConfirmationRequested',
  'DebtorTermsChanged',
  'MemberRegistered',
  'ProfileSet',
  'ReceivableCreated',
  'ReceivableOffered',
  'WrittenOff',
]

/** An account of a company that is registered while the index runs. */
const newAccount = getAddress(`0x${'c0'.repeat(20)}`)

describe('the index of a running network', function () {
  this.timeout(120_000)

  let network: IndexedNetwork
  let story: IndexedStory
  /** Receivables of the story: paid on time, paid early, and not paid for half a year. */
  let onTime: bigint
  let early: bigint
  let unpaid: bigint
  /** Blocks at which the audit found no difference. */
  const audited: AuditReport[] = []

  before(async () => {
    network = await IndexedNetwork.start()
    story = new IndexedStory(network)
  })

  after(() => network.stop())

  async function expectNoDifference(): Promise<AuditReport> {
    await network.indexed()
    const report = await audit(network)
    expect(report.figures.filter(({ ok }) => !ok)).to.deep.equal([])
    audited.push(report)
    return report
  }

  async function treasuryRow() {
    const { treasury } = await network.query(TreasuryDocument, { id: lower(network.contracts.treasury.address) })
    if (!treasury) throw new Error('the treasury is not in the index')
    return treasury
  }

  it('agrees with the chain after deployment', async () => {
    const report = await expectNoDifference()
    expect(report.figures.length).to.be.greaterThan(150)
    const { roles } = await network.query(RolesDocument, {})
    const [admin] = roles.filter(({ number, manager }) => number === '0' && manager === lower(bankManager()))
    expect(admin?.members.filter(({ active }) => active).map(({ account }) => account)).to.deep.equal([
      lower(company('jiangnan').address),
    ])
  })

  it('shows requests to the debtor until they are answered', async () => {
    const terms = await story.terms(500_000n * yuan, 90)
    const { receivables } = network.contracts
    const inbox = { where: { debtor: lower(terms.debtor), kind: 'Request', state: 'Open' } } as const
    await network.send('lanhai', receivables, 'request', [terms])
    await network.indexed()
    const { requests } = await network.query(RequestsDocument, inbox)
    expect(requests.map(({ face, contentHash, receivable }) => ({ face, contentHash, receivable }))).to.deep.equal([
      { face: '500000000000', contentHash: terms.contentHash, receivable: null },
    ])
    await network.send('donghai', receivables, 'confirm', [terms])
    onTime = await story.baseId(terms)
    await story.refusals()
    await network.indexed()
    expect((await network.query(RequestsDocument, inbox)).requests).to.deep.equal([])
    const all = await network.query(RequestsDocument, { where: {} })
    expect(all.requests.map(({ kind, state, declineReason }) => `${kind} ${state} ${declineReason}`)).to.have.members([
      'Request Created null',
      'Request Declined 2',
      'Offer Withdrawn null',
    ])
  })

  it('follows units from the supplier to its supplier and to the bank, with their provenance', async () => {
    await story.deposit(5_000_000n * yuan)
    await story.assign(onTime, 200_000n * yuan)
    await story.sell('lanhai', onTime, 300_000n * yuan)
    await story.sell('xinda', onTime + 1n, 50_000n * yuan)
    early = await story.accepted(80_000n * yuan, 120)
    await story.sell('lanhai', early, 80_000n * yuan)
    unpaid = await story.signed(100_000n * yuan, 30)
    await story.sell('lanhai', unpaid, 60_000n * yuan)
    await expectNoDifference()

    const { receivable } = await network.query(ReceivableDocument, { id: idHex(onTime) })
    expect(receivable).to.include({ state: 'Open', units: '500000000000', deepestTier: 1, origin: 'Confirmed' })
    expect(receivable?.assignments).to.have.length(1)
    expect(receivable?.deals.map(({ units }) => units)).to.deep.equal(['300000000000', '50000000000'])
    const { holdings } = await network.query(HoldingsDocument, {
      where: { account: lower(company('xinda').address), units_gt: '0' },
    })
    expect(holdings.map(({ tier, units }) => ({ tier, units }))).to.deep.equal([{ tier: 1, units: '150000000000' }])
    expect(holdings[0]?.assignedFrom[0]?.from).to.equal(lower(company('lanhai').address))
    expect(holdings[0]?.receivable.face).to.equal('500000000000')
  })

  it('shows exposure, limits, terms and what has been announced', async () => {
    const { treasury, desk } = network.contracts
    const raise = encodeFunctionData({
      abi: treasury.abi,
      functionName: 'raiseObligorLimit',
      args: [company('donghai').obligor, 30_000_000n * yuan],
    })
    await story.delayed('jiangnan', bankManager(), treasury.address, raise)
    await story.newMember(newAccount)
    await expectNoDifference()
    const risk = await network.query(RiskDocument, { treasury: lower(treasury.address), desk: lower(desk.address) })
    const { principal } = await treasuryRow()
    const exposed = risk.obligorLimits.filter(({ exposure }) => exposure !== '0')
    expect(exposed.map(({ limit, exposure }) => ({ limit, exposure }))).to.deep.equal([
      { limit: String(30_000_000n * yuan), exposure: principal },
    ])
    expect(risk.debtorTerms_collection[0]).to.include({ discountBps: 480, enabled: true, version: '1' })
    const { scheduledOperations } = await network.query(OperationsDocument, { where: { state: 'Executed' } })
    const names = scheduledOperations.map(({ functionName, obligorNumber }) => `${functionName} ${obligorNumber}`)
    expect(names).to.include('raiseObligorLimit 201')
  })

  it('agrees with the chain while positions mature, are paid early, paid on time, and marked down', async () => {
    const { desk, treasury, receivables } = network.contracts
    await story.waitDays(20)
    await story.settle(early)
    await network.send('jiangnan', desk, 'collect', [early, 3])
    await expectNoDifference()
    await story.waitDays(15)
    await network.send('zhengxin', receivables, 'flagOverdue', [unpaid])
    await network.send('jiangnan', desk, 'markEarly', [unpaid, 4, 10])
    await expectNoDifference()
    await story.waitDays(55)
    await network.send('zhengxin', desk, 'mark', [unpaid, 4])
    await story.settle(onTime)
    await network.send('zhengxin', desk, 'collect', [onTime, 1])
    await network.send('zhengxin', desk, 'collect', [onTime + 1n, 2])
    await network.send('zhengxin', receivables, 'redeemFor', [company('xinda').address, onTime + 1n])
    await network.send('zhengxin', treasury, 'claimFor', [company('lanhai').address])
    await expectNoDifference()
    const { deals } = await network.query(DealsDocument, { where: { state: 'Impaired' } })
    expect(deals.map(({ number, impairedPct }) => ({ number, impairedPct }))).to.deep.equal([
      { number: '4', impairedPct: 50 },
    ])
  })

  it('agrees with the chain through write-off, late payment, recovery and exit', async () => {
    const { desk, receivables, treasury } = network.contracts
    await story.waitDays(130)
    await network.send('zhengxin', desk, 'mark', [unpaid, 4])
    await network.send('zhengxin', desk, 'writeOff', [unpaid, 4])
    await expectNoDifference()
    expect(await treasuryRow()).to.include({ principal: '0', impaired: '0' })
    await story.settle(unpaid)
    await network.send('zhengxin', desk, 'collect', [unpaid, 4])
    await expectNoDifference()
    const lanhai = company('lanhai').address
    await network.send('lanhai', receivables, 'redeem', [unpaid, 10_000n * yuan, lanhai])
    await network.send('zhengxin', receivables, 'redeemFor', [lanhai, unpaid])
    await network.send('xinda', treasury, 'claim', [company('xinda').address])
    await network.send('jiangnan', treasury, 'exit', [1_000_000_000n, company('jiangnan').address, 0n])
    await expectNoDifference()
    const { receivable } = await network.query(ReceivableDocument, { id: idHex(unpaid) })
    expect(receivable).to.include({ state: 'Settled', units: '0', redeemedUnits: '100000000000' })
    expect(BigInt(receivable?.redeemedAmount ?? 0)).to.equal(100_000n * yuan + BigInt(receivable?.penalty ?? 0))
    const escrow = await network.client.readContract({
      ...network.contracts.asset,
      functionName: 'balanceOf',
      args: [receivables.address],
    })
    expect(escrow).to.equal(0n)
  })

  it('has seen every event that carries a struct', async () => {
    const { eventLogs } = await network.query(JournalDocument, { where: { name_in: structEvents }, first: 1000 })
    expect([...new Set(eventLogs.map(({ name }) => name))]).to.have.members(structEvents)
  })

  it('tells the ledger of one receivable from event to event, with the treasury’s entries', async () => {
    const { eventLogs } = await network.query(JournalDocument, { where: { receivableId: idHex(unpaid) }, first: 1000 })
    expect(eventLogs.map(({ name }) => name)).to.deep.equal([
      ...['Transfer', 'ReceivableCreated', 'Transfer', 'Financed', 'Lent'],
      ...['ReceivableOverdue', 'DealMarked', 'Impaired', 'DealMarked', 'Impaired', 'DealMarked', 'Impaired'],
      ...['DealWrittenOff', 'WrittenOff', 'ReceivableSettled', 'Transfer', 'Redeemed', 'DealCollected', 'Recovered'],
      ...['Transfer', 'Redeemed', 'Transfer', 'Redeemed'],
    ])
    const sequences = eventLogs.map(({ sequence }) => sequence)
    expect(sequences).to.deep.equal(sequences.toSorted((a, b) => a - b))
  })

  it('gives every argument of an entry where a ledger is exported', async () => {
    const where = { receivableId: idHex(onTime), name: 'Lent' }
    const { eventLogs } = await network.query(JournalDetailsDocument, { where })
    const [first] = eventLogs
    if (first?.__typename !== 'LentEvent') throw new Error('the first entry is not a loan')
    expect(first.to).to.equal(lower(company('lanhai').address))
    expect(BigInt(first.carry)).to.equal(285_000n * yuan)
    expect(first.exposure).to.equal(first.amount)
  })

  it('answers every document of the SDK', async () => {
    const [deployment] = (await network.query(MetaDocument, {})).deployments
    expect(deployment).to.include({ network: 'local', chainId: '31337', utcOffset: 28_800 })
    expect((await network.query(MembersDocument, {})).members).to.have.length(13)
    expect((await network.query(RulesDocument, {})).profiles[0]).to.include({ name: 'CN-SCF', tierCap: 5 })
    const [treasury] = (await network.query(TreasuriesDocument, {})).treasuries
    expect(treasury?.bank).to.equal('Jiangnan Bank')
    expect(treasury?.buckets).to.have.length(3)
    expect((await network.query(KpisDocument, {})).deals).to.have.length(4)
    const { reconciliations } = await network.query(ReconciliationsDocument, { where: { ok: false } })
    expect(reconciliations).to.deep.equal([])
  })

  it('adds up volumes by kind', async () => {
    const where = { kind: 'Financed' }
    const { flowVolumes } = await network.query(VolumesDocument, { interval: 'day', where })
    const total = flowVolumes.reduce((sum, row) => sum + BigInt(row.total), 0n)
    expect(total).to.equal(490_000n * yuan)
  })

  it('answers about earlier blocks as it did then', async () => {
    expect(audited.length).to.be.greaterThan(6)
    for (const earlier of audited.slice(0, 3)) {
      const again = await audit(network, earlier.block.number)
      expect(again.figures).to.deep.equal(earlier.figures)
    }
  })

  /** An endpoint that passes questions on to the index and alters one number of one row in the answers. */
  function tamperingIndex() {
    const server = createServer(async (request, response) => {
      const body = await buffer(request)
      const answer = await fetch(network.graphqlUrl, { method: 'POST', headers: jsonHeader, body })
      response.end((await answer.text()).replace('"face":"500000000000"', '"face":"500000000001"'))
    })
    return listen(server, 0)
  }

  it('the audit notices one altered number in one row', async () => {
    const server = await tamperingIndex()
    try {
      const report = await audit({ ...network, deployment: network.deployment, graphqlUrl: server.url })
      const differing = report.figures.filter(({ ok }) => !ok)
      expect(report.differences).to.equal(2)
      expect(differing.map(({ index, chain }) => ({ index, chain }))).to.deep.equal([
        { index: '500000000001', chain: '500000000000' },
        { index: '500000000001', chain: '500000000000' },
      ])
    } finally {
      await server.close()
    }
  })

  it('the audit command prints every figure and tells by its exit code', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tallystick-audit-'))
    const file = join(folder, 'deployment.json')
    writeFileSync(file, JSON.stringify(network.deployment))
    const run = (graphqlUrl: string, ...args: string[]) =>
      auditCommand(['--deployment', file, '--rpc', network.rpcUrl, '--graphql', graphqlUrl, ...args])
    const server = await tamperingIndex()
    try {
      const good = await run(network.graphqlUrl, '--json')
      expect(good.code).to.equal(0)
      expect(JSON.parse(good.stdout)).to.include({ network: 'local', differences: 0 })
      const bad = await run(server.url)
      expect(bad.code).to.equal(1)
      expect(bad.stdout.match(/^ {2}✗ .*$/gm)).to.have.length(2)
      expect(bad.stdout).to.match(/✗ \S+ face +index 500000000001 = chain 500000000000/)
      const impossible = await run('http://127.0.0.1:9/')
      expect(impossible.code).to.equal(2)
      expect(impossible.stderr.trim().split('\n')).to.have.length(1)
    } finally {
      await server.close()
      rmSync(folder, { recursive: true })
    }
  })

  it('the audit says why it cannot run', async () => {
    const nobody = 'http://127.0.0.1:9/'
    const refused = (source: Partial<IndexedNetwork>, block?: number) =>
      audit({ ...network, deployment: network.deployment, ...source }, block).then(
        () => 'ran',
        (error: Error) => `${error instanceof AuditError}: ${error.message}`,
      )
    expect(await refused({ graphqlUrl: nobody })).to.match(/^true: the index gives no answer. Meta: .* does not answer/)
    expect(await refused({ rpcUrl: nobody })).to.match(/^true: the chain at .* does not answer/)
    expect(await refused({}, 1_000_000)).to.match(/^true: the index has reached block \d+, not 1000000 yet/)
    const otherChain = { ...network.deployment, chainId: 1 }
    expect(await refused({ deployment: otherChain })).to.contain('is chain 31337, but local is chain 1')
  })

  it('follows the chain through a reorganisation and rolls its state back', async () => {
    const before = await network.query(MetaDocument, {})
    const length = before.journals[0]?.length ?? 0
    const head = await network.client.getBlockNumber()
    await story.confirmed(10_000n * yuan, 60)
    await story.deposit(1_000n * yuan)
    await network.indexed()
    const withBoth = await network.query(AuditJournalDocument, { block: Number(head) + 4, after: length })
    expect(withBoth.eventLogs.map(({ name }) => name)).to.deep.equal([
      ...['ConfirmationRequested', 'Transfer', 'ReceivableCreated', 'Transfer', 'Deposit', 'Deposited'],
    ])
    const cash = BigInt((await treasuryRow()).cash)

    // The four blocks of the receivable and the deposit are replaced by empty ones.
    await rpc(network.rpcUrl, 'anvil_reorg', [4, []])
    await network.waitSeconds(60)
    await expectNoDifference()
    const after = await network.query(MetaDocument, {})
    expect(after.journals[0]?.length).to.equal(length)
    expect(BigInt((await treasuryRow()).cash)).to.equal(cash - 1_000n * yuan)
    const { requests } = await network.query(RequestsDocument, { where: { openedAt_gt: String(await storyEnd(head)) } })
    expect(requests).to.deep.equal([])
  })

  async function storyEnd(block: bigint): Promise<bigint> {
    return (await network.client.getBlock({ blockNumber: block })).timestamp
  }

  function bankManager(): Hex {
    return network.contracts.bankManager.address
  }
})

function auditCommand(args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((done) => {
    const options = { cwd: root, env: cleanEnvironment() }
    execFile(process.execPath, ['scripts/audit.ts', ...args], options, (error, stdout, stderr) => {
      done({ code: Number(error?.code ?? 0), stdout, stderr })
    })
  })
}

const jsonHeader = { 'content-type': 'application/json' }

function lower(address: string): Hex {
  return address.toLowerCase() as Hex
}
