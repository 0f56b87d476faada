import { describe, expect, it } from 'vitest'
import type { AlarmAnswer, DeviceAnswer } from '../telemetry/answers'
import { inboxRows, leaseNumber } from './inbox-row'

const DEVICE = '0x01' as const

function alarm(part: Partial<AlarmAnswer>): AlarmAnswer {
  return {
    id: '1',
    deviceId: DEVICE,
    key: 'FUEL_DROP',
    severity: 'MAJOR',
    since: 0,
    raisedAt: 0,
    lease: '',
    clearedAt: null,
    clearReason: null,
    acknowledgement: null,
    followUps: [],
    ...part,
  }
}

const device = { deviceId: DEVICE, alarmsOnChain: ['FUEL_DROP'] } as unknown as DeviceAnswer

describe('the inbox', () => {
  it('puts the gravest first, and of these the newest', () => {
    const rows = inboxRows(
      [
        alarm({ id: 'old', raisedAt: 1 }),
        alarm({ id: 'mild', severity: 'WARNING', raisedAt: 9 }),
        alarm({ id: 'new', raisedAt: 2 }),
        alarm({ id: 'worst', severity: 'CRITICAL' }),
      ],
      [device],
    )
    expect(rows.map((row) => row.alarm.id)).toEqual(['worst', 'new', 'old', 'mild'])
  })

  it('says which alarms the chain has, and a cleared one is not among them', () => {
    const [there, gone, other] = inboxRows(
      [alarm({}), alarm({ clearedAt: 5 }), alarm({ key: 'TAMPER', severity: 'MINOR' })],
      [device],
    )
    expect([there?.isOnChain, gone?.isOnChain, other?.isOnChain]).toEqual([true, false, false])
  })

  it('reads the number of a lease', () => {
    expect(leaseNumber('0xabc/12')).toBe(12n)
    expect(leaseNumber('')).toBeUndefined()
  })
})
