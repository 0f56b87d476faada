import { createPublicKey, randomBytes, verify } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import {
  disclosureMessage,
  encodeModel,
  featureCommitment,
  isSignedFeatures,
  modelHash,
  rowOf,
  type SignedFeatures,
  signedBytes,
  statementOf,
} from '@tallystick/sdk'
import { type Address, type Hex, hexToBytes, numberToHex, zeroHash } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DEFAULT_RATE_LIMITS } from './app.ts'
import type { Provider } from './provider.ts'
import { type Platform, PlatformConfigError, type PlatformOptions, startPlatform } from './server.ts'
import { PlatformStore } from './store.ts'
import { plainHistory } from './testing/facts.ts'
import { FakeChain } from './testing/fake-chain.ts'
import { TestLine } from './testing/line.ts'
import { smallModel } from './testing/model.ts'
import { startTestDatabase, type TestDatabase } from './testing/postgres.ts'

const provider: Provider = { id: 'lantern-market', name: 'Lantern Market', nameZh: '灯市商城', scopes: 0b11111 }
const scoreOracle: Address = '0x5c0e00000000000000000000000000000000acc1'
const apiKey = 'an oracle network, once'
const model = encodeModel(smallModel)
const directory = mkdtempSync(join(tmpdir(), 'tallystick-platform-'))
const modelFile = join(directory, 'model.blob')
const logLines: string[] = []

let database: TestDatabase
let chain: FakeChain
let platform: Platform
let options: PlatformOptions

beforeAll(async () => {
  database = await startTestDatabase(28_432)
  chain = new FakeChain(provider.id, scoreOracle)
  writeFileSync(modelFile, model)
  const stream = new PassThrough()
  stream.on('data', (chunk: Buffer) => logLines.push(chunk.toString()))
  options = {
    databaseUrl: database.url,
    rpcUrl: await chain.listen(),
    provider,
    consents: '0xc05e00000000000000000000000000000000acc2',
    scoreOracle,
    signingKey: `0x${randomBytes(32).toString('hex')}`,
    apiKey,
    port: 0,
    modelFile,
    logger: { level: 'info', stream },
    rpcTimeout: 300,
  }
  platform = await startPlatform(options)
}, 60_000)

afterAll(async () => {
  await platform.close()
  await chain.close()
  await database.stop()
  rmSync(directory, { recursive: true })
})

beforeEach(() => {
  chain.delayMs = 0
  chain.failing = false
})

/** A merchant with a key of its own and facts on this platform. */
async function newMerchant(days = 400) {
  const account = privateKeyToAccount(generatePrivateKey())
  const merchant = account.address.toLowerCase() as Address
  const store = await PlatformStore.open(database.url, provider)
  await store.importFacts(plainHistory(days, () => ({ merchant })))
  await store.close()
  chain.set(merchant)
  return { merchant, account }
}

interface Answer {
  readonly status: number
  readonly body: SignedFeatures & { readonly error?: string; readonly code?: string }
}

async function call(path: string, init: RequestInit = {}, url = platform.url): Promise<Answer> {
  const response = await fetch(`${url}${path}`, init)
  return { status: response.status, body: (await response.json()) as Answer['body'] }
}

function features(merchant: Address, key = apiKey, url = platform.url): Promise<Answer> {
  return call(`/v1/merchants/${merchant}/features`, { headers: { authorization: `Bearer ${key}` } }, url)
}

function isSigned(statement: SignedFeatures): boolean {
  const x = Buffer.from(hexToBytes(platform.publicKey)).toString('base64url')
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  return verify(null, signedBytes(statementOf(asHex(statement))), key, hexToBytes(statement.signature as Hex))
}

function asHex({ salt, merchant, asOf, features: values }: SignedFeatures) {
  return { salt: salt as Hex, merchant: merchant as Address, asOf, features: rowOf(values) }
}

