import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { company } from '../../scripts/demo/companies.ts'
import { CreditNetwork, errorCodeOf } from '../integration/support/credit-network.ts'

let network: CreditNetwork

beforeAll(async () => {
  network = await CreditNetwork.start()
  await network.consent('qingteng', 1)
}, 120_000)

afterAll(() => network?.stop())

async function kill(service: string): Promise<void> {
  const { pid } = network.service(service)
  process.kill(-pid, 'SIGKILL')
  await expect.poll(() => isRunning(pid)).toBe(false)
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Passes the cooldown between two scores. */
const nextRequest = async () => {
  await network.moveSeconds(600)
  return network.request('qingteng')
}

describe('the oracle network of a local system', { timeout: 120_000 }, () => {
  it('killed during a request, it answers once when it is back', async () => {
    await kill('don')
    const requestId = await network.request('qingteng')
    await network.startDon()
    await expect.poll(() => network.isWorkingOn(requestId), { timeout: 20_000, interval: 5 }).toBe(true)
    await kill('don')
    await network.startDon()
    const events = await network.outcome(requestId)
    expect(events.map(({ eventName }) => eventName)).toEqual(['ScoreStored', 'OracleAnswered'])
    expect(await network.contracts.oracle.read.openRequestOf([company('qingteng').address])).toMatch(/^0x0+$/)
  })

  it('with the platform down the request ends, says why, and can be repeated', async () => {
    await kill('lantern-market')
    const failed = await network.outcome(await nextRequest())
    expect(errorCodeOf(failed)).toMatch(/^(MODEL|DATA)_UNAVAILABLE$/)
    await network.startPlatform('lantern-market')
    const repeated = await network.outcome(await network.request('qingteng'))
    expect(repeated.map(({ eventName }) => eventName)).toContain('ScoreStored')
  })

  it('with the second platform down, a merchant of both gets no score from one alone', async () => {
    await network.consent('qingteng', 2)
    await kill('tongda-pay')
    expect(errorCodeOf(await network.outcome(await nextRequest()))).toBe('DATA_UNAVAILABLE')
    await network.startPlatform('tongda-pay')
    const repeated = await network.outcome(await network.request('qingteng'))
    expect(repeated.map(({ eventName }) => eventName)).toContain('ScoreStored')
  })
})
