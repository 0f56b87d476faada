import {
  AuditJournalDocument,
  ConsentsDocument,
  debtAt,
  LimitDecisionDocument,
  LimitDecisionsDocument,
  LineBooksDocument,
  LineKpisDocument,
  LinePoliciesDocument,
  LinesDocument,
  lineAccountOf,
  MerchantLineDocument,
  MerchantScoreDocument,
  MetaDocument,
  ModelsDocument,
  OracleRequestsDocument,
  ProvidersDocument,
  ReconciliationsDocument,
  ScoreDistributionDocument,
  ScoreOracleDocument,
  TreasuryDocument,
  VolumesDocument,
} from '@tallystick/sdk'
import { expect } from 'chai'
import { encodeFunctionData, type Hex } from 'viem'
import { type AuditReport, audit } from '../../scripts/audit/audit.ts'
import { company, type DemoKey } from '../../scripts/demo/companies.ts'
import { rpc } from '../../scripts/services/rpc.ts'
import { CreditStory } from './support/indexed-credit.ts'
import { IndexedNetwork } from './support/indexed-network.ts'
import { IndexedStory, yuan } from './support/indexed-story.ts'

const good = { score: 705, pdBps: 210, turnover: 30_000_000n }
const better = { score: 752, pdBps: 120, turnover: 45_000_000n }
const weak = { score: 645, pdBps: 420, turnover: 12_000_000n }

/** Events of merchant credit that carry a struct or a list, which the mock chain cannot play. */
const structEvents = ['ProviderSet', 'ModelRegistered', 'LimitsChanged', 'CreConfigChanged', 'PolicyChanged']

