import type { ReadingMessage } from '@tallystick/sdk'
import { describe, expect, it } from 'vitest'
import type { DeviceAnswer } from './answers'
import { withReading } from './stream'

const deviceId = `0x${'1'.repeat(64)}` as const
const reading = (seq: string) => ({ deviceId, seq }) as ReadingMessage['r']

function device(seq: string): DeviceAnswer {
  const last = { message: { r: reading(seq) }, digest: deviceId, receivedAt: 1 }
  return { deviceId, received: '4', last } as DeviceAnswer
}

describe('withReading', () => {
  it('puts a newer reading in place and counts it', () => {
    const [after] = withReading([device('4')], { deviceId, r: reading('5'), digest: deviceId, receivedAt: 2 })
    expect([after?.last?.message.r.seq, after?.received]).toEqual(['5', '5'])
  })

  it('changes nothing for a reading that is known, or of another machine', () => {
    const devices = [device('4')]
    expect(withReading(devices, { deviceId, r: reading('4'), digest: deviceId, receivedAt: 2 })).toEqual(devices)
    const other = `0x${'2'.repeat(64)}` as const
    expect(withReading(devices, { deviceId: other, r: reading('9'), digest: other, receivedAt: 2 })).toEqual(devices)
  })
})
