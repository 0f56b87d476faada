import { readFileSync } from 'node:fs'
import { encodeModel, type FeatureRow, MISSING } from '@tallystick/sdk/scoring'
import { concat, type Hex, sha256 } from 'viem'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Random } from '../../sdk/src/testing/random.ts'
import { randomModel, randomRow } from '../../sdk/src/testing/scoring.ts'
import { makeHttpRequest, type Program, programOf } from '../testing/functions-program.ts'
import {
  AS_OF,
  BLOB,
  expectedAnswer,
  MERCHANT,
  pathOf,
  type RequestArguments,
  ROWS,
  SOURCES,
} from '../testing/score-cases.ts'
import { ScoreWorld } from '../testing/score-world.ts'
import type { Reply } from '../testing/web.ts'
import { buildScoreSource } from './build.ts'
import type { HttpRequest } from './host.ts'

let world: ScoreWorld
let program: Program

beforeAll(async () => {
  program = programOf(await buildScoreSource())
})
beforeEach(async () => {
  world = await ScoreWorld.start()
  return () => world.close()
})

function run({ args, bytesArgs }: RequestArguments, secrets = {}): Promise<Uint8Array> {
  return program({ makeHttpRequest }, args, bytesArgs, secrets)
}

describe('built source', () => {
  it('is the same at every build, has no imports, and fits beside a model', async () => {
    const source = await buildScoreSource()
    expect(await buildScoreSource()).toBe(source)
    expect(source).not.toMatch(/\bimport\b|\brequire\b|\bfetch\b|\bDeno\b|\bDate\b|\bMath\.random\b/)
    expect(Buffer.byteLength(source)).toBeLessThan(6_000)
    const shipped = readFileSync(new URL('../model/merchant-v1/model.blob', import.meta.url))
    expect(Buffer.byteLength(await buildScoreSource(shipped))).toBeLessThanOrEqual(8_192)
  })

  it('refuses to carry what is no model', async () => {
    await expect(buildScoreSource(BLOB.subarray(1))).rejects.toThrow('MAGIC')
  })
})

describe('score', () => {
  it.each(Object.entries(ROWS))('of a %s row is what the SDK computes', async (_, row) => {
    world.state(0, MERCHANT, row)
    expect(await run(world.request(MERCHANT))).toEqual(expectedAnswer(MERCHANT, row))
  })

  it('asks each address once, and nobody else', async () => {
    world.state(0, MERCHANT, ROWS.good)
    world.state(1, MERCHANT, ROWS.good)
    await run(world.request(MERCHANT, 3))
    expect(world.web.asked.toSorted()).toEqual(['/model', pathOf(0, MERCHANT), pathOf(1, MERCHANT)])
  })

  it('is the same with the model inside the source, which then is not fetched', async () => {
    const inlined = programOf(await buildScoreSource(BLOB))
    world.state(0, MERCHANT, ROWS.poor)
    const { args, bytesArgs } = world.request(MERCHANT)
    expect(await inlined({ makeHttpRequest }, args, bytesArgs, {})).toEqual(expectedAnswer(MERCHANT, ROWS.poor))
    expect(world.web.asked).not.toContain('/model')
    const otherHash = bytesArgs.with(0, `0x${'00'.repeat(32)}`)
    await expect(inlined({ makeHttpRequest }, args, otherHash, {})).rejects.toThrow(/^MODEL_HASH$/)
  })

  it('O09 sends each platform its own key, and none to the model', async () => {
    const keys: (string | undefined)[] = []
    for (const path of ['/model', pathOf(0, MERCHANT), pathOf(1, MERCHANT)]) {
      world.web.replies.set(path, ({ headers }) => {
        keys.push(`${path.slice(0, 8)} ${headers.authorization}`)
        return { status: 500, body: '' }
      })
    }
    await expect(run(world.request(MERCHANT, 3), { source0: 'a', source1: 'b' })).rejects.toThrow()
    // The program ends at the first refusal, when another call may still be on its way.
    await expect.poll(() => keys.toSorted()).toEqual(['/model undefined', '/source0 Bearer a', '/source1 Bearer b'])
  })

  it('counts the second platform alone when the first one is not asked', async () => {
    world.state(1, MERCHANT, ROWS.good)
    expect(await run(world.request(MERCHANT, 2))).toEqual(expectedAnswer(MERCHANT, ROWS.good, { sourceMask: 2 }))
  })

  const ROW_COUNT = 10_000
  it(`equals the SDK's on ${ROW_COUNT} random and edge rows`, async () => {
    const random = new Random(11)
    const model = randomModel(random, { features: 10, cuts: 100, trees: 25 })
    const blob = encodeModel(model)
    const source = SOURCES[0]
    const { args, bytesArgs } = world.request(MERCHANT)
    const request = { args, bytesArgs: bytesArgs.with(0, sha256(blob)) }
    for (let i = 0; i < ROW_COUNT; i++) {
      const row = randomRow(random, model)
      const data = (url: string) => (url.endsWith('/model') ? blob : source.answer(MERCHANT, AS_OF, row))
      const http = async ({ url }: HttpRequest) => ({ error: false, data: data(url) })
      const answer = await program({ makeHttpRequest: http }, request.args, request.bytesArgs, {})
      if (Buffer.compare(answer, expectedAnswer(MERCHANT, row, { model })) !== 0) expect.fail(`row ${row}`)
    }
  }, 120_000)
})

