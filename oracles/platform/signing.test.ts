import { createPublicKey, verify } from 'node:crypto'
import { MISSING, rowOf, type SignedFeatures, signedBytes, statementOf } from '@tallystick/sdk'
import { type Address, type Hex, hexToBytes } from 'viem'
import { describe, expect, it } from 'vitest'
import { FeatureSigner } from './signing.ts'

// RFC 8032, section 7.1, test 1.
const seed: Hex = '0x9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60'
const publicKey: Hex = '0xd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a'

const merchant: Address = '0x00000000000000000000000000000000000A11cE'
const asOf = 1_795_363_200
const row = [18_250_000, 2_281, MISSING, 0, -12]

function isValid(statement: SignedFeatures): boolean {
  const key = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(hexToBytes(publicKey)).toString('base64url') },
    format: 'jwk',
  })
  const bytes = signedBytes(
    statementOf({
      salt: statement.salt as Hex,
      merchant: statement.merchant as Address,
      asOf: statement.asOf,
      features: rowOf(statement.features),
    }),
  )
  return verify(null, bytes, key, hexToBytes(statement.signature as Hex))
}

/** The same text with the lowest bit of one hex digit changed. */
function flipped(text: string, at: number): string {
  const digit = (Number.parseInt(text.charAt(at), 16) ^ 1).toString(16)
  return text.slice(0, at) + digit + text.slice(at + 1)
}

describe('the feature signer', () => {
  const signer = new FeatureSigner(seed)
  const statement = signer.sign(merchant, asOf, row)

  it('has the public key of its seed', () => {
    expect(signer.publicKey).toBe(publicKey)
  })

  it('signs what the sdk verifies, with missing values as null', () => {
    expect(statement.features).toEqual([18_250_000, 2_281, null, 0, -12])
    expect(statement.merchant).toBe(merchant.toLowerCase())
    expect(isValid(statement)).toBe(true)
  })

  it.each([
    ['feature', { features: [18_250_001, 2_281, null, 0, -12] }],
    ['missing feature', { features: [18_250_000, 2_281, 0, 0, -12] }],
    ['asOf', { asOf: asOf + 1 }],
    ['merchant', { merchant: flipped(statement.merchant, 41) }],
    ['salt', { salt: flipped(statement.salt, 2) }],
    ['signature', { signature: flipped(statement.signature, 60) }],
  ])('does not vouch for another %s', (_, change) => {
    expect(isValid({ ...statement, ...change })).toBe(false)
  })

  it('salts by merchant and moment, and only by those', () => {
    expect(signer.saltOf(merchant, asOf)).toBe(signer.saltOf(merchant.toLowerCase() as Address, asOf))
    expect(signer.saltOf(merchant, asOf + 1)).not.toBe(statement.salt)
    expect(new FeatureSigner(flipped(seed, 9) as Hex).saltOf(merchant, asOf)).not.toBe(statement.salt)
  })

  it('refuses a seed of another length without repeating it', () => {
    expect(() => new FeatureSigner('0x1234')).toThrow('the signing key must be 32 bytes in hex, 0x first')
  })
})
