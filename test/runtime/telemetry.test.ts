import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LeaseNetwork, until } from '../integration/support/lease-network.ts'

const machine = 0

let network: LeaseNetwork

beforeAll(async () => {
  network = await LeaseNetwork.start()
  await network.register(machine)
  await network.leaseOut(machine)
}, 180_000)

afterAll(() => network?.stop())

const view = () => network.deviceView('jiangnan', machine)
const alarmKeys = async () => (await view()).alarms.map(({ key }) => key)

describe('gateway and machines of a local system', { timeout: 120_000 }, () => {
  it('show a reading to the bank and to the lessee', async () => {
    const newest = await network.caughtUp(machine)
    const seen = await network.deviceView('hengtong', machine)
    expect(BigInt(seen.last?.message.r.seq ?? 0)).toBeGreaterThanOrEqual(newest)
  })

  it('raise an alarm in the interface, and on the chain', async () => {
    await network.befall(machine, 'tamper', 1)
    await network.readingNow(machine)
    await until('the alarm is in the interface', async () => (await alarmKeys()).includes('TAMPER'))
    await until('the alarm is on the chain', async () => (await network.alarmsOnChain(machine)) !== 0)
    await until('the interface knows', async () => (await view()).alarmsOnChain.includes('TAMPER'))
  })

  it('lose nothing and count nothing twice when the gateway is killed, also several times', async () => {
    for (let round = 0; round < 3; round++) {
      await network.kill('gateway')
      for (let count = 0; count < 5; count++) await network.readingNow(machine)
      await network.startService('gateway')
      await network.readingNow(machine)
      await sleep(300 * round)
    }
    await network.caughtUp(machine)
    const { received, missing, last } = await view()
    expect(missing).toBe('0')
    expect(received).toBe(last?.message.r.seq)
    expect(await alarmKeys()).toContain('TAMPER')
  })

  it('go on when the machines are killed: no number is left out or used again', async () => {
    await network.kill('simulator')
    await network.startService('simulator')
    await network.caughtUp(machine)
    const { received, missing, last } = await view()
    expect(missing).toBe('0')
    expect(received).toBe(last?.message.r.seq)
  })

  it('follow the chain when its clock is moved by days', async () => {
    await network.moveDays(3)
    const now = (await network.now()) * 1_000
    await until('the machine has caught up', async () => Number((await view()).last?.message.r.ts ?? 0) > now - 60_000)
    expect((await view()).missing).toBe('0')
  })
})