describe('failure', () => {
  const answer = () => SOURCES[0].answer(MERCHANT, AS_OF, ROWS.good)
  const OTHER: Hex = '0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc'
  const model: [string, string, () => Reply][] = [
    ['MODEL_UNAVAILABLE', 'a missing model', () => ({ status: 404, body: '' })],
    ['MODEL_UNAVAILABLE', 'a slow model', () => ({ body: BLOB, delayMs: 600 })],
    ['MODEL_HASH', 'a model with one bit turned', () => ({ body: BLOB.with(200, (BLOB[200] ?? 0) ^ 1) })],
    ['MODEL_HASH', 'an empty model', () => ({ body: '' })],
  ]
  it.each(model)('%s for %s', async (code, _, reply) => {
    world.state(0, MERCHANT, ROWS.good)
    world.web.replies.set('/model', reply())
    await expect(run(world.request(MERCHANT))).rejects.toThrow(new RegExp(`^${code}$`))
  })

  it('MODEL_FORMAT for a registered model that is malformed', async () => {
    world.state(0, MERCHANT, ROWS.good)
    const malformed = BLOB.with(BLOB.length - 1, 1)
    world.web.replies.set('/model', { body: malformed })
    const { args, bytesArgs } = world.request(MERCHANT)
    const request = { args, bytesArgs: bytesArgs.with(0, sha256(malformed)) }
    await expect(run(request)).rejects.toThrow(/^MODEL_FORMAT$/)
  })

  const data: [string, string, () => Reply][] = [
    ['DATA_UNAVAILABLE', 'a broken platform', () => ({ status: 500, body: 'stack trace' })],
    ['DATA_UNAVAILABLE', 'an unknown merchant', () => ({ status: 404, body: {} })],
    ['DATA_UNAVAILABLE', 'a slow platform', () => ({ body: answer(), delayMs: 600 })],
    ['DATA_UNAVAILABLE', 'a page instead of data', () => ({ body: '<html>Welcome</html>' })],
    ['NO_CONSENT', 'a consent that is not live', () => ({ status: 403, body: {} })],
    ['DATA_STALE', 'data too old to vouch for', () => ({ status: 410, body: {} })],
    ['DATA_TOO_YOUNG', 'a young shop', () => ({ status: 422, body: {} })],
    ['DATA_FORMAT', 'other JSON', () => ({ body: [1, 2] })],
    ['DATA_FORMAT', 'an empty answer', () => ({ body: null })],
    ['DATA_FORMAT', 'a fraction', () => ({ body: { ...answer(), features: [1.5, 2] } })],
    ['DATA_FORMAT', 'too few features', () => ({ body: SOURCES[0].answer(MERCHANT, AS_OF, [1]) })],
    ['DATA_SUBJECT', 'another merchant', () => ({ body: SOURCES[0].answer(OTHER, AS_OF, ROWS.good) })],
    ['DATA_SIGNATURE', 'another key', () => ({ body: SOURCES[1].answer(MERCHANT, AS_OF, ROWS.good) })],
    ['DATA_SIGNATURE', 'a feature that was changed', () => ({ body: { ...answer(), features: [800_001, 470] } })],
    ['DATA_SIGNATURE', 'a time that was changed', () => ({ body: { ...answer(), asOf: AS_OF + 1 } })],
    ['DATA_SIGNATURE', 'a salt that was changed', () => ({ body: { ...answer(), salt: `0x${'00'.repeat(32)}` } })],
  ]
  it.each(data)('%s for %s', async (code, _, reply) => {
    world.web.replies.set(pathOf(0, MERCHANT), reply())
    await expect(run(world.request(MERCHANT))).rejects.toThrow(new RegExp(`^${code}$`))
  })

  it('DATA_SIGNATURE for a registered key that is no key', async () => {
    world.state(0, MERCHANT, ROWS.good)
    const { args, bytesArgs } = world.request(MERCHANT)
    for (const key of [`0x${'ff'.repeat(32)}`, '0x01'] as const)
      await expect(run({ args, bytesArgs: bytesArgs.with(2, key) })).rejects.toThrow(/^DATA_SIGNATURE$/)
  })

  it('DATA_FORMAT for a request without sources', async () => {
    const { args, bytesArgs } = world.request(MERCHANT)
    const nobody = concat(['0x000100', MERCHANT])
    const request = { args: args.slice(0, 1), bytesArgs: [bytesArgs[0] ?? '0x', nobody] }
    await expect(run(request)).rejects.toThrow(/^DATA_FORMAT$/)
  })

  it('is that of the first source whichever answers first', async () => {
    world.web.replies.set(pathOf(0, MERCHANT), { status: 403, body: {}, delayMs: 100 })
    world.web.replies.set(pathOf(1, MERCHANT), { status: 500, body: {} })
    await expect(run(world.request(MERCHANT, 3))).rejects.toThrow(/^NO_CONSENT$/)
  })
})

