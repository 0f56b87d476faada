import './reflect-metadata.ts'
import { webcrypto } from 'node:crypto'
import {
  BasicConstraintsExtension,
  cryptoProvider,
  SubjectAlternativeNameExtension,
  type X509Certificate,
  X509CertificateGenerator,
  X509CrlGenerator,
} from '@peculiar/x509'

/** A certificate with its key, as TLS takes them. */
export interface Issued {
  readonly cert: string
  readonly key: string
  readonly serialNumber: string
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const HOUR_MS = 3_600_000

cryptoProvider.set(webcrypto as typeof globalThis.crypto)

/** A certificate authority for tests. */
export class TestAuthority {
  readonly #keys: webcrypto.CryptoKeyPair
  readonly #certificate: X509Certificate
  #serial = 1

  private constructor(keys: webcrypto.CryptoKeyPair, certificate: X509Certificate) {
    this.#keys = keys
    this.#certificate = certificate
  }

  static async create(): Promise<TestAuthority> {
    const keys = await newKeys()
    const certificate = await X509CertificateGenerator.createSelfSigned({
      ...{ serialNumber: '01', name: 'CN=Test authority', keys, signingAlgorithm: ALGORITHM },
      ...validity(HOUR_MS),
      extensions: [new BasicConstraintsExtension(true, undefined, true)],
    })
    return new TestAuthority(keys, certificate)
  }

  get cert(): string {
    return this.#certificate.toString('pem')
  }

  /** @param lifeMs how long from now; negative for one that has expired */
  async issue(commonName: string, lifeMs = HOUR_MS): Promise<Issued> {
    const keys = await newKeys()
    this.#serial += 1
    const certificate = await X509CertificateGenerator.create({
      ...{ serialNumber: `0${this.#serial.toString(16)}`, subject: `CN=${commonName}` },
      ...{ issuer: this.#certificate.subject, signingKey: this.#keys.privateKey, publicKey: keys.publicKey },
      ...{ signingAlgorithm: ALGORITHM, ...validity(lifeMs) },
      extensions: [new SubjectAlternativeNameExtension([{ type: 'dns', value: 'localhost' }])],
    })
    const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64')
    return {
      cert: certificate.toString('pem'),
      key: `-----BEGIN PRIVATE KEY-----\n${key.match(/.{1,64}/g)?.join('\n')}\n-----END PRIVATE KEY-----\n`,
      serialNumber: certificate.serialNumber,
    }
  }

  async revocationList(revoked: readonly Issued[]): Promise<string> {
    const list = await X509CrlGenerator.create({
      ...{ issuer: this.#certificate.subject, signingKey: this.#keys.privateKey, signingAlgorithm: ALGORITHM },
      ...{ thisUpdate: new Date(Date.now() - HOUR_MS), nextUpdate: new Date(Date.now() + HOUR_MS) },
      entries: revoked.map(({ serialNumber }) => ({ serialNumber, revocationDate: new Date(Date.now() - HOUR_MS) })),
    })
    // The label that OpenSSL knows.
    return list.toString('pem').replaceAll(/(BEGIN|END) CRL/g, '$1 X509 CRL')
  }
}

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
}

function validity(lifeMs: number): { notBefore: Date; notAfter: Date } {
  return { notBefore: new Date(Date.now() - 24 * HOUR_MS), notAfter: new Date(Date.now() + lifeMs) }
}
