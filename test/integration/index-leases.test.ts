import {
  AlarmsDocument,
  AuditJournalDocument,
  DeviceDocument,
  DeviceOracleDocument,
  DevicesDocument,
  LeaseBooksDocument,
  LeaseDocument,
  LeaseKpisDocument,
  LeaseOffersDocument,
  LeaseRulesDocument,
  LeasesDocument,
  leaseAccountOf,
  leaseAgreementOf,
  leaseDebtAt,
  leaseRowId,
  MetaDocument,
  meanTimeToAcknowledge,
  ReconciliationsDocument,
  RentBillDocument,
  RentBillsDocument,
  VolumesDocument,
} from '@tallystick/sdk'
import { expect } from 'chai'
import { keccak256, stringToHex } from 'viem'
import { type AuditReport, audit } from '../../scripts/audit/audit.ts'
import { company } from '../../scripts/demo/companies.ts'
import { leaseTerms } from '../../scripts/demo/leases.ts'
import { rpc } from '../../scripts/services/rpc.ts'
import { LeaseStory } from './support/indexed-leases.ts'
import { IndexedNetwork } from './support/indexed-network.ts'
import { IndexedStory, yuan } from './support/indexed-story.ts'
import type { TestMachine } from './support/test-machine.ts'

/** Events of leases that carry a struct, which the mock chain cannot play. */
const structEvents = [
  'DeviceKeySet',
  'LeaseProposed',
  'RulesChanged',
  'MeterOpened',
  'UsageReported',
  'MeterReset',
  'PeriodSettled',
  'RentBilled',
  'RentPaid',
  'LimitsChanged',
]
const note = keccak256(stringToHex('Call the site manager.'))
const [unused, tamper] = [1, 64]

