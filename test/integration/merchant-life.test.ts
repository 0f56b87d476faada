import {
  assetAbi,
  CHINA_UTC_OFFSET,
  creditLinesAbi,
  dayOf,
  explainError,
  LINE_STATES,
  scoreOracleAbi,
  treasuryAbi,
} from '@tallystick/sdk'
import { expect } from 'chai'
import type { Address } from 'viem'
import { readClock } from '../../scripts/demo/clock.ts'
import { company, type DemoKey } from '../../scripts/demo/companies.ts'
import { localNetwork } from '../../scripts/deploy/networks/local.ts'
import { verifyScore } from '../../scripts/score/verify.ts'
import { CreditNetwork } from './support/credit-network.ts'

const yuan = 1_000_000n
const WAD = 10n ** 18n
const maxRate = 2_400
const { address: qingteng } = company('qingteng')
const { address: lubang } = company('lubang')

/** One merchant's whole story on the real router, with real platforms and sandboxes; each test goes on from the last. */
describe('the life of a merchant', () => {
  let network: CreditNetwork

  before(async () => {
    network = await CreditNetwork.start()
    const { treasury, lines } = network.contracts
    await approve('jiangnan', treasury.address)
    await network.as('jiangnan')({
      address: treasury.address,
      abi: treasuryAbi,
      functionName: 'deposit',
      args: [5_000_000n * yuan, company('jiangnan').address],
    })
    for (const key of ['qingteng', 'jiangnan'] as const) await approve(key, lines.address)
  })

  after(() => network?.stop())
  afterEach(checkBooks)

  function approve(key: DemoKey, spender: Address) {
    const { asset } = network.contracts
    return network.as(key)({
      address: asset.address,
      abi: assetAbi,
      functionName: 'approve',
      args: [spender, 2n ** 255n],
    })
  }

  const onLine = (key: DemoKey, functionName: string, ...args: readonly unknown[]) =>
    network.as(key)({ address: network.contracts.lines.address, abi: creditLinesAbi, functionName, args })

  const line = () => network.contracts.lines.read.line([qingteng])
  const debt = () => network.contracts.lines.read.debtOf([qingteng])
  const stateOf = async () => LINE_STATES[(await line()).state]

  /** Pays what has fallen due. The interest since the last bill goes first, so it is paid as well. */
  async function payBills() {
    await onLine('jiangnan', 'bill', qingteng)
    const { interest, penalty } = await debt()
    const { duePrincipal } = await line()
    await onLine('qingteng', 'repay', qingteng, penalty + interest + duePrincipal + 1n * yuan)
    expect((await debt()).due).to.equal(0n)
  }

  const today = async () => dayOf(BigInt((await readClock(network.rpcUrl)).timestamp), CHINA_UTC_OFFSET)

  /** Name of the error with which a call is refused. */
  async function refusal(call: Promise<void>): Promise<string> {
    const error = await call.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    return error === undefined ? 'not refused' : explainError(error).code
  }

  /** The treasury's value is its cash, what is drawn, and the interest on its books, to the last unit. */
  async function checkBooks() {
    const { treasury, lines, asset } = network.contracts
    const at = { blockNumber: await network.client.getBlockNumber() }
    const { timestamp } = await network.client.getBlock(at)
    const [nav, exit, cash, balance, credit] = await Promise.all([
      treasury.read.totalAssets(at),
      treasury.read.exitAssets(at),
      treasury.read.cash(at),
      asset.read.balanceOf([treasury.address], at),
      lines.read.line([qingteng], at),
    ])
    const state = LINE_STATES[credit.state]
    const isOnBooks = state !== 'WrittenOff'
    const running = credit.accruedX18 + credit.rateX18 * (timestamp - BigInt(credit.last))
    const interest = state === 'Active' ? running : credit.bookedX18
    expect(cash).to.equal(balance)
    expect(nav).to.equal(cash + (isOnBooks ? credit.principal : 0n) + interest / WAD)
    expect(exit).to.equal(nav - credit.impaired)
  }

  it('a merchant without consent is not scored', async () => {
    expect(await refusal(network.request('qingteng').then(() => {}))).to.equal('ConsentMissing')
  })

  it('a weak merchant is scored and declined by the policy', async () => {
    await network.consent('lubang')
    const score = await network.score('lubang')
    expect(score.score).to.be.lessThan(600)
    expect(score.pdBps).to.be.greaterThan(300)
    expect(await refusal(onLine('lubang', 'open'))).to.equal('NoLimit')
    expect((await network.contracts.lines.read.line([lubang])).limit).to.equal(0n)
  })

  it('a good merchant consents, is scored from both platforms, and gets the limit of its band', async () => {
    await network.consent('qingteng')
    const score = await network.score('qingteng')
    expect(score.sourceMask).to.equal(3)
    expect(score.score).to.be.within(690, 740)
    await onLine('qingteng', 'open')
    const credit = await line()
    const [, band] = localNetwork.banks.flatMap((bank) => bank.credit.policy.bands)
    const byTurnover = (score.turnover * 10_000n * BigInt(band?.multipleBps ?? 0)) / 10_000n
    expect(credit.limit).to.equal(byTurnover - (byTurnover % (1_000n * yuan)))
    expect(credit).to.include({ rateBps: 720, band: 1 })
  })

  it('an auditor recomputes the score from what the platform gives to the merchant', async () => {
    const { deployment, rpcUrl } = network
    const disclosure = await network.disclosure('qingteng')
    const figures = await verifyScore({ deployment, rpcUrl, merchant: qingteng, disclosure })
    expect(figures.filter(({ isEqual }) => !isEqual)).to.deep.equal([])
    expect(figures.map(({ figure }) => figure)).to.include.members(['commitment', 'challenge', "line's rate"])
    const features = disclosure.features.map((value, index) => (index === 2 ? (value ?? 0) + 1 : value))
    const altered = await verifyScore({
      deployment,
      rpcUrl,
      merchant: qingteng,
      disclosure: { ...disclosure, features },
    })
    expect(altered.find(({ figure }) => figure === 'commitment')?.isEqual).to.equal(false)
    expect(altered.find(({ figure }) => figure === 'challenge')?.recomputed).to.equal('refused: WrongFeatures')
  })

  it('draws, and not more than the limit', async () => {
    const { limit } = await line()
    expect(await refusal(onLine('qingteng', 'draw', limit + 1n, maxRate))).to.equal('LimitExceeded')
    expect(await refusal(onLine('qingteng', 'draw', limit, 100))).to.equal('RateAboveMaximum')
    const { asset } = network.contracts
    const before = await asset.read.balanceOf([qingteng])
    await onLine('qingteng', 'draw', 100_000n * yuan, maxRate)
    expect(await asset.read.balanceOf([qingteng])).to.equal(before + 100_000n * yuan)
    expect((await debt()).principal).to.equal(100_000n * yuan)
  })

  it('repays a part: interest first, then principal', async () => {
    await network.live('qingteng', 'grow', 15)
    const { interest } = await debt()
    // Fifteen days at 7.2 % a year on 100 000, and the seconds since.
    expect(Number(interest) / 1e6).to.be.closeTo((100_000 * 0.072 * 15) / 365, 0.1)
    await onLine('qingteng', 'repay', qingteng, 30_000n * yuan)
    const { principal } = await debt()
    expect(Number(principal) / 1e6).to.be.closeTo(70_000 + (100_000 * 0.072 * 15) / 365, 0.1)
  })

  it('sales grow: the limit rises by one step at a time', async () => {
    await network.live('qingteng', 'grow', 16)
    const { due } = await debt()
    expect(due > 5_000n * yuan).to.equal(true)
    await payBills()
    await network.live('qingteng', 'grow', 28)
    const score = await network.score('qingteng')
    expect(score.score).to.be.at.least(740)
    const before = await line()
    await onLine('jiangnan', 'refresh', qingteng)
    const first = await line()
    expect(first).to.include({ rateBps: 600, band: 0 })
    const step = (before.limit * 125n) / 100n
    expect(first.limit).to.equal(step - (step % (1_000n * yuan)))
    await onLine('jiangnan', 'refresh', qingteng)
    expect((await line()).limit).to.equal(first.limit)
    await network.moveDays(7)
    await payBills()
    await onLine('jiangnan', 'refresh', qingteng)
    const target = score.turnover * 20_000n
    expect((await line()).limit).to.equal(target - (target % (1_000n * yuan)))
    await onLine('qingteng', 'draw', 350_000n * yuan, maxRate)
  })

  it('ratings collapse: the limit is cut at once, what is drawn stays', async () => {
    await network.live('qingteng', 'collapse', 21)
    await payBills()
    const before = await debt()
    const { score } = await network.score('qingteng')
    expect(score).to.be.lessThan(740)
    await onLine('jiangnan', 'refresh', qingteng)
    const { limit, principal } = await line()
    expect(limit < principal).to.equal(true)
    expect(await debt()).to.include({ principal: before.principal, dueSince: 0 })
    expect(await refusal(onLine('qingteng', 'draw', 1n, maxRate))).to.equal('LimitExceeded')
  })

  it('the merchant revokes: no new money, repaying as before', async () => {
    await network.revoke('qingteng', 'tongda-pay')
    expect(await refusal(onLine('qingteng', 'draw', 1n, maxRate))).to.equal('ConsentNotLive')
    await onLine('qingteng', 'repay', qingteng, 1_000n * yuan)
  })

  it('arrears: grace, then a penalty from the day of the bill', async () => {
    const { billDay } = await debt()
    await network.moveDays(billDay - (await today()) + 7)
    const inGrace = await debt()
    expect(inGrace).to.include({ dueSince: billDay, daysPastDue: 7, penalty: 0n })
    await network.moveDays(1)
    const { penalty, due } = await debt()
    const late = due - penalty
    expect(Number(penalty)).to.be.closeTo((Number(late) * 0.18 * 8) / 365, 2)
  })

  it('marks follow the days past due and lower what an exit is worth', async () => {
    expect(await refusal(onLine('zhengxin', 'mark', qingteng))).to.equal('MarkNotHigher')
    for (const [days, pct] of [
      [30, 25],
      [60, 50],
      [90, 100],
    ] as const) {
      await network.moveDays(days - (await debt()).daysPastDue)
      const before = await network.contracts.treasury.read.exitAssets()
      await onLine('zhengxin', 'mark', qingteng)
      expect(await line()).to.include({ impairedPct: pct })
      expect((await network.contracts.treasury.read.exitAssets()) < before).to.equal(true)
      await checkBooks()
    }
    expect(await stateOf()).to.equal('NonAccrual')
  })

  it('defaults, and is written off', async () => {
    await onLine('zhengxin', 'declareDefault', qingteng)
    expect(await stateOf()).to.equal('Defaulted')
    expect((await debt()).due).to.equal((await debt()).total)
    expect(await refusal(onLine('zhengxin', 'writeOff', qingteng))).to.equal('TooEarly')
    await network.moveDays(90)
    const nav = await network.contracts.treasury.read.totalAssets()
    const { principal, bookedX18 } = await line()
    await onLine('zhengxin', 'writeOff', qingteng)
    expect(await stateOf()).to.equal('WrittenOff')
    const after = await network.contracts.treasury.read.totalAssets()
    expect(nav - after >= principal + bookedX18 / WAD).to.equal(true)
  })

  it('recovers: what comes in makes good the principal first, and NAV rises by it', async () => {
    const before = await debt()
    const nav = await network.contracts.treasury.read.totalAssets()
    await onLine('qingteng', 'repay', qingteng, 200_000n * yuan)
    expect((await debt()).principal).to.equal(before.principal - 200_000n * yuan)
    expect(await network.contracts.treasury.read.totalAssets()).to.equal(nav + 200_000n * yuan)
    await onLine('jiangnan', 'repay', qingteng, before.total)
    expect((await debt()).total).to.equal(0n)
    await onLine('qingteng', 'close')
    expect(await stateOf()).to.equal('Closed')
  })

  it('nobody but the oracle network can settle a request', async () => {
    const { oracle } = network.contracts
    const forged = network.as('lubang')({
      address: oracle.address,
      abi: scoreOracleAbi,
      functionName: 'handleOracleFulfillment',
      args: [`0x${'11'.repeat(32)}`, '0x', '0x'],
    })
    expect(await refusal(forged)).to.equal('OnlyRouterCanFulfill')
  })
})
