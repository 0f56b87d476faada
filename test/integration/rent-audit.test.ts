import { writeEvidence } from '@tallystick/sdk'
import { expect } from 'chai'
import { zeroHash } from 'viem'
import { company } from '../../scripts/demo/companies.ts'
import { readEvidence } from '../../scripts/rent/evidence-file.ts'
import { collectEvidence, type RentCheck, verifyRent } from '../../scripts/rent/verify.ts'
import { LeaseNetwork, until } from './support/lease-network.ts'

const hour = 3_600
/** A machine in one shift. */
const machine = 1

describe('a rent that a real gateway has billed', function () {
  this.timeout(300_000)
  let network: LeaseNetwork
  let check: RentCheck

  before(async () => {
    network = await LeaseNetwork.start()
    await network.register(machine)
    const leaseId = await network.leaseOut(machine)
    await passPeriod(leaseId)
    const { deployment, rpcUrl, gatewayUrl } = network
    const [bank] = deployment.banks
    if (bank === undefined) throw new Error('the network has a bank')
    const viewerKey = company('zhengxin').privateKey
    check = { deployment, bank, rpcUrl, gatewayUrl, viewerKey, leaseId, period: 1 }
  })
  after(() => network?.stop())

  async function passPeriod(leaseId: bigint): Promise<void> {
    const meter = () => network.contracts.meter.read.meter([leaseId])
    await network.moveTo((await meter()).end + 600)
    await until('the period is reported with its evidence', async () => (await meter()).root !== zeroHash)
    await network.moveTo(Number((await meter()).reportedAt) + 72 * hour + 60)
    await until('the period is billed', async () => (await meter()).period === 2, 120_000)
  }

  it('is proved to the last figure, for the closing reading and for any other', async () => {
    const closing = await collectEvidence(check)
    const figures = await verifyRent(closing)
    expect(figures.filter(({ isEqual }) => !isEqual)).to.deep.equal([])
    expect(figures).to.have.length(24)
    expect(closing.evidence?.readings.length).to.be.greaterThan(100)
    const first = BigInt(closing.evidence?.readings[0]?.r.seq ?? 0)
    const other = await collectEvidence({ ...check, seq: first })
    expect(other.evidence?.picked.message.r.seq).to.equal(String(first))
    expect((await verifyRent(other)).every(({ isEqual }) => isEqual)).to.equal(true)
  })

  it('is proved again from a file, without chain and gateway', async () => {
    const collected = await collectEvidence(check)
    const figures = await verifyRent(readEvidence(writeEvidence(collected)))
    expect(figures).to.deep.equal(await verifyRent(collected))
  })

  it('is not shown to who has nothing to do with it, nor when there is none', async () => {
    const viewerKey = company('xinda').privateKey
    const refused = await collectEvidence({ ...check, viewerKey }).catch((error: Error) => error.message)
    expect(refused).to.contain('NO_SUCH_LEASE')
    const missing = await collectEvidence({ ...check, period: 2 }).catch((error: Error) => error.message)
    expect(missing).to.equal(`lease ${check.leaseId} has no bill of period 2`)
    const gatewayUrl = 'http://127.0.0.1:1'
    const down = await collectEvidence({ ...check, gatewayUrl }).catch((error: Error) => error.message)
    expect(down).to.contain('the gateway does not answer')
  })
})
