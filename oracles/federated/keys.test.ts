import { describe, expect, it } from 'vitest'
import { agree, keyPairOf, newKeyPair, open, seal } from './keys.ts'

describe('keys of a round', () => {
  it('have the public key that RFC 7748 gives for the secret (section 5.2, first iteration)', () => {
    const secret = Buffer.from('09'.padEnd(64, '0'), 'hex')
    expect(keyPairOf(secret).publicKey).toBe('422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079')
  })

  it('agree on one secret from both sides, another one for each use', () => {
    const [a, b, c] = [newKeyPair(), newKeyPair(), newKeyPair()]
    expect(agree(a, b.publicKey, 'masks')).toEqual(agree(b, a.publicKey, 'masks'))
    expect(agree(a, b.publicKey, 'masks')).not.toEqual(agree(a, b.publicKey, 'letters'))
    expect(agree(a, b.publicKey, 'masks')).not.toEqual(agree(a, c.publicKey, 'masks'))
    expect(agree(keyPairOf(a.secret), b.publicKey, 'masks')).toEqual(agree(a, b.publicKey, 'masks'))
  })

  it('do not agree with a key that is none', () => {
    expect(() => agree(newKeyPair(), '00', 'masks')).toThrow()
    expect(() => agree(newKeyPair(), '00'.repeat(32), 'masks')).toThrow()
  })
})

describe('letters', () => {
  const key = newKeyPair().secret

  it('open with the key and in the context that they were sealed for', () => {
    const letter = seal(key, 'a share', 'round 1')
    expect(open(key, letter, 'round 1')).toBe('a share')
    expect(() => open(key, letter, 'round 2')).toThrow()
    expect(() => open(newKeyPair().secret, letter, 'round 1')).toThrow()
  })

  it('do not open after a change of any byte, or when cut short', () => {
    const letter = Buffer.from(seal(key, 'share', ''), 'base64')
    for (let i = 0; i < letter.length; i++) {
      const changed = Buffer.from(letter)
      changed[i] = (changed[i] as number) ^ 1
      expect(() => open(key, changed.toString('base64'), '')).toThrow()
    }
    expect(() => open(key, letter.subarray(0, -1).toString('base64'), '')).toThrow()
    expect(() => open(key, '', '')).toThrow()
  })
})
