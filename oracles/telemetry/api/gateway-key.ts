import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { bytesToHex, type Hex, hexToBytes } from 'viem'

/** The P-256 key by which the oracle network believes a gateway. */
export interface GatewayKey {
  /** x of the public key, 32 bytes: what `DeviceOracle.setEndpoint` is given. */
  readonly x: Hex
  /** ECDSA-SHA-256 over the bytes, r ‖ s. */
  sign(answer: Hex): Hex
}

/** The key file cannot be used; the message says why. */
export class GatewayKeyError extends Error {
  override readonly name = 'GatewayKeyError'
}

/**
 * The key in a PEM file. Where there is no file one is made, for its owner only.
 * @throws GatewayKeyError for a file that is no P-256 key
 */
export function readGatewayKey(file: string): GatewayKey {
  if (!existsSync(file)) writeNewKey(file)
  const key = privateKey(file)
  const { crv, x } = createPublicKey(key).export({ format: 'jwk' })
  if (crv !== 'P-256' || x === undefined) throw new GatewayKeyError(`${file} holds a key of another kind than P-256`)
  return {
    x: bytesToHex(Buffer.from(x, 'base64url')),
    sign: (answer) => bytesToHex(sign('sha256', hexToBytes(answer), { key, dsaEncoding: 'ieee-p1363' })),
  }
}

function privateKey(file: string): KeyObject {
  try {
    return createPrivateKey(readFileSync(file))
  } catch {
    throw new GatewayKeyError(`${file} holds no private key in PEM`)
  }
}

function writeNewKey(file: string): void {
  const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  mkdirSync(dirname(file), { recursive: true })
  // Never over a key that somebody else has just made.
  writeFileSync(file, key.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
  chmodSync(file, 0o600)
}