describe('the index of leases', function () {
  this.timeout(300_000)

  let network: IndexedNetwork
  let story: IndexedStory
  let leasing: LeaseStory
  /** The machine of each lease, in the order of the leases. */
  const machines: TestMachine[] = []
  const audited: AuditReport[] = []

  before(async () => {
    network = await IndexedNetwork.start()
    story = new IndexedStory(network)
    leasing = new LeaseStory(network, story)
    await story.deposit(5_000_000n * yuan)
    await leasing.openPurses()
  })

  after(() => network.stop())

  async function expectNoDifference(): Promise<void> {
    await network.indexed()
    const report = await audit(network)
    expect(report.figures.filter(({ ok }) => !ok)).to.deep.equal([])
    audited.push(report)
  }

  async function leaseOf(number: number) {
    const id = leaseRowId(network.contracts.leases.address, number)
    const { lease, alarms } = await network.query(LeaseDocument, { id, lease: id })
    if (!lease) throw new Error(`lease ${number} is not in the index`)
    return { ...lease, alarms }
  }

  function machineOf(number: number): TestMachine {
    const machine = machines[number - 1]
    if (machine === undefined) throw new RangeError(`lease ${number} has no machine`)
    return machine
  }

  it('follows offers that are withdrawn, cancelled and declined', async () => {
    const { offers, leases } = network.contracts
    const machine = await leasing.register()
    for (let number = 1; number <= 3; number++) machines.push(machine)
    await network.send('hengtong', offers, 'withdraw', [await leasing.propose(machine)])
    const cancelled = await leasing.propose(machine)
    await leasing.sign(cancelled)
    await network.send('hengtong', leases, 'cancel', [cancelled])
    const declined = await leasing.propose(machine)
    await leasing.sign(declined)
    await network.send('jiangnan', leases, 'approve', [declined])
    await expectNoDifference()
    await network.send('jiangnan', leases, 'decline', [declined])
    await expectNoDifference()
    const { leaseOffers } = await network.query(LeaseOffersDocument, { where: {} })
    expect(leaseOffers.map(({ number, state, region }) => [number, state, region.length])).to.have.deep.members([
      ['1', 'Withdrawn', 6],
      ['2', 'Taken', 6],
      ['3', 'Taken', 6],
    ])
    expect((await leaseOf(3)).steps.map(({ step }) => step)).to.have.members([
      'LeaseSigned',
      'LeaseApproved',
      'LeaseCancelled',
    ])
  })

  it('follows a lease from delivery through a reading that is replaced, a bill and a payment', async () => {
    const { leases } = network.contracts
    const machine = machineOf(1)
    machines.push(machine)
    const leaseId = await leasing.leaseOut(machine)
    expect(leaseId).to.equal(4n)
    await network.send('hengtong', leases, 'prepay', [leaseId, 10_000n * yuan])
    await expectNoDifference()
    await leasing.report(leaseId, await leasing.lastHour(leaseId, machine, 150))
    await expectNoDifference()
    await network.waitSeconds(600)
    await leasing.reportWithEvidence(leaseId, machine.work(await leasing.now(), 600))
    await leasing.bill(leaseId)
    await expectNoDifference()
    await network.send('hengtong', leases, 'pay', [leaseId, 20_000n * yuan])
    await leasing.payAll(leaseId)
    await expectNoDifference()
    const lease = await leaseOf(4)
    const [period] = lease.periods
    expect(period).to.include({ replaced: 1, received: '1', known: true, opSec: String(150 * 3_600 + 600) })
    expect(lease.payments.map(({ fromHeld }) => fromHeld)).to.have.members([true, false, false])
    expect(lease.dueSince).to.equal(0)
  })

  it('gives an auditor everything about one bill', async () => {
    const { rentBills } = await network.query(RentBillsDocument, { where: {} })
    const { rentBill } = await network.query(RentBillDocument, { id: rentBills[0]?.id ?? '' })
    expect(rentBill?.meterPeriod.reports.map(({ received }) => received)).to.have.members(['0', '1'])
    expect(rentBill?.meterPeriod.device.keys).to.have.length(1)
    expect(rentBill?.lease.offer.pricePerHour).to.have.length(leaseTerms.tariff.length)
    expect(rentBill?.atFloor).to.equal(false)
  })

  it('follows a silent period, a contradiction and a new start of the meter', async () => {
    const { meter, leases } = network.contracts
    const machine = machineOf(4)
    await leasing.bill(4n)
    await leasing.payAll(4n)
    await expectNoDifference()
    const closing = await leasing.lastHour(4n, machine, 20)
    await leasing.report(4n, closing)
    const { reading, signature } = machine.contradiction(await leasing.now())
    await network.send('zhengxin', meter, 'contradict', [4n, reading, signature])
    await expectNoDifference()
    const fresh = machine.work(await leasing.now(), 60)
    await network.send('jiangnan', meter, 'proposeReset', [4n, fresh.reading, fresh.signature])
    await expectNoDifference()
    await network.send('hengtong', meter, 'acceptReset', [4n, fresh.reading, fresh.signature])
    await expectNoDifference()
    await leasing.bill(4n)
    await expectNoDifference()
    const lease = await leaseOf(4)
    expect(lease.periods.map(({ period, known, contradicted }) => [period, known, contradicted])).to.deep.equal([
      [3, false, true],
      [2, false, false],
      [1, true, false],
    ])
    await network.send('hengtong', leases, 'prepay', [4n, 100_000n * yuan])
    await network.send('hengtong', leases, 'withdrawPrepaid', [4n, 1_000n * yuan])
    await expectNoDifference()
  })

  it('follows an early end with buy-out and refund in one step', async () => {
    const { leases } = network.contracts
    const machine = machineOf(4)
    await network.send('hengtong', leases, 'requestEnd', [4n])
    await network.waitSeconds(60)
    await leasing.report(4n, machine.work(await leasing.now(), 0)).then(
      () => expect.fail('a reading after the end was taken'),
      () => undefined,
    )
    await leasing.bill(4n)
    await expectNoDifference()
    await network.send('hengtong', leases, 'finish', [4n, true, 10n ** 15n])
    await expectNoDifference()
    const lease = await leaseOf(4)
    expect(lease).to.include({ state: 'Ended', boughtOut: true, principal: '0', held: '0', cover: '0' })
    expect(BigInt(lease.feesBilled) > 0n).to.equal(true)
  })

  it('follows arrears through marks, notice, lock and cure', async () => {
    const { leases, immobiliser } = network.contracts
    const machine = await leasing.register()
    machines.push(machine)
    const leaseId = await leasing.leaseOut(machine)
    await leasing.report(leaseId, await leasing.lastHour(leaseId, machine, 60))
    await leasing.bill(leaseId)
    await story.waitDays(31)
    await network.send('zhengxin', leases, 'mark', [leaseId])
    await expectNoDifference()
    await network.send('jiangnan', leases, 'notice', [leaseId])
    await story.waitDays(16)
    await network.send('jiangnan', immobiliser, 'lock', [leaseId, 'rent unpaid after notice'])
    const { ack, signature } = machine.acknowledge(1n, true, await leasing.now())
    await network.send('zhengxin', immobiliser, 'acknowledge', [leaseId, ack, signature])
    await expectNoDifference()
    await network.send('jiangnan', leases, 'pay', [leaseId, 1_000n * yuan])
    await expectNoDifference()
    await leasing.payAll(leaseId)
    await network.send('zhengxin', immobiliser, 'unlockCured', [leaseId])
    await expectNoDifference()
    const lease = await leaseOf(5)
    expect(lease).to.include({ state: 'Active', nonAccrual: false, impairedPct: 25 })
    expect(lease.commands.map(({ locked, acknowledgedAt }) => [locked, acknowledgedAt !== null])).to.deep.equal([
      [false, false],
      [true, true],
    ])
    const { timestamp } = await network.client.getBlock()
    const terms = { ...lease.book, utcOffset: 28_800 }
    const debt = leaseDebtAt(leaseAgreementOf(lease), leaseAccountOf(lease), terms, timestamp)
    expect(debt).to.deep.equal(await leasing.debt(leaseId))
  })

  it('follows default, repossession, write-off and recovery', async () => {
    const { leases } = network.contracts
    await leasing.bill(5n)
    await story.waitDays(95)
    await network.send('zhengxin', leases, 'mark', [5n])
    await network.send('jiangnan', leases, 'notice', [5n])
    await story.waitDays(16)
    await network.send('jiangnan', leases, 'declareDefault', [5n])
    await expectNoDifference()
    await network.send('jiangnan', leases, 'repossess', [5n, note])
    await story.waitDays(75)
    await network.send('zhengxin', leases, 'writeOff', [5n])
    await expectNoDifference()
    await network.send('jiangnan', leases, 'sell', [5n, 300_000n * yuan])
    await expectNoDifference()
    expect(await leaseOf(5)).to.include({ state: 'WrittenOff', deviceFreed: true, soldFor: String(300_000n * yuan) })
    await leasing.payAll(5n)
    await expectNoDifference()
    expect((await leaseOf(5)).state).to.equal('Ended')
  })

  it('follows alarms from the picture to acknowledgement, follow-up and clearing', async () => {
    const { alarms } = network.contracts
    const machine = machineOf(5)
    machines.push(machine)
    await leasing.leaseOut(machine)
    await network.send('zhengxin', alarms, 'enroll', [machine.deviceId])
    await leasing.playOracle()
    await leasing.picture([unused + tamper])
    await expectNoDifference()
    await network.send('jiangnan', alarms, 'acknowledge', [machine.deviceId, tamper, note])
    const today = await network.client.readContract({ ...network.contracts.receivables, functionName: 'today' })
    await network.send('jiangnan', alarms, 'openFollowUp', [machine.deviceId, tamper, note, today + 2])
    await network.send('jiangnan', alarms, 'closeFollowUp', [machine.deviceId, 1n, note])
    await leasing.picture([unused])
    await expectNoDifference()
    const oracle = alarms.address.toLowerCase()
    const history = await network.query(AlarmsDocument, { oracle, where: {} })
    expect(history.alarms.map((alarm) => [alarm.bit, alarm.active, alarm.note])).to.have.deep.members([
      [0, true, null],
      [6, false, note],
    ])
    expect(history.followUps.map(({ open }) => open)).to.deep.equal([false])
    expect((await leaseOf(6)).alarms).to.have.length(2)
    const { deviceOracle } = await network.query(DeviceOracleDocument, { id: oracle, oracle })
    expect(deviceOracle).to.include({ requested: 2, answered: 2, deviceCount: 1 })
  })

  it('has seen every event that carries a struct', async () => {
    const { eventLogs } = await network.query(AuditJournalDocument, {
      block: Number(await network.client.getBlockNumber()),
    })
    expect(eventLogs.map(({ name }) => name)).to.include.members(structEvents)
  })

  it('gives lists, sums and what the key figures are computed from', async () => {
    const book = network.contracts.leases.address.toLowerCase()
    const { leases } = await network.query(LeasesDocument, { where: { book }, first: 2 })
    const rest = await network.query(LeasesDocument, { where: { book }, after: leases.at(-1)?.id ?? '0x' })
    expect([...leases, ...rest.leases].map(({ number }) => number)).to.deep.equal(['2', '3', '4', '5', '6'])
    const { leaseBooks } = await network.query(LeaseBooksDocument, {})
    expect(leaseBooks.map(({ leaseCount, silentBills }) => [leaseCount, silentBills])).to.deep.equal([[1, 4]])
    const offers = network.contracts.offers.address.toLowerCase() as `0x${string}`
    expect((await network.query(LeaseRulesDocument, { offers })).leaseRules_collection).to.have.length(1)
    const { devices } = await network.query(DevicesDocument, {
      where: { manufacturer: company('taishan').address.toLowerCase() as `0x${string}` },
    })
    expect(devices).to.have.length(2)
    const { device } = await network.query(DeviceDocument, { id: machineOf(4).deviceId })
    expect(device?.leases.map(({ number, state }) => [number, state])).to.have.deep.members([
      ['2', 'Cancelled'],
      ['3', 'Cancelled'],
      ['4', 'Ended'],
    ])
    const oracle = network.contracts.alarms.address.toLowerCase()
    const kpis = await network.query(LeaseKpisDocument, { book, oracle })
    expect(kpis.meterPeriods.length).to.equal(kpis.rentBills.length)
    const times = kpis.alarms.map(({ raisedAt, acknowledgedAt }) => ({
      raisedAt: BigInt(raisedAt),
      acknowledgedAt: acknowledgedAt === null ? undefined : BigInt(acknowledgedAt),
    }))
    expect(meanTimeToAcknowledge(times).denominator).to.equal(1n)
    const volumes = await network.query(VolumesDocument, { interval: 'day', where: { kind: 'OperatingSeconds' } })
    const worked = volumes.flowVolumes.reduce((sum, row) => sum + BigInt(row.total), 0n)
    expect(worked).to.equal(devices.reduce((sum, row) => sum + BigInt(row.opSec), 0n))
    const { reconciliations } = await network.query(ReconciliationsDocument, {
      where: { kind_in: ['LeasesPrincipal', 'LeasesImpairment', 'LeasesLosses', 'LeasesHeld'] },
      first: 1_000,
    })
    expect(reconciliations.length).to.be.greaterThan(20)
    expect(reconciliations.filter(({ ok }) => !ok)).to.deep.equal([])
  })

  it('answers about earlier blocks as it did then', async () => {
    for (const earlier of audited.slice(2, 5)) {
      const again = await audit(network, earlier.block.number)
      expect(again.figures).to.deep.equal(earlier.figures)
    }
  })

  it('follows the chain through a reorganisation and rolls leases back', async () => {
    const before = await network.query(MetaDocument, {})
    const { held } = await leaseOf(6)
    await network.send('hengtong', network.contracts.leases, 'prepay', [6n, 5_000n * yuan])
    await network.indexed()
    expect((await leaseOf(6)).held).to.equal(String(BigInt(held) + 5_000n * yuan))
    await rpc(network.rpcUrl, 'anvil_reorg', [1, []])
    await network.waitSeconds(60)
    await expectNoDifference()
    expect((await network.query(MetaDocument, {})).journals).to.deep.equal(before.journals)
    expect((await leaseOf(6)).held).to.equal(held)
  })
})