describe('features', () => {
  it('are released, signed, while consent and request stand', async () => {
    const { merchant } = await newMerchant()
    const { status, body } = await features(merchant)
    expect(status).toBe(200)
    expect(isSignedFeatures(body)).toBe(true)
    expect(body).toMatchObject({ merchant, features: [300_000, 300, 400, 1_000, 0, 0, 100, 13, 0, null] })
    expect(isSigned(body)).toBe(true)
    expect(isSigned({ ...body, asOf: body.asOf + 1 })).toBe(false)
  })

  it('need the key of the oracle network: 401', async () => {
    const { merchant } = await newMerchant()
    expect(await features(merchant, 'wrong')).toMatchObject({ status: 401, body: { code: 'UNAUTHORISED' } })
    expect(await call(`/v1/merchants/${merchant}/features`)).toMatchObject({ status: 401 })
  })

  it('need a consent: 403 when missing, expired, for another recipient or for nothing we have', async () => {
    const { merchant } = await newMerchant()
    const refused = { status: 403, body: { code: 'NO_CONSENT' } }
    chain.set(merchant, { scopes: 0 })
    expect(await features(merchant)).toMatchObject(refused)
    chain.set(merchant, { scopes: 0b100000 })
    expect(await features(merchant)).toMatchObject(refused)
    chain.set(merchant, { scopes: 0b11111, expiry: chain.now })
    expect(await features(merchant)).toMatchObject(refused)
    chain.set(merchant, { expiry: chain.now + 1 })
    const elsewhere = await startPlatform({ ...options, scoreOracle: '0x000000000000000000000000000000000000bad1' })
    expect(await features(merchant, apiKey, elsewhere.url)).toMatchObject(refused)
    await elsewhere.close()
    expect(await features(merchant)).toMatchObject({ status: 200 })
  })

  it('stop at once when the consent is revoked between two calls', async () => {
    const { merchant } = await newMerchant()
    expect((await features(merchant)).status).toBe(200)
    chain.set(merchant, { expiry: 0, scopes: 0 })
    expect(await features(merchant)).toMatchObject({ status: 403, body: { code: 'NO_CONSENT' } })
  })

  it('outside the scopes of the consent are null', async () => {
    const { merchant } = await newMerchant()
    chain.set(merchant, { scopes: 0b00101 })
    const { body } = await features(merchant)
    expect(body.features).toEqual([300_000, 300, null, 1_000, 0, 0, null, null, null, null])
    expect(isSigned(body)).toBe(true)
  })

  it('need an open request: 409', async () => {
    const { merchant } = await newMerchant()
    chain.set(merchant, { openRequest: zeroHash })
    expect(await features(merchant)).toMatchObject({ status: 409, body: { code: 'NO_OPEN_REQUEST' } })
  })

  it('of unknown merchants: 404; of malformed addresses: 400', async () => {
    const stranger = privateKeyToAccount(generatePrivateKey()).address
    chain.set(stranger)
    expect(await features(stranger)).toMatchObject({ status: 404, body: { code: 'UNKNOWN_MERCHANT' } })
    expect(await features('0x12')).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST' } })
    expect(await call('/v1/merchants')).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } })
  })

  it('of young merchants: 422', async () => {
    const { merchant } = await newMerchant(179)
    expect(await features(merchant)).toMatchObject({ status: 422, body: { code: 'DATA_TOO_YOUNG' } })
  })

  it('are withheld while the chain cannot be read: 503', async () => {
    const { merchant } = await newMerchant()
    const refused = { status: 503, body: { code: 'CHAIN_UNAVAILABLE' } }
    chain.failing = true
    expect(await features(merchant)).toMatchObject(refused)
    chain.failing = false
    chain.delayMs = 1_000
    expect(await features(merchant)).toMatchObject(refused)
  })

  it('stay the same within a request, even when facts arrive in between, and are new in the next', async () => {
    const { merchant } = await newMerchant()
    const first = await features(merchant)
    const store = await PlatformStore.open(database.url, provider)
    await store.importFacts(plainHistory(30, () => ({ merchant, paidAmount: 90_000n })))
    await store.close()
    expect(await Promise.all([features(merchant), features(merchant)])).toEqual([first, first])
    chain.set(merchant, { openRequest: numberToHex(9_999, { size: 32 }) })
    expect((await features(merchant)).body.features[0]).toBeGreaterThan(first.body.features[0] as number)
  })

  it('are the same for nodes that ask at the same time', async () => {
    const { merchant } = await newMerchant()
    const answers = await Promise.all(Array.from({ length: 20 }, () => features(merchant)))
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1)
  })

  it('and keys never reach the log', async () => {
    const { merchant } = await newMerchant()
    const { body } = await features(merchant)
    await call(`/v1/merchants/${merchant}/features?x=1`, { headers: { authorization: 'Bearer wrong secret' } })
    const log = logLines.join('')
    expect(log).toContain('features released')
    for (const secret of [
      body.salt,
      body.signature,
      body.features.slice(0, 3).join(),
      apiKey,
      'wrong secret',
      options.signingKey,
    ]) {
      expect(log).not.toContain(secret)
    }
  })
})