describe('two platforms', () => {
  const WEEK = 7 * 86_400
  const cases: [string, 'agree' | 'disagree', FeatureRow, FeatureRow, number][] = [
    ['the same', 'agree', [100_000, 450], [100_000, 450], 0],
    ['2 % more', 'agree', [100_000, 450], [102_000, 459], 0],
    ['2 % less', 'agree', [100_000, 450], [98_000, 441], 0],
    ['a little more than 2 %', 'disagree', [100_000, 450], [102_001, 450], 0],
    ['one unit of a small number', 'agree', [5, 450], [6, 449], 0],
    ['two units of a small number', 'disagree', [5, 450], [7, 450], 0],
    ['other signs', 'disagree', [-500, 450], [500, 450], 0],
    ['what only one knows', 'agree', [100_000, MISSING], [MISSING, 450], 0],
    ['a week apart', 'agree', [100_000, 450], [100_000, 450], WEEK],
    ['a week before', 'agree', [100_000, 450], [100_000, 450], -WEEK],
    ['more than a week apart', 'disagree', [100_000, 450], [100_000, 450], WEEK + 1],
  ]
  it.each(cases)('%s: %s', async (_, verdict, first, second, apart) => {
    world.state(0, MERCHANT, first)
    world.state(1, MERCHANT, second, AS_OF + apart)
    const result = run(world.request(MERCHANT, 3))
    if (verdict === 'agree') expect(await result).toEqual(expectedAnswer(MERCHANT, first, { sourceMask: 3 }))
    else await expect(result).rejects.toThrow(/^SOURCES_DISAGREE$/)
  })

  it('must both know the same number of features, and both be signed', async () => {
    world.state(0, MERCHANT, ROWS.good)
    world.state(1, MERCHANT, [1, 2, 3])
    await expect(run(world.request(MERCHANT, 3))).rejects.toThrow(/^DATA_FORMAT$/)
    const forged = SOURCES[0].answer(MERCHANT, AS_OF, ROWS.good)
    world.web.replies.set(pathOf(1, MERCHANT), { body: forged })
    await expect(run(world.request(MERCHANT, 3))).rejects.toThrow(/^DATA_SIGNATURE$/)
  })
})
