import { privateKeyToAccount } from 'viem/accounts'
import { verifyTypedData } from 'viem/utils'
import { describe, expect, it } from 'vitest'
import {
  CREDIT_SCORING_PURPOSE,
  consentDigest,
  consentTypedData,
  type DataConsent,
  releasedBy,
  signConsent,
} from './consent.ts'
import { providerIdOf } from './provider.ts'

const merchant = privateKeyToAccount(`0x${'42'.repeat(32)}`)
const domain = { chainId: 31_337, consents: `0x${'c0'.repeat(20)}` } as const
const consent: DataConsent = {
  merchant: merchant.address,
  provider: providerIdOf('lantern-market'),
  recipient: `0x${'0a'.repeat(20)}`,
  purpose: CREDIT_SCORING_PURPOSE,
  scopes: 0b1_1111,
  expiry: 1_826_812_800,
}

describe('a consent', () => {
  it('is signed by the merchant for exactly these data', async () => {
    const signature = await signConsent(merchant, domain, consent, 3n)
    const verify = (changed: Partial<DataConsent>, nonce = 3n) =>
      verifyTypedData({
        address: merchant.address,
        signature,
        ...consentTypedData(domain, { ...consent, ...changed }, nonce),
      })
    expect(await verify({})).toBe(true)
    expect(await verify({ scopes: 0b1111 })).toBe(false)
    expect(await verify({ expiry: consent.expiry + 1 })).toBe(false)
    expect(await verify({ provider: providerIdOf('tongda-pay') })).toBe(false)
    expect(await verify({}, 4n)).toBe(false)
  })

  it('has another digest on every chain and at every register', () => {
    const digests = [domain, { ...domain, chainId: 1 }, { ...domain, consents: merchant.address }].map((other) =>
      consentDigest(other, consent, 0n),
    )
    expect(new Set(digests).size).toBe(3)
  })
})

describe('releasedBy', () => {
  it('tells every feature of a mask once, by kind of data', () => {
    const all = releasedBy(0b1_1111)
    expect(all.flatMap(({ features }) => features)).toHaveLength(10)
    expect(all.map(({ label }) => label.en)).toEqual([
      'turnover',
      'customer satisfaction',
      'stock',
      'age of the shop',
      'payment record',
    ])
  })

  it('tells only what is released, and nothing of bits without a meaning', () => {
    const released = releasedBy(0b1000_0010)
    expect(released.map(({ bit, features }) => [bit, features.map(({ name }) => name)])).toEqual([
      [1, ['avg_rating', 'refund_rate']],
    ])
    expect(releasedBy(0)).toEqual([])
  })
})