describe('disclosure', () => {
  type Asker = Awaited<ReturnType<typeof newMerchant>>
  const seconds = () => Math.floor(Date.now() / 1_000)

  async function disclose({ merchant, account }: Asker, changes: Record<string, unknown> = {}, timestamp = seconds()) {
    const message = disclosureMessage({ merchant, platform: provider.id, chainId: 31_337, timestamp })
    const body = { timestamp, signature: await account.signMessage({ message }), ...changes }
    return call(`/v1/merchants/${merchant}/disclosure`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  }

  it('gives a merchant its own features without any consent', async () => {
    const asker = await newMerchant()
    chain.set(asker.merchant, { scopes: 0, openRequest: zeroHash })
    const { status, body } = await disclose(asker)
    expect(status).toBe(200)
    expect(body.features[0]).toBe(300_000)
    expect(isSigned(body)).toBe(true)
  })

  it('gives exactly what was released for a score, by its commitment', async () => {
    const asker = await newMerchant()
    chain.set(asker.merchant, { scopes: 0b1 })
    const released = (await features(asker.merchant)).body
    const commitment = featureCommitment(asHex(released))
    expect((await disclose(asker, { commitment })).body).toEqual(released)
    expect(await disclose(asker, { commitment: zeroHash })).toMatchObject({
      status: 404,
      body: { code: 'NOT_RELEASED' },
    })
    expect(await disclose(await newMerchant(), { commitment })).toMatchObject({ status: 404 })
  })

  it('accepts what a merchant that is a contract approves of, and nothing else', async () => {
    const { account } = await newMerchant()
    const safe = await newMerchant()
    const signedForSafe = { merchant: safe.merchant, account }
    chain.contracts.set(safe.merchant, true)
    expect((await disclose(signedForSafe)).status).toBe(200)
    chain.contracts.set(safe.merchant, false)
    expect(await disclose(signedForSafe)).toMatchObject({ status: 401, body: { code: 'UNAUTHORISED' } })
  })

  it('refuses other signers, old and early signatures: 401', async () => {
    const asker = await newMerchant()
    const other = await newMerchant()
    const stolen = { merchant: asker.merchant, account: other.account }
    expect(await disclose(stolen)).toMatchObject({ status: 401, body: { code: 'UNAUTHORISED' } })
    const expired = { status: 401, body: { code: 'SIGNATURE_EXPIRED' } }
    expect(await disclose(asker, {}, seconds() - 301)).toMatchObject(expired)
    expect(await disclose(asker, {}, seconds() + 90)).toMatchObject(expired)
    expect(await disclose(asker, { timestamp: seconds() - 5 }, seconds())).toMatchObject({ status: 401 })
  })

  it('refuses malformed, foreign and large bodies: 400, 415, 413', async () => {
    const asker = await newMerchant()
    const path = `/v1/merchants/${asker.merchant}/disclosure`
    const post = (body: string, type = 'application/json') =>
      call(path, { method: 'POST', headers: { 'content-type': type }, body })
    expect(await disclose(asker, { more: 1 })).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST' } })
    expect(await post('{')).toMatchObject({ status: 400 })
    expect(await post('hello', 'text/html')).toMatchObject({ status: 415, body: { code: 'UNSUPPORTED_MEDIA_TYPE' } })
    expect(await post(`"${'x'.repeat(20_000)}"`)).toMatchObject({ status: 413, body: { code: 'BODY_TOO_LARGE' } })
  })
})

describe('public endpoints', () => {
  it('list the fields by kind of data, without values', async () => {
    const { merchant } = await newMerchant()
    const response = await fetch(`${platform.url}/v1/merchants/${merchant}/fields`)
    const { fields, provider: who } = (await response.json()) as { fields: object[]; provider: object }
    expect(who).toEqual({ id: provider.id, name: provider.name, nameZh: '灯市商城', key: platform.publicKey })
    expect(fields).toHaveLength(10)
    expect(fields[2]).toMatchObject({ name: 'avg_rating', scope: 1, label: { zh: '平均评分' } })
    expect(JSON.stringify(fields)).not.toContain('400')
    const nobody = `/v1/merchants/0x${'0'.repeat(40)}/fields`
    expect(await call(nobody)).toMatchObject({ status: 404, body: { code: 'UNKNOWN_MERCHANT' } })
  })

  it('list only what a provider has', async () => {
    const tongda = { id: 'tongda-pay', name: 'Tongda Pay', nameZh: '通达支付', scopes: 0b11001 }
    const other = await startPlatform({ ...options, provider: tongda })
    const store = await PlatformStore.open(database.url, tongda)
    const { merchant } = await newMerchant()
    expect(await call(`/v1/merchants/${merchant}/fields`, {}, other.url)).toMatchObject({ status: 404 })
    await store.importFacts(plainHistory(400, () => ({ merchant })))
    const response = await fetch(`${other.url}/v1/merchants/${merchant}/fields`)
    const { fields } = (await response.json()) as { fields: { scope: number }[] }
    expect([...new Set(fields.map(({ scope }) => scope))]).toEqual([0, 3, 4])
    await store.close()
    await other.close()
  })

  it('serve the model under its hash', async () => {
    const response = await fetch(`${platform.url}/v1/model/${modelHash(model)}`)
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array(model))
    expect(response.headers.get('cache-control')).toContain('immutable')
    expect(await call(`/v1/model/${zeroHash}`)).toMatchObject({ status: 404, body: { code: 'UNKNOWN_MODEL' } })
    expect(await call('/v1/model/1')).toMatchObject({ status: 400 })
  })

  it('tell whether the chain answers', async () => {
    expect(await call('/health')).toMatchObject({ status: 200, body: { status: 'ok' } })
    chain.failing = true
    expect(await call('/health')).toMatchObject({ status: 503, body: { code: 'CHAIN_UNAVAILABLE' } })
  })

  it('refuse too many calls: 429', async () => {
    const strict = await startPlatform({ ...options, rateLimits: { ...DEFAULT_RATE_LIMITS, public: 2 } })
    const statuses = []
    for (let k = 0; k < 3; k++) statuses.push((await call('/health', {}, strict.url)).status)
    expect(statuses).toEqual([200, 200, 429])
    expect(await call('/health', {}, strict.url)).toMatchObject({ body: { code: 'RATE_LIMITED' } })
    await strict.close()
  })
})

