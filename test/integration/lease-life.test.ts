import {
  alarmsIn,
  billUsage,
  decodeReadingMessage,
  deviceOracleAbi,
  devicesDomain,
  explainError,
  immobiliserAbi,
  LEASE_STATES,
  type ReadingMessage,
  readingDigest,
  usageMeterAbi,
  usageRent,
  verifyEvidence,
} from '@tallystick/sdk'
import { expect } from 'chai'
import { type Hex, keccak256, maxUint128, stringToHex, zeroHash } from 'viem'
import { company } from '../../scripts/demo/companies.ts'
import { leaseTerms } from '../../scripts/demo/leases.ts'
import { LeaseNetwork, until } from './support/lease-network.ts'

/** Seconds after a period's end by which every machine has reported from after it: two intervals. */
const settleDelay = 600
const yuan = 1_000_000n
const hour = 3_600
const day = 24 * hour
const WAD = 10n ** 18n

/** Machines of the fleet: one in two shifts, one in one shift, one with a P-256 key. */
const [busy, ordinary, secure] = [0, 1, 4] as const

const financed = leaseTerms.price - leaseTerms.buyOut
const cover = (financed * BigInt(leaseTerms.coverBps)) / 10_000n
const floor = leaseTerms.minimumRent - leaseTerms.baseRent

