import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { bytesToHex, stringToHex } from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildScoreSource } from '../functions/build.ts'
import { BLOB, expectedAnswer, MERCHANT, pathOf, ROWS } from '../testing/score-cases.ts'
import { ScoreWorld } from '../testing/score-world.ts'
import { type Observation, Sandbox } from './sandbox.ts'

let world: ScoreWorld
let sandbox: Sandbox

beforeAll(async () => {
  world = await ScoreWorld.start()
  sandbox = new Sandbox({ allowNet: [world.web.host], timeoutMs: 60_000 })
})
afterAll(async () => {
  sandbox.close()
  await world.close()
})

function run(source: string, args: readonly string[] = []): Promise<Observation> {
  return sandbox.run({ source, args, bytesArgs: [], secrets: {} })
}

function textOf(text: string): Observation {
  return { result: stringToHex(text) }
}

describe('sandbox', () => {
  it('runs the built source to the answer that the SDK computes', async () => {
    world.state(0, MERCHANT, ROWS.good)
    const source = await buildScoreSource()
    const answer = await sandbox.run({ source, ...world.request(MERCHANT), secrets: {} })
    expect(answer).toEqual({ result: bytesToHex(expectedAnswer(MERCHANT, ROWS.good)) })
    world.web.replies.delete('/model')
    expect(await sandbox.run({ source, ...world.request(MERCHANT), secrets: {} })).toEqual({
      error: 'MODEL_UNAVAILABLE',
    })
  })

  it('runs the source with the model inside, which asks only the platform', async () => {
    world.state(0, MERCHANT, ROWS.poor)
    const source = await buildScoreSource(BLOB)
    const asked = world.web.asked.length
    const answer = await sandbox.run({ source, ...world.request(MERCHANT), secrets: {} })
    expect(answer).toEqual({ result: bytesToHex(expectedAnswer(MERCHANT, ROWS.poor)) })
    expect(world.web.asked.slice(asked)).toEqual([pathOf(0, MERCHANT)])
  })

  it('gives 64 runs, 8 at a time, each its own result', async () => {
    const runs = Array.from({ length: 64 }, (_, i) => run(`return Functions.encodeString('${i} ' + args[0])`, [`${i}`]))
    expect(await Promise.all(runs)).toEqual(Array.from({ length: 64 }, (_, i) => textOf(`${i} ${i}`)))
  }, 120_000)

  it('does not read replacement patterns into a source', async () => {
    expect(await run('return Functions.encodeString("$& $$ $` $\' $1")')).toEqual(textOf("$& $$ $` $' $1"))
  })

  it.each([
    ['a thrown error', 'throw Error("NO_CONSENT")', 'NO_CONSENT'],
    ['an error without words', 'throw Error("")', 'error without a message'],
    ['a syntax error', 'return (', 'syntax error, RAM exceeded, or other error'],
    ['no bytes', 'return 1', 'returned value not an ArrayBuffer or Uint8Array'],
    ['257 bytes', 'return new Uint8Array(257)', 'response >256 bytes'],
    ['reading a file', 'return await Deno.readFile("/etc/hostname")', 'attempted access to blocked resource detected'],
    ['the environment', 'return Deno.env.get("HOME")', 'attempted access to blocked resource detected'],
    [
      'starting a program',
      'new Deno.Command("/bin/true").outputSync()',
      'attempted access to blocked resource detected',
    ],
    ['an early exit', 'Deno.exit(0)', 'syntax error, RAM exceeded, or other error'],
  ])('reports %s', async (_, source, error) => {
    expect(await run(source)).toEqual({ error })
  })

  it('takes 256 bytes and no bytes', async () => {
    expect(await run('return new Uint8Array(256)')).toEqual({ result: `0x${'00'.repeat(256)}` })
    expect(await run('return new Uint8Array()')).toEqual({ result: '0x' })
  })

  it('reaches the allowed host and no other, and not more than five times', async () => {
    world.web.replies.set('/ping', { body: { ok: true } })
    const fetched = `const r = await Functions.makeHttpRequest({ url: args[0] }); return Functions.encodeString(String(r.error))`
    expect(await run(fetched, [`${world.web.url}/ping`])).toEqual(textOf('false'))
    const other = await ScoreWorld.start()
    expect(await run(fetched, [`${other.web.url}/model`])).toEqual(textOf('true'))
    expect(other.web.asked).toEqual([])
    await other.close()
    const six = `let ok = 0; for (let i = 0; i < 6; i++) ok += !(await Functions.makeHttpRequest({ url: args[0] })).error; return Functions.encodeUint256(ok)`
    expect(await run(six, [`${world.web.url}/ping`])).toEqual({ result: `0x${'5'.padStart(64, '0')}` })
  })

  it('kills an endless loop, and too much output', async () => {
    const impatient = new Sandbox({ allowNet: [], timeoutMs: 3_000 })
    const execution = { args: [], bytesArgs: [], secrets: {} }
    expect(await impatient.run({ ...execution, source: 'for (;;);' })).toEqual({ error: 'script runtime exceeded' })
    impatient.close()
    expect(await run('for (;;) console.log("x".repeat(10_000))')).toEqual({ error: 'too much output' })
  })

  it('leaves no files behind', () => {
    const mine = () => readdirSync(tmpdir()).filter((name) => name.startsWith('tallystick-don-')).length
    const before = mine()
    new Sandbox({ allowNet: [] }).close()
    expect(mine()).toBe(before)
  })
})
