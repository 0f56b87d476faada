import { bytesToHex, type Hex } from 'viem'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Sandbox } from '../don/sandbox.ts'
import { alarmRequestFor, batchPath, GATEWAY, pictureOf, TestGateway } from '../testing/alarm-cases.ts'
import { makeHttpRequest, type Program, programOf } from '../testing/functions-program.ts'
import type { RequestArguments } from '../testing/score-cases.ts'
import { type Reply, TestWeb } from '../testing/web.ts'
import { buildAlarmSource } from './build.ts'

let source: string
let program: Program
let web: TestWeb

beforeAll(async () => {
  source = await buildAlarmSource()
  program = programOf(source)
})
beforeEach(async () => {
  web = await TestWeb.start()
  return () => web.close()
})

function run({ args, bytesArgs }: RequestArguments): Promise<Uint8Array> {
  return program({ makeHttpRequest }, args, bytesArgs, {})
}

const ALARMS = [0, 1, 0b0100_0010, 255]

function serve(reply: Reply, batch = 0): void {
  web.replies.set(batchPath(batch), reply)
}

describe('built source', () => {
  it('is the same at every build, has no imports, and is small', async () => {
    expect(await buildAlarmSource()).toBe(source)
    expect(source).not.toMatch(/\bimport\b|\brequire\b|\bfetch\b|\bDeno\b|\bDate\b|\bMath\.random\b|\bsecrets\b/)
    expect(Buffer.byteLength(source)).toBeLessThan(2_048)
  })
})

describe('picture', () => {
  it.each([0, 1, 258, 65_535])('of batch %d is returned unchanged, and nothing else is asked', async (batch) => {
    const answer = pictureOf(ALARMS, { batch })
    serve({ body: GATEWAY.sign(answer) }, batch)
    expect(bytesToHex(await run(alarmRequestFor(web.url, batch)))).toBe(answer)
    expect(web.asked).toEqual([batchPath(batch)])
  })

  it('may have one device or 224', async () => {
    for (const alarms of [[0], Array<number>(224).fill(255)]) {
      const answer = pictureOf(alarms)
      serve({ body: GATEWAY.sign(answer) })
      expect(bytesToHex(await run(alarmRequestFor(web.url)))).toBe(answer)
    }
  })

  it('is believed whether y of the key is even or odd', async () => {
    const gateways = Array.from({ length: 8 }, (_, i) => new TestGateway(`gateway ${i}`))
    expect(new Set(gateways.map(({ isOdd }) => isOdd)).size).toBe(2)
    for (const gateway of gateways) {
      serve({ body: gateway.sign(pictureOf(ALARMS)) })
      expect(await run(alarmRequestFor(web.url, 0, gateway.key))).toHaveLength(256)
    }
  })
})

describe('failure', () => {
  const good = GATEWAY.sign(pictureOf(ALARMS))
  const signed = (...picture: Parameters<typeof pictureOf>) => ({ body: GATEWAY.sign(pictureOf(...picture)) })
  /** The good answer with one byte replaced, signed as it then is. */
  const withByte = (offset: number) => {
    const at = 2 + 2 * offset
    return { body: GATEWAY.sign(`${good.answer.slice(0, at)}01${good.answer.slice(at + 2)}` as Hex) }
  }
  const cases: [string, string, Reply][] = [
    ['DATA_UNAVAILABLE', 'a gateway that is out of order', { status: 500, body: 'stack trace' }],
    ['DATA_UNAVAILABLE', 'an unknown batch', { status: 404, body: { code: 'NO_SUCH_BATCH' } }],
    ['DATA_UNAVAILABLE', 'a slow gateway', { body: good, delayMs: 600 }],
    ['DATA_UNAVAILABLE', 'a page instead of data', { body: '<html>Welcome</html>' }],
    ['DATA_FORMAT', 'an empty answer', { body: null }],
    ['DATA_FORMAT', 'a number', { body: 7 }],
    ['DATA_FORMAT', 'other JSON', { body: { answer: 1, signature: [] } }],
    ['DATA_FORMAT', 'a short answer', { body: { ...good, answer: good.answer.slice(0, -2) } }],
    ['DATA_FORMAT', 'a long signature', { body: { ...good, signature: `${good.signature}00` } }],
    ['DATA_FORMAT', 'letters that are no hex', { body: { ...good, answer: good.answer.replace(/00$/, 'zz') } }],
    ['DATA_FORMAT', 'no device', signed([])],
    ['DATA_FORMAT', 'more devices than fit', signed(ALARMS, { count: 225 })],
    ['DATA_FORMAT', 'alarms of a device that is not counted', signed(ALARMS, { count: 3 })],
    ['DATA_FORMAT', 'a bit where the header has none', withByte(31)],
    ['DATA_SUBJECT', 'another batch', signed(ALARMS, { batch: 1 })],
    ['DATA_SUBJECT', 'another version', signed(ALARMS, { version: 2 })],
    ['DATA_SIGNATURE', 'another key', { body: new TestGateway('somebody').sign(good.answer) }],
    ['DATA_SIGNATURE', 'an alarm that was taken out', { body: { ...good, answer: pictureOf([0, 1, 0, 255]) } }],
    ['DATA_SIGNATURE', 'a time that was changed', { body: { ...good, answer: pictureOf(ALARMS, { asOf: 1 }) } }],
    ['DATA_SIGNATURE', 'a signature of zeros', { body: { ...good, signature: `0x${'00'.repeat(64)}` } }],
  ]
  it.each(cases)('%s for %s', async (code, _, reply) => {
    serve(reply)
    await expect(run(alarmRequestFor(web.url))).rejects.toThrow(new RegExp(`^${code}$`))
  })

  it.each([`0x${'ff'.repeat(32)}`, `0x${'00'.repeat(31)}01`] as Hex[])('DATA_SIGNATURE for %s, no key', async (key) => {
    serve({ body: good })
    await expect(run(alarmRequestFor(web.url, 0, key))).rejects.toThrow(/^DATA_SIGNATURE$/)
  })

  it('DATA_UNAVAILABLE when the gateway is down', async () => {
    const request = alarmRequestFor(web.url)
    await web.close()
    await expect(run(request)).rejects.toThrow(/^DATA_UNAVAILABLE$/)
  })
})

describe('in the sandbox of the nodes', () => {
  let sandbox: Sandbox
  beforeAll(() => {
    sandbox = new Sandbox({ allowNet: ['127.0.0.1'], timeoutMs: 60_000 })
  })
  afterAll(() => sandbox.close())

  it('gives the picture, or why there is none', async () => {
    const request = { source, ...alarmRequestFor(web.url), secrets: {} }
    const { answer } = GATEWAY.sign(pictureOf(ALARMS))
    serve({ body: GATEWAY.sign(answer) })
    expect(await sandbox.run(request)).toEqual({ result: answer })
    serve({ body: new TestGateway('somebody').sign(answer) })
    expect(await sandbox.run(request)).toEqual({ error: 'DATA_SIGNATURE' })
    serve({ body: {} })
    expect(await sandbox.run(request)).toEqual({ error: 'DATA_FORMAT' })
    serve({ body: '<html>' })
    expect(await sandbox.run(request)).toEqual({ error: 'DATA_UNAVAILABLE' })
  })
})