describe('the server', () => {
  it('answers 503 while the database is away, and goes on when it is back', async () => {
    const { merchant } = await newMerchant()
    const line = await TestLine.open(database.url)
    const behind = await startPlatform({ ...options, databaseUrl: line.url })
    const before = await features(merchant, apiKey, behind.url)
    expect(before.status).toBe(200)
    line.cut()
    const away = { status: 503, body: { code: 'DATABASE_UNAVAILABLE' } }
    expect(await features(merchant, apiKey, behind.url)).toMatchObject(away)
    expect(await call('/health', {}, behind.url)).toMatchObject(away)
    line.mend()
    expect(await features(merchant, apiKey, behind.url)).toEqual(before)
    await behind.close()
    await line.close()
  })

  it('keeps facts and releases over a restart', async () => {
    const { merchant } = await newMerchant()
    const before = await features(merchant)
    await platform.close()
    platform = await startPlatform(options)
    expect(await features(merchant)).toEqual(before)
  })

  it.each([
    [{ apiKey: 'short' }, 'the API key must have at least 16 characters'],
    [{ modelFile: '/nowhere' }, 'the model file /nowhere cannot be read'],
  ])('does not start with %o', async (change, message) => {
    await expect(startPlatform({ ...options, ...change })).rejects.toThrow(new PlatformConfigError(message))
  })

  it('does not start with a malformed model', async () => {
    const file = join(directory, 'broken.blob')
    writeFileSync(file, model.subarray(1))
    await expect(startPlatform({ ...options, modelFile: file })).rejects.toThrow('is no model')
  })

  it('does not start on a taken port, and leaves no connection behind', async () => {
    const port = Number(new URL(platform.url).port)
    await expect(startPlatform({ ...options, port })).rejects.toThrow('EADDRINUSE')
  })
})
