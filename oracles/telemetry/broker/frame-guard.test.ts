import { describe, expect, it } from 'vitest'
import { publishPacket } from '../testing/raw-client.ts'
import { FrameGuard } from './frame-guard.ts'

const ping = Buffer.from([0xc0, 0])

/** A publish whose body has exactly this length. */
function packetOf(bytes: number): Buffer {
  return publishPacket('t', 1, Buffer.alloc(bytes - 5))
}

describe('D17 the length of packets', () => {
  it.each([127, 128, 1_000, 16_383, 16_384, 20_000])('a body of %d bytes passes up to the limit', (bytes) => {
    const stream = Buffer.concat([ping, packetOf(bytes), packetOf(bytes), ping])
    expect(new FrameGuard(bytes).accepts(stream)).toBe(true)
    expect(new FrameGuard(bytes - 1).accepts(stream)).toBe(false)
  })

  it('is followed through chunks of any size', () => {
    const stream = Buffer.concat([packetOf(300), ping, packetOf(40), packetOf(301)])
    for (let size = 1; size <= stream.length; size++) {
      const guard = new FrameGuard(300)
      const results: boolean[] = []
      for (let at = 0; at < stream.length && results.at(-1) !== false; at += size) {
        results.push(guard.accepts(stream.subarray(at, at + size)))
      }
      expect(results.at(-1), `chunks of ${size}`).toBe(false)
      expect(results.filter((result) => !result)).toHaveLength(1)
    }
  })

  it('is refused as soon as it is announced, and when it does not end', () => {
    expect(new FrameGuard(1_000).accepts(Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f]))).toBe(false)
    expect(new FrameGuard(1_000).accepts(Buffer.from([0x30, 0x80, 0x80, 0x80, 0x80]))).toBe(false)
  })
})
