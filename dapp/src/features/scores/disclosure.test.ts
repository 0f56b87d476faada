import { disclosureMessage, featureCommitment, MISSING } from '@tallystick/sdk'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { DisclosureError, readDisclosure, requestDisclosure } from './disclosure'

const merchant = `0x${'ab'.repeat(20)}` as const
const salt = `0x${'01'.repeat(32)}` as const
const file = { merchant, asOf: 1_795_363_199, features: [12_345, null], salt, signature: `0x${'00'.repeat(64)}` }
const commitment = featureCommitment({ salt, merchant, asOf: file.asOf, features: [12_345, MISSING] })

describe('readDisclosure', () => {
  it('knows the figures that were scored', () => {
    expect(readDisclosure(file, commitment)).toEqual({ file, row: [12_345, MISSING], isCommitted: true })
  })

  it('knows figures that were not', () => {
    expect(readDisclosure({ ...file, features: [12_346, null] }, commitment).isCommitted).toBe(false)
    expect(readDisclosure({ ...file, asOf: file.asOf + 1 }, commitment).isCommitted).toBe(false)
  })

  it('refuses anything else', () => {
    expect(() => readDisclosure({ ...file, salt: 'x' }, commitment)).toThrow(DisclosureError)
  })
})

describe('requestDisclosure', () => {
  afterEach(() => vi.unstubAllGlobals())

  const call = {
    merchant,
    platform: { slug: 'lantern-market', url: '/platforms/lantern-market' },
    chainId: 31_337,
    commitment,
    sign: vi.fn(async (_message: string) => '0x1234' as const),
  }
  const answer = (status: number, body: unknown) => vi.stubGlobal('fetch', async () => Response.json(body, { status }))

  it('signs the sentence of this platform, chain and moment', async () => {
    answer(200, file)
    await requestDisclosure(call)
    const [message = ''] = call.sign.mock.calls.at(-1) ?? []
    const timestamp = Number(/Time: (\d+)/.exec(message)?.[1])
    expect(message).toBe(disclosureMessage({ merchant, platform: 'lantern-market', chainId: 31_337, timestamp }))
  })

  it('gives the refusal of the platform as its code', async () => {
    answer(404, { error: 'this platform has no such merchant', code: 'UNKNOWN_MERCHANT' })
    await expect(requestDisclosure(call)).rejects.toMatchObject({ code: 'UNKNOWN_MERCHANT' })
  })

  it('says when nobody answers', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed')))
    await expect(requestDisclosure(call)).rejects.toMatchObject({ code: 'UNREACHABLE' })
  })
})
