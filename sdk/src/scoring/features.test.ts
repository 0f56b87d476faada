import { describe, expect, it } from 'vitest'
import { MISSING } from './blob.ts'
import { formatFeature, MERCHANT_V1, MERCHANT_V1_NAME, parseFeature, SCOPES, schemaHash, scopesOf } from './features.ts'
import { explainReason } from './reasons.ts'
import { isSignedFeatures, nullableFeatures, rowOf } from './signed-features.ts'

describe('schema merchant-v1', () => {
  it('needs every kind of data that a consent knows', () => {
    expect(scopesOf(MERCHANT_V1)).toBe(2 ** SCOPES.length - 1)
  })

  it('gives each feature its own reason, in words of both languages', () => {
    const reasons = MERCHANT_V1.map(({ reasonCode }) => explainReason(reasonCode))
    expect(reasons.map((reason) => reason?.feature.name)).toEqual(MERCHANT_V1.map(({ name }) => name))
    expect(new Set(reasons.flatMap((reason) => [reason?.meaning.en, reason?.advice.zh])).size).toBe(20)
    expect(explainReason(0)).toBeUndefined()
    expect(explainReason(11)).toBeUndefined()
  })

  it('changes its hash when a scale changes, not when a label does', () => {
    const [first, ...rest] = MERCHANT_V1
    if (!first) throw new Error('The schema is empty')
    const hash = schemaHash(MERCHANT_V1_NAME, MERCHANT_V1)
    expect(schemaHash(MERCHANT_V1_NAME, [{ ...first, label: { en: 'x', zh: 'x' } }, ...rest])).toBe(hash)
    expect(schemaHash(MERCHANT_V1_NAME, [{ ...first, scale: 1000 }, ...rest])).not.toBe(hash)
    expect(schemaHash('merchant-v2', MERCHANT_V1)).not.toBe(hash)
  })
})

describe('fixed point', () => {
  const cents = { scale: 100 }

  it.each([
    ['4.375', 438],
    ['4.374', 437],
    ['-4.375', -438],
    ['-0.001', 0],
    ['12', 1200],
    ['+0.5', 50],
    [' 7.1 ', 710],
    ['', MISSING],
    ['90071992547409.91', Number.MAX_SAFE_INTEGER],
  ])('reads %j as %d', (text, value) => {
    expect(parseFeature(cents, text)).toBe(value)
  })

  it.each(['abc', '1e3', '1,000', '--1', '.5', '5.', 'NaN', '90071992547409.92', '-90071992547409.91'])(
    'does not read %j',
    (text) => {
      expect(parseFeature(cents, text)).toBeUndefined()
    },
  )

  it('writes values with the decimals of their scale', () => {
    expect(formatFeature(cents, 123_456_789, 'en')).toBe('1,234,567.89')
    expect(formatFeature({ scale: 10_000 }, -250, 'zh-CN')).toBe('-0.0250')
    expect(formatFeature({ scale: 1 }, 12, 'en')).toBe('12')
    expect(formatFeature(cents, MISSING, 'en')).toBe('not known')
  })
})

describe('signed features', () => {
  const good = {
    merchant: `0x${'0a'.repeat(20)}`,
    asOf: 1_795_000_000,
    features: [1, null, -3],
    salt: `0x${'0b'.repeat(32)}`,
    signature: `0x${'0c'.repeat(64)}`,
  }

  it('are recognised, and turned into a row and back', () => {
    expect(isSignedFeatures(good)).toBe(true)
    expect(rowOf(good.features)).toEqual([1, MISSING, -3])
    expect(nullableFeatures([1, MISSING, -3])).toEqual(good.features)
  })

  it.each<[string, unknown]>([
    ['nothing', null],
    ['text', 'text'],
    ['a list', []],
    ['an empty object', {}],
    ['an account in capitals', { ...good, merchant: `0x${'0A'.repeat(20)}` }],
    ['a short account', { ...good, merchant: '0x00' }],
    ['a time in text', { ...good, asOf: '1795000000' }],
    ['a time before 1970', { ...good, asOf: -1 }],
    ['a time beyond its field', { ...good, asOf: 2 ** 40 }],
    ['features by name', { ...good, features: { 0: 1 } }],
    ['a feature in text', { ...good, features: ['1'] }],
    ['a fraction', { ...good, features: [1.5] }],
    ['the number that means missing', { ...good, features: [MISSING] }],
    ['an inexact integer', { ...good, features: [2 ** 53] }],
    ['an empty salt', { ...good, salt: '' }],
    ['a line break behind the signature', { ...good, signature: `${good.signature}\n` }],
    ['a signature that is no hex', { ...good, signature: `0x${'zz'.repeat(64)}` }],
  ])('are not %s', (_, json) => {
    expect(isSignedFeatures(json)).toBe(false)
  })
})