/** A lease's whole story with a real gateway, real machines and the oracle network; each test goes on from the last. */
describe('the life of a lease', function () {
  this.timeout(240_000)
  this.bail(true)
  let network: LeaseNetwork
  /** The lease that goes wrong. */
  let first: bigint

  before(async () => {
    network = await LeaseNetwork.start()
    // From the beginning, so that their readings do not pile up at a gateway that does not know them.
    for (const machine of [secure, ordinary]) await network.register(machine)
  })
  after(() => network?.stop())
  afterEach(checkBooks)

  /** Name of the error with which a call is refused. */
  async function refusal(call: Promise<unknown>): Promise<string> {
    const error = await call.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    return error === undefined ? 'not refused' : explainError(error).code
  }

  /** The treasury's sums agree with one another, and with what every lease holds and owes. */
  async function checkBooks() {
    if (network === undefined) return
    const { treasury, leases, asset, offers } = network.contracts
    const at = { blockNumber: await network.client.getBlockNumber() }
    const [cash, owed, principal, nav, exit, accruedX18, impaired, balance, held] = await Promise.all([
      treasury.read.cash(at),
      treasury.read.owed(at),
      treasury.read.principal(at),
      treasury.read.totalAssets(at),
      treasury.read.exitAssets(at),
      treasury.read.accruedX18(at),
      treasury.read.impaired(at),
      asset.read.balanceOf([treasury.address], at),
      treasury.read.owedTo([leases.address], at),
    ])
    expect(balance, 'the cash counter is what lies there').to.equal(cash)
    const ledger = cash - owed + principal + accruedX18 / WAD
    expect(Number(nav - ledger), 'NAV is cash, loans and accrual less what is owed').to.be.within(-1, 1)
    expect(nav - exit, 'shares leave at NAV less impairment').to.equal(impaired)
    const numbers = Array.from({ length: Number(await offers.read.count(at)) }, (_, index) => BigInt(index + 1))
    const accounts = await Promise.all(numbers.map((id) => leases.read.account([id], at)))
    const agreements = await Promise.all(numbers.map((id) => leases.read.lease([id], at)))
    const committed = agreements.filter(({ state }) => LEASE_STATES[state] === 'Approved')
    const expected =
      accounts.reduce((sum, account) => sum + account.held + account.cover, 0n) +
      committed.reduce((sum, agreement) => sum + agreement.financed, 0n)
    expect(held, 'the book holds what its leases hold').to.equal(expected)
  }

  /** What the treasury is worth but for interest, which has begun to run by the next second. */
  async function valueWithoutAccrual(): Promise<bigint> {
    const { treasury } = network.contracts
    const at = { blockNumber: await network.client.getBlockNumber() }
    const [cash, owed, principal] = await Promise.all([
      treasury.read.cash(at),
      treasury.read.owed(at),
      treasury.read.principal(at),
    ])
    return cash - owed + principal
  }

  const stateOf = async (leaseId: bigint) => LEASE_STATES[(await network.contracts.leases.read.lease([leaseId])).state]
  const debtOf = (leaseId: bigint) => network.contracts.leases.read.debtOf([leaseId])
  const meterOf = (leaseId: bigint) => network.contracts.meter.read.meter([leaseId])
  const balanceOf = (account: Hex) => network.contracts.asset.read.balanceOf([account])

  /** The bill of a period, once the keeper has written it. */
  async function billOf(leaseId: bigint, period: number) {
    const find = async () =>
      (await network.leaseEvents()).find(
        (event) => event.eventName === 'RentBilled' && event.args.leaseId === leaseId && event.args.period === period,
      )
    await until(`lease ${leaseId}: period ${period} is billed`, async () => (await find()) !== undefined, 120_000)
    const event = await find()
    if (event?.eventName !== 'RentBilled') throw new Error('there is no bill')
    return event.args
  }

  /** Passes the end of the running period and the days in which its reading can be replaced. */
  async function passPeriod(leaseId: bigint): Promise<void> {
    const { end, period } = await meterOf(leaseId)
    await network.moveTo(end + settleDelay)
    const isReported = async () => {
      const { reportedAt, root } = await meterOf(leaseId)
      return reportedAt > 0 && root !== zeroHash
    }
    // A machine that the clock left behind signs days of readings first.
    await until(`lease ${leaseId}: period ${period} is reported with its evidence`, isReported, 120_000)
    await network.moveTo(Number((await meterOf(leaseId)).reportedAt) + 72 * hour + 60)
  }

  const report = (key: 'hengtong' | 'jiangnan', leaseId: bigint, { reading, signature }: SignedReading) =>
    network.as(key)({
      address: network.contracts.meter.address,
      abi: usageMeterAbi,
      functionName: 'report',
      args: [leaseId, reading, signature],
    })

  type SignedReading = Awaited<ReturnType<LeaseNetwork['readingNow']>>

  it('the manufacturer registers its machine and offers a lease', async () => {
    await network.register(busy)
    first = await network.propose(busy)
    const { deviceId } = network.member(busy).spec
    expect(await network.contracts.devices.read.device([deviceId])).to.include({ tier: 2, keyVersion: 1 })
    const offer = await network.contracts.offers.read.offer([first])
    expect(offer).to.include({ deviceId, financed, state: 1 })
    expect(await network.contracts.offers.read.usageRent([first, 360_000n])).to.equal(
      usageRent(leaseTerms.tariff, 360_000n),
    )
  })

  it('the lessee signs and pays the deposit, which is held for it', async () => {
    const before = await balanceOf(company('hengtong').address)
    await network.sign(first)
    expect(before - (await balanceOf(company('hengtong').address))).to.equal(leaseTerms.deposit)
    expect((await debtOf(first)).held).to.equal(leaseTerms.deposit)
  })

  it('the bank approves: the money is set aside, and the manufacturer is paid at delivery only', async () => {
    const { treasury } = network.contracts
    const maker = company('taishan').address
    const before = await balanceOf(maker)
    const worth = await valueWithoutAccrual()
    await network.onLeases('jiangnan', 'approve', first)
    expect((await treasury.read.obligor([company('hengtong').obligor])).exposure).to.equal(financed)
    expect(await balanceOf(maker)).to.equal(before)
    await network.acceptDelivery(first, busy)
    expect((await balanceOf(maker)) - before).to.equal(financed - cover)
    expect(await valueWithoutAccrual()).to.equal(worth)
    expect(await stateOf(first)).to.equal('Active')
  })

  it('its readings are seen by the lessee and by nobody else', async () => {
    const newest = await network.caughtUp(busy)
    const { last } = await network.deviceView('hengtong', busy)
    expect(BigInt(last?.message.r.seq ?? 0) >= newest).to.equal(true)
    const { devices } = await network.ask<{ readonly devices: readonly unknown[] }>('xinda', '/v1/devices')
    expect(devices).to.deep.equal([])
  })

  it('the lessee challenges a reading with a later one of the same period, and is right', async () => {
    const { end } = await meterOf(first)
    await network.moveTo(end - 5 * hour)
    const early = await network.readingNow(busy)
    await report('jiangnan', first, early)
    await network.moveTo(end - hour)
    const late = await network.readingNow(busy)
    await report('hengtong', first, late)
    expect((await meterOf(first)).closing.seq).to.equal(late.reading.seq)
    expect(await refusal(report('jiangnan', first, early))).to.equal('NotNewer')
    const replaced = (await network.meterEvents()).filter(({ eventName }) => eventName === 'UsageReplaced')
    expect(replaced).to.have.length(1)
  })

  it('the gateway brings the last reading with its evidence, and the keeper writes the bill that the tariff gives', async () => {
    await passPeriod(first)
    const { bill, due } = await billOf(first, 1)
    expect(bill).to.include({ metered: true, periodsMetered: 1 })
    expect(bill.opSec).to.be.greaterThan(100 * hour)
    const { tariff } = leaseTerms
    expect(bill.usage).to.equal(billUsage({ tariff, opSec: BigInt(bill.opSec), periods: 1, floor }))
    expect(bill.interest + bill.principal).to.equal(leaseTerms.baseRent)
    expect(due).to.equal(leaseTerms.baseRent + bill.usage)
  })

  it('a raw reading is proven by the root on the chain', async () => {
    const reported = (await network.meterEvents()).findLast(({ eventName }) => eventName === 'UsageReported')
    if (reported?.eventName !== 'UsageReported') throw new Error('nothing was reported')
    const { root, digest } = reported.args
    const path = `/v1/leases/${first}/periods/1/evidence?seq=${reported.args.closing.seq - 1n}`
    const { picked, closing } = await network.ask<Evidence>('zhengxin', path)
    const { chainId, network: shared } = network.deployment
    const domain = devicesDomain(chainId, shared.devices)
    expect(readingDigest(domain, decodeReadingMessage(closing).reading)).to.equal(digest)
    const raw = readingDigest(domain, decodeReadingMessage(picked.message).reading)
    expect(verifyEvidence({ root, digest: raw, proof: picked.proof })).to.equal(true)
    expect(verifyEvidence({ root, digest: keccak256(raw), proof: picked.proof })).to.equal(false)
  })

  interface Evidence {
    readonly closing: ReadingMessage
    readonly picked: { readonly message: ReadingMessage; readonly proof: readonly Hex[] }
  }

  it('the lessee pays, and interest becomes the treasury’s', async () => {
    const { due } = await debtOf(first)
    const before = await balanceOf(company('hengtong').address)
    await network.onLeases('hengtong', 'pay', first, maxUint128)
    expect(before - (await balanceOf(company('hengtong').address))).to.equal(due)
    expect(await debtOf(first)).to.include({ due: 0n, dueSince: 0 })
    expect(await refusal(network.onLeases('hengtong', 'pay', first, maxUint128))).to.equal('NothingDue')
  })

  it('a silent period bills base rent only, and is nobody’s default', async () => {
    await network.kill('simulator')
    await network.moveTo((await meterOf(first)).end + 72 * hour + 60)
    const { bill, due } = await billOf(first, 2)
    expect(bill).to.include({ metered: false, usage: 0n })
    expect(due).to.equal(leaseTerms.baseRent)
    await network.onLeases('hengtong', 'pay', first, maxUint128)
    expect(await refusal(network.onLeases('jiangnan', 'notice', first))).to.equal('DueTooShort')
  })

  it('with the next reading its hours are billed, spread over both periods', async () => {
    await network.startService('simulator')
    await passPeriod(first)
    const { bill } = await billOf(first, 3)
    expect(bill).to.include({ metered: true, periodsMetered: 2 })
    const { tariff } = leaseTerms
    expect(bill.usage).to.equal(billUsage({ tariff, opSec: BigInt(bill.opSec), periods: 2, floor }))
  })

  it('an alarm reaches the chain; the officer acknowledges it and follows it up', async () => {
    const { alarmOracle } = network.contracts
    const { deviceId } = network.member(busy).spec
    // Tests before moved the clock: what befalls the machine now is to befall it today.
    await network.caughtUp(busy)
    await network.befall(busy, 'tamper', 1)
    await network.readingNow(busy)
    const onChain = async () => alarmsIn(await network.alarmsOnChain(busy)).map(({ key }) => key)
    await until('the alarm is on the chain', async () => (await onChain()).includes('TAMPER'), 15_000)
    const alarms = await alarmOracle.read.alarmsOf([deviceId])
    const officer = (functionName: string, ...args: readonly unknown[]) =>
      network.as('jiangnan')({ address: alarmOracle.address, abi: deviceOracleAbi, functionName, args })
    const note = keccak256(stringToHex('look at the seal'))
    await officer('acknowledge', deviceId, alarms, note)
    const dueDay = Math.floor((await network.now()) / day) + 3
    await officer('openFollowUp', deviceId, alarms, note, dueDay)
    await officer('closeFollowUp', deviceId, 1n, keccak256(stringToHex('the seal is whole')))
    const stranger = network.as('hengtong')({
      address: alarmOracle.address,
      abi: deviceOracleAbi,
      functionName: 'acknowledge',
      args: [deviceId, alarms, note],
    })
    expect(await refusal(stranger)).to.equal('AccessManagedUnauthorized')
  })

  it('unpaid rent costs a penalty after the days of grace, and can be cured', async () => {
    await network.moveDays(10)
    const { penalty, due, daysPastDue } = await debtOf(first)
    expect(daysPastDue).to.be.greaterThan(7)
    expect(penalty > 0n).to.equal(true)
    await network.onLeases('hengtong', 'pay', first, due)
    expect((await debtOf(first)).due).to.equal(0n)
  })

  it('from 30 days past due the book marks it, and the bank may give notice', async () => {
    const before = await network.contracts.treasury.read.exitAssets()
    await passPeriod(first)
    await billOf(first, 4)
    expect(await refusal(network.onLeases('jiangnan', 'notice', first))).to.equal('DueTooShort')
    await network.moveDays(30)
    const isMarked = async () => (await network.contracts.leases.read.account([first])).impairedPct === 25
    await until('the keeper marks the lease', isMarked)
    expect((await network.contracts.treasury.read.exitAssets()) < before).to.equal(true)
    await network.onLeases('jiangnan', 'notice', first)
    expect(await stateOf(first)).to.equal('Noticed')
    expect(await refusal(network.onLeases('jiangnan', 'declareDefault', first))).to.equal('DueTooShort')
  })

  it('no machine is locked before the days of notice are over', async () => {
    expect(await refusal(lock())).to.equal('LockNotAllowed')
    await network.moveDays(15)
    expect(await network.contracts.leases.read.mayLock([first])).to.equal(true)
  })

  const onImmobiliser = (functionName: string, ...args: readonly unknown[]) =>
    network.as('jiangnan')({
      address: network.contracts.immobiliser.address,
      abi: immobiliserAbi,
      functionName,
      args: [first, ...args],
    })
  const lock = () => onImmobiliser('lock', 'rent unpaid after notice')

  async function acknowledged() {
    const isDone = async () => (await network.contracts.immobiliser.read.commandOf([first])).acknowledged
    await until('the machine has carried out the command', isDone)
  }

  it('after default, deposit and cover pay what they can', async () => {
    const { held, cover: left, total } = await debtOf(first)
    await network.onLeases('jiangnan', 'declareDefault', first)
    expect(await stateOf(first)).to.equal('Defaulted')
    const after = await debtOf(first)
    expect(after).to.include({ held: 0n, cover: 0n })
    expect(Number((total - held - left - after.total) / yuan)).to.be.within(-1_000, 1_000)
    expect(after.due).to.equal(after.total)
  })

  it('the machine is locked by command, says so itself, and can be unlocked and locked again', async () => {
    // Once the machine has noticed that the clock was moved: what it signs before answers no command.
    await network.readingNow(busy)
    await network.befall(busy, 'stop', 24)
    await lock()
    await acknowledged()
    expect(await network.contracts.immobiliser.read.commandOf([first])).to.include({ locked: true })
    await onImmobiliser('unlock', 'moved to the yard')
    await acknowledged()
    expect(await network.contracts.immobiliser.read.commandOf([first])).to.include({ locked: false })
    await lock()
    await acknowledged()
  })

  it('it is repossessed and sold, and a surplus belongs to the lessee', async () => {
    await network.onLeases('jiangnan', 'repossess', first, keccak256(stringToHex('record of repossession')))
    const { total } = await debtOf(first)
    const proceeds = total + 30_000n * yuan
    await network.onLeases('jiangnan', 'sell', first, proceeds)
    expect((await debtOf(first)).total).to.equal(0n)
    const surplus = await network.contracts.treasury.read.owedTo([company('hengtong').address])
    expect(Number((30_000n * yuan - surplus) / yuan)).to.be.within(0, 100)
    const { deviceId } = network.member(busy).spec
    expect((await network.contracts.devices.read.device([deviceId])).book).to.match(/^0x0+$/)
  })

  it('a machine with a P-256 key is leased, and bought at the end with what was held', async () => {
    const second = await network.leaseOut(secure)
    await network.moveDays(3)
    await network.onLeases('hengtong', 'requestEnd', second)
    await endPeriod(second)
    const before = await balanceOf(company('taishan').address)
    await network.onLeases('hengtong', 'finish', second, true, maxUint128)
    expect(await stateOf(second)).to.equal('Ended')
    expect((await balanceOf(company('taishan').address)) - before).to.equal(leaseTerms.buyOut + cover)
    expect(await debtOf(second)).to.include({ total: 0n, held: 0n, cover: 0n })
  })

  it('another is given back, and the deposit with it', async () => {
    const third = await network.leaseOut(ordinary)
    await network.onLeases('hengtong', 'prepay', third, 800_000n * yuan)
    await network.moveDays(3)
    await network.onLeases('hengtong', 'requestEnd', third)
    await endPeriod(third)
    const { due, held } = await debtOf(third)
    const before = await balanceOf(company('hengtong').address)
    await network.onLeases('hengtong', 'finish', third, false, 0n)
    const refund = (await balanceOf(company('hengtong').address)) - before
    expect(Number((held - due - refund) / yuan)).to.be.within(0, 1)
    expect(await stateOf(third)).to.equal('Ended')
    const { deviceId } = network.member(ordinary).spec
    expect((await network.contracts.devices.read.device([deviceId])).book).to.match(/^0x0+$/)
  })

  /** The last bill of a lease whose end was asked for. */
  async function endPeriod(leaseId: bigint): Promise<void> {
    await passPeriod(leaseId)
    await billOf(leaseId, 1)
    expect((await network.contracts.leases.read.lease([leaseId])).finalBilled).to.equal(true)
  }
})
