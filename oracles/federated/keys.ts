/** X25519 keys of one round, what two parties derive from them, and letters that only one party can open. */
import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'

/** PKCS #8 and SPKI (RFC 8410) around raw X25519 keys. */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b656e04220420', 'hex')
const SPKI_PREFIX = Buffer.from('302a300506032b656e032100', 'hex')
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** A raw X25519 key pair, 32 bytes each, the public one in hex as messages carry it. */
export interface KeyPair {
  readonly secret: Uint8Array
  readonly publicKey: string
}

export function newKeyPair(): KeyPair {
  const { privateKey } = generateKeyPairSync('x25519')
  return keyPairOf(privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32))
}

/** The pair of a secret that is known, such as one that was put together from shares. */
export function keyPairOf(secret: Uint8Array): KeyPair {
  const spki = createPublicKey(privateKeyOf(secret)).export({ format: 'der', type: 'spki' })
  return { secret, publicKey: spki.subarray(-32).toString('hex') }
}

/**
 * 32 bytes that two parties share and nobody else knows.
 * @param context keeps the uses of one pair of keys apart
 * @throws Error on a public key that is none
 */
export function agree({ secret }: KeyPair, otherPublicKey: string, context: string): Uint8Array {
  const der = Buffer.concat([SPKI_PREFIX, Buffer.from(otherPublicKey, 'hex')])
  const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' })
  const shared = diffieHellman({ privateKey: privateKeyOf(secret), publicKey })
  return new Uint8Array(hkdfSync('sha256', shared, '', context, 32))
}

function privateKeyOf(secret: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, secret]), format: 'der', type: 'pkcs8' })
}

/** Encrypts with AES-256-GCM. @param context is authenticated: the letter opens nowhere else */
export function seal(key: Uint8Array, text: string, context: string): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64')
}

/** @throws Error when the letter was changed, or is for somebody or something else */
export function open(key: Uint8Array, letter: string, context: string): string {
  const bytes = Buffer.from(letter, 'base64')
  const tagAt = bytes.length - TAG_BYTES
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(tagAt))
  return decipher.update(bytes.subarray(NONCE_BYTES, tagAt), undefined, 'utf8') + decipher.final('utf8')
}