describe('the index of merchant credit', function () {
  this.timeout(180_000)

  let network: IndexedNetwork
  let story: IndexedStory
  let credit: CreditStory
  const audited: AuditReport[] = []

  before(async () => {
    network = await IndexedNetwork.start()
    story = new IndexedStory(network)
    credit = new CreditStory(network, story)
    await credit.activateModel()
    await story.deposit(5_000_000n * yuan)
  })

  after(() => network.stop())

  async function expectNoDifference(): Promise<AuditReport> {
    await network.indexed()
    const report = await audit(network)
    expect(report.figures.filter(({ ok }) => !ok)).to.deep.equal([])
    audited.push(report)
    return report
  }

  async function lineOf(who: DemoKey) {
    const { line } = await network.query(MerchantLineDocument, { id: idAt(network.contracts.lines.address, who) })
    if (!line) throw new Error(`${who} has no line in the index`)
    return line
  }

  it('follows consents from grant to revocation', async () => {
    await credit.consent('qingteng')
    await credit.consent('lubang')
    await credit.revoke('lubang', 'tongda-pay')
    await credit.revoke('qingteng', 'tongda-pay')
    await credit.consent('qingteng')
    await credit.consent('lubang')
    await expectNoDifference()
    const { consents } = await network.query(ConsentsDocument, {
      where: { merchant: lower(company('lubang').address) },
    })
    expect(consents.map(({ provider, scopes, nextNonce }) => [provider.name, scopes, nextNonce])).to.have.deep.members([
      ['Lantern Market', '31', '2'],
      ['Tongda Pay', '1', '3'],
    ])
    const { providers } = await network.query(ProvidersDocument, {})
    expect(providers.map(({ name, active }) => [name, active])).to.have.deep.members([
      ['Lantern Market', true],
      ['Tongda Pay', true],
    ])
  })

  it('follows requests to an answer, a refusal, an expiry, and a delivery that changes nothing', async () => {
    const { oracle } = network.contracts
    const unanswered = await credit.request('qingteng')
    await network.waitSeconds(301)
    await network.send('zhengxin', oracle, 'expire', [unanswered])
    await credit.playOracle()
    await credit.refuse(await credit.request('lubang'), 'DATA_STALE')
    await credit.deliver(await credit.request('lubang'), '0x1234', '0x')
    const answered = await credit.score('qingteng', good)
    await credit.answer(answered, 'qingteng', good)
    await expectNoDifference()

    const { oracleRequests } = await network.query(OracleRequestsDocument, { where: {} })
    const ends = oracleRequests.map(({ state, transport, refusal, errorCode }) => [
      state,
      transport,
      refusal,
      errorCode,
    ])
    expect(ends).to.have.deep.members([
      ['Expired', 'Functions', null, null],
      ['Failed', 'Cre', 'OracleError', 'DATA_STALE'],
      ['Failed', 'Cre', 'BadLength', null],
      ['Answered', 'Cre', null, null],
    ])
    const { scoreOracle } = await network.query(ScoreOracleDocument, { id: lower(oracle.address) })
    expect(scoreOracle).to.include({ requested: 4, answered: 1, failed: 2, expired: 1, ignored: 1 })
    const { models } = await network.query(ModelsDocument, { registry: lower(network.contracts.models.address) })
    expect(models.map(({ version, status, baseline }) => [version, status, baseline.length])).to.deep.equal([
      [1, 'Active', 10],
    ])
  })

  it('follows a line through draws, repayments, a rise by steps and a cut', async () => {
    const { lines } = network.contracts
    await network.send('qingteng', lines, 'open', [])
    await credit.draw('qingteng', 100_000n * yuan)
    await story.waitDays(10)
    await credit.repay('qingteng', 30_000n * yuan)
    await credit.draw('qingteng', 55_555_555_555n)
    await expectNoDifference()
    await credit.score('qingteng', better)
    await network.send('zhengxin', lines, 'refresh', [company('qingteng').address])
    await story.waitDays(8)
    await network.send('zhengxin', lines, 'refresh', [company('qingteng').address])
    await expectNoDifference()
    expect(
      (await lineOf('qingteng')).limitDecisions.map(({ newLimit, band }) => [BigInt(newLimit) / yuan, band]),
    ).to.deep.equal([
      [702_000n, 0],
      [562_000n, 0],
      [450_000n, 1],
    ])
    await credit.score('qingteng', weak)
    await credit.draw('qingteng', 1_000n * yuan).then(
      () => expect.fail('drew above the limit'),
      () => undefined,
    )
    await network.send('zhengxin', lines, 'refresh', [company('qingteng').address])
    await expectNoDifference()
    const line = await lineOf('qingteng')
    expect(BigInt(line.limit)).to.equal(120_000n * yuan)
    expect(BigInt(line.principal) > 125_000n * yuan, 'a cut calls nothing').to.equal(true)
  })

  it('shows a challenge that corrects a score, and a decision that follows it', async () => {
    const { oracle, lines } = network.contracts
    await credit.challenge('qingteng')
    await network.send('zhengxin', lines, 'refresh', [company('qingteng').address])
    await expectNoDifference()
    const variables = { oracle: lower(oracle.address), merchant: lower(company('qingteng').address) }
    const id = idAt(oracle.address, 'qingteng')
    const { merchantScore, scores, scoreChallenges } = await network.query(MerchantScoreDocument, { id, ...variables })
    const { score, pdBps } = credit.evaluation()
    expect(merchantScore).to.deep.include({ score, pdBps, reasons: [], open: null })
    expect(scores.map((answer) => answer.score)).to.deep.equal([weak.score, better.score, good.score])
    expect(scoreChallenges.map(({ corrected, oldScore, newScore }) => [corrected, oldScore, newScore])).to.deep.equal([
      [true, weak.score, score],
    ])
    const [latest] = (await lineOf('qingteng')).limitDecisions
    const { limitDecision } = await network.query(LimitDecisionDocument, { id: latest?.id ?? '' })
    expect(limitDecision).to.include({ kind: 'Policy', score, mayRise: true })
    expect(limitDecision?.policyVersion?.bands).to.have.length(4)
    expect(limitDecision?.answer?.model.status).to.equal('Active')
  })

  it('tells overrides with their reasons, a tighter policy, and a score without consent', async () => {
    const { lines, policy } = network.contracts
    const merchant = company('qingteng').address
    const today = await network.client.readContract({ ...network.contracts.receivables, functionName: 'today' })
    const args = [merchant, 90_000n * yuan, 2_000, today + 5, 'supplier lost'] as const
    await network.send('jiangnan', lines, 'tightenLine', args)
    const call = encodeFunctionData({
      ...policy,
      functionName: 'tighten',
      args: [await rules(), (await bands()).map((band) => ({ ...band, rateBps: band.rateBps + 10 }))],
    })
    await network.sendData('jiangnan', policy.address, call)
    await expectNoDifference()
    await story.waitDays(6)
    await credit.revoke('qingteng', 'lantern-market')
    await network.send('zhengxin', lines, 'refresh', [merchant])
    await expectNoDifference()
    const { limitDecisions } = await network.query(LimitDecisionsDocument, {
      where: { merchant: lower(merchant) },
      first: 2,
    })
    expect(limitDecisions.map(({ kind, justification, mayRise }) => [kind, justification, mayRise])).to.deep.equal([
      ['Policy', null, false],
      ['Override', 'supplier lost', false],
    ])
    const policies = await network.query(LinePoliciesDocument, { policy: lower(policy.address) })
    expect(policies.linePolicyVersions.map(({ version, bands: [best] }) => [version, best?.rateBps])).to.deep.equal([
      [2, 610],
      [1, 600],
    ])
  })

  it('follows arrears through marks and cure', async () => {
    const { lines } = network.contracts
    const merchant = company('qingteng').address
    await story.waitDays(20)
    await network.send('zhengxin', lines, 'bill', [merchant])
    await expectNoDifference()
    await network.send('jiangnan', lines, 'markEarly', [merchant, 10])
    await expectNoDifference()
    expect((await credit.debt('qingteng')).penalty > 0n).to.equal(true)
    await credit.repay('qingteng', 4_000n * yuan)
    await expectNoDifference()
    expect((await lineOf('qingteng')).state).to.equal('NonAccrual')
    const { interest, due } = await credit.debt('qingteng')
    // A yuan more, for the interest of the seconds until the payment.
    await credit.repay('qingteng', due + interest + yuan)
    await expectNoDifference()
    expect((await lineOf('qingteng')).state).to.equal('Active')
  })

  it('follows default, write-off, recovery and closing', async () => {
    const { lines } = network.contracts
    const merchant = company('lubang').address
    await credit.score('lubang', weak)
    await network.send('lubang', lines, 'open', [])
    await credit.draw('lubang', 80_000n * yuan)
    await story.waitDays(61)
    await network.send('zhengxin', lines, 'mark', [merchant])
    await expectNoDifference()
    await credit.repay('lubang', 1_000n * yuan)
    await story.waitDays(60)
    await network.send('zhengxin', lines, 'mark', [merchant])
    await network.send('zhengxin', lines, 'declareDefault', [merchant])
    await expectNoDifference()
    await story.waitDays(90)
    await network.send('zhengxin', lines, 'writeOff', [merchant])
    await expectNoDifference()
    await credit.repay('lubang', 50_000n * yuan)
    await expectNoDifference()
    expect((await lineOf('lubang')).recovered).to.equal(String(50_000n * yuan))
    await credit.repay('lubang', 1_000_000n * yuan)
    await network.send('lubang', lines, 'close', [])
    await expectNoDifference()
    const line = await lineOf('lubang')
    expect([line.state, line.principal]).to.deep.equal(['Closed', '0'])
    expect(line.marks.map(({ newPct }) => newPct)).to.deep.equal([100, 25])
  })

  it('has seen every event that carries a struct', async () => {
    const { eventLogs } = await network.query(AuditJournalDocument, { block: Number(await lastBlock()) })
    expect(eventLogs.map(({ name }) => name)).to.include.members(structEvents)
  })

  it('gives the book page by page, with sums that its lines add up to', async () => {
    const book = lower(network.contracts.lines.address)
    const [first] = (await network.query(LinesDocument, { where: { book }, first: 1 })).lines
    const rest = (await network.query(LinesDocument, { where: { book }, first: 1, after: first?.id ?? '0x' })).lines
    const ids = [first, ...rest].map((line) => line?.merchant)
    expect(ids).to.have.members([lower(company('qingteng').address), lower(company('lubang').address)])
    const { lineBooks } = await network.query(LineBooksDocument, {})
    const { principal } = await lineOf('qingteng')
    expect(lineBooks.map((row) => [row.principal, row.lineCount, row.overrides])).to.deep.equal([[principal, 1, 1]])
    const { reconciliations } = await network.query(ReconciliationsDocument, {
      where: { kind_in: ['LinesPrincipal', 'LinesImpairment', 'LinesLosses'] },
      first: 1_000,
    })
    expect(reconciliations.length).to.be.greaterThan(15)
    expect(reconciliations.filter(({ ok }) => !ok)).to.deep.equal([])
  })

  it('gives what debts and KPIs are computed from', async () => {
    const line = await lineOf('qingteng')
    const { timestamp } = await network.client.getBlock()
    const terms = { ...line.book, utcOffset: 28_800 }
    expect(debtAt(lineAccountOf(line), terms, timestamp)).to.deep.equal(await credit.debt('qingteng'))
    const oracle = lower(network.contracts.oracle.address)
    const kpis = await network.query(LineKpisDocument, { book: lower(network.contracts.lines.address), oracle })
    expect(kpis.limitDecisions.map(({ kind }) => kind)).to.include.members(['Policy', 'Override', 'Default'])
    expect(kpis.oracleRequests.flatMap(({ answers }) => answers)).to.have.length(4)
    expect((await network.query(ScoreDistributionDocument, { oracle })).scores).to.have.length(4)
    const volumes = await network.query(VolumesDocument, { interval: 'day', where: { kind: 'Drawn' } })
    const drawn = volumes.flowVolumes.reduce((sum, row) => sum + BigInt(row.total), 0n)
    expect(drawn).to.equal(235_555_555_555n)
  })

  it('answers about earlier blocks as it did then', async () => {
    for (const earlier of audited.slice(2, 6)) {
      const again = await audit(network, earlier.block.number)
      expect(again.figures).to.deep.equal(earlier.figures)
    }
    expect(audited.at(-1)?.figures.length).to.be.greaterThan(500)
  })

  it('follows the chain through a reorganisation and rolls lines back', async () => {
    const before = await network.query(MetaDocument, {})
    const line = await lineOf('qingteng')
    await credit.consent('qingteng')
    await credit.repay('qingteng', 100_000n * yuan)
    await network.indexed()
    expect(BigInt((await lineOf('qingteng')).repaid) > BigInt(line.repaid)).to.equal(true)
    // Two consents, an approval and the payment are replaced by empty blocks.
    await rpc(network.rpcUrl, 'anvil_reorg', [4, []])
    await network.waitSeconds(60)
    await expectNoDifference()
    expect((await network.query(MetaDocument, {})).journals).to.deep.equal(before.journals)
    expect((await lineOf('qingteng')).repaid).to.equal(line.repaid)
    const { treasury } = await network.query(TreasuryDocument, { id: lower(network.contracts.treasury.address) })
    const book = treasury?.books.find(({ account }) => account === lower(network.contracts.lines.address))
    expect(book?.out).to.equal(line.principal)
  })

  function rules() {
    return network.client.readContract({ ...network.contracts.policy, functionName: 'rules' })
  }

  function bands() {
    return network.client.readContract({ ...network.contracts.policy, functionName: 'bands' })
  }

  function lastBlock() {
    return network.client.getBlockNumber()
  }
})

function idAt(contract: string, who: DemoKey): Hex {
  return `${lower(contract)}${lower(company(who).address).slice(2)}` as Hex
}

function lower(address: string): Hex {
  return address.toLowerCase() as Hex
}
