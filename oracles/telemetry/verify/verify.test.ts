import { p256 } from '@noble/curves/nist.js'
import { secp256k1Key, verifySignature } from '@tallystick/sdk'
import { type Hex, keccak256, numberToHex, stringToBytes } from 'viem'
import { afterAll, describe, expect, it } from 'vitest'
import { createSigner, type DeviceSigner } from '../simulator/signer.ts'
import { VerifierPool } from './pool.ts'
import type { SignatureCheck } from './records.ts'

const verifiers = new VerifierPool(2)
afterAll(() => verifiers.close())

const secret = keccak256(stringToBytes('a device'))
const digest = keccak256(stringToBytes('a reading'))
const other = keccak256(stringToBytes('another reading'))
const software = createSigner('secp256k1', secret)
const element = createSigner('P-256', secret)
const SECP256K1_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

function highS(signature: Hex, order: bigint): Hex {
  const s = order - BigInt(`0x${signature.slice(66, 130)}`)
  const v = { '1b': '1c', '1c': '1b' }[signature.slice(130)] ?? ''
  return `${signature.slice(0, 66)}${numberToHex(s, { size: 32 }).slice(2)}${v}` as Hex
}

function checkOf(signer: DeviceSigner): SignatureCheck {
  return { digest, signature: signer.sign(digest), key: signer.key }
}

const secp256k1 = checkOf(software)
const p256Check = checkOf(element)

const bad: Record<string, SignatureCheck> = {
  'over another reading': { ...secp256k1, digest: other },
  'over another reading, P-256': { ...p256Check, digest: other },
  'by another key': { ...secp256k1, key: secp256k1Key('0x000000000000000000000000000000000000dEaD') },
  'by another key, P-256': { ...p256Check, key: createSigner('P-256', digest).key },
  'with high s': { ...secp256k1, signature: highS(secp256k1.signature, SECP256K1_ORDER) },
  'with high s, P-256': { ...p256Check, signature: highS(p256Check.signature, p256.Point.Fn.ORDER) },
  'with v 0': { ...secp256k1, signature: `${secp256k1.signature.slice(0, 130)}00` as Hex },
  'of nothing': { ...secp256k1, signature: `0x${'00'.repeat(64)}1b` },
  'of nothing, P-256': { ...p256Check, signature: `0x${'00'.repeat(64)}` },
  'out of range': { ...secp256k1, signature: `0x${'ff'.repeat(32)}${'11'.repeat(32)}1b` },
  'by a point off the curve': { ...p256Check, key: { ...p256Check.key, x: digest } },
}

describe('signatures', () => {
  it('of both kinds of keys are valid, in the order in which they were asked for', async () => {
    const checks = Array.from({ length: 50 }, (_, index) => ({ ...(index % 2 ? secp256k1 : p256Check) }))
    const wrong = checks.map((check, index) => (index % 7 === 3 ? { ...check, digest: other } : check))
    expect(await verifiers.verify(wrong)).toEqual(wrong.map((_, index) => index % 7 !== 3))
    expect(await verifiers.verify([])).toEqual([])
  })

  it.each(Object.entries(bad))(
    'L04 forged (%s) are refused, as the sdk and the chain refuse them',
    async (_, check) => {
      expect(await verifiers.verify([secp256k1, check, p256Check])).toEqual([true, false, true])
    },
  )

  it('that the sdk accepts are accepted here', async () => {
    for (const { key, digest, signature } of [secp256k1, p256Check]) {
      expect(await verifySignature(key, digest, signature)).toBe(true)
    }
  })
})

it('a pool that was closed says so', async () => {
  const closed = new VerifierPool(1)
  const waiting = expect(closed.verify(Array(500).fill(secp256k1))).rejects.toThrow('has stopped')
  await closed.close()
  await waiting
  await expect(closed.verify([secp256k1])).rejects.toThrow('has stopped')
})
