import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseDeployment } from '@tallystick/sdk'
import { afterEach, describe, expect, it } from 'vitest'
import { root } from '../../scripts/paths.ts'

const script = join(root, 'test', 'runtime', 'support', 'stack-process.ts')
const directory = mkdtempSync(join(tmpdir(), 'tallystick-stack-'))

interface System {
  readonly process: ChildProcess
  readonly url: string
  /** Exit code, once it has ended. */
  readonly ended: Promise<number | null>
  readonly errors: () => string
}

let system: System | undefined

async function start(): Promise<System> {
  const process = spawn(globalThis.process.execPath, [script, directory], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<number | null>((done) => process.on('close', done))
  let errors = ''
  process.stderr.setEncoding('utf8').on('data', (text) => {
    errors += text
  })
  const url = await new Promise<string>((done, fail) => {
    process.stdout.setEncoding('utf8').on('data', (text: string) => {
      const line = text.split('\n').find((candidate) => candidate.startsWith('{'))
      if (line !== undefined) done((JSON.parse(line) as { url: string }).url)
    })
    process.on('close', () => fail(new Error(errors)))
  })
  system = { process, url, ended, errors: () => errors }
  return system
}

/** Ids of processes with the folder or the text in their command line. */
function processesWith(text: string): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.filter((pid) => commandLine(pid).includes(text)).map(Number)
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return ''
  }
}

/** What a system of this folder leaves running: the index by its manifest, the others by their ports. */
function leftovers(): number[] {
  return [join(directory, 'subgraph'), '--port 1754', '-p 2743'].flatMap(processesWith)
}

async function untilNothingIsLeft(): Promise<void> {
  for (const end = Date.now() + 10_000; Date.now() < end; await sleep(100)) {
    if (leftovers().length === 0) return
  }
  throw new Error(`still running: ${leftovers().map(String).map(commandLine).join('\n')}`)
}

async function getJson(url: string, init?: RequestInit): Promise<unknown> {
  return (await fetch(url, init)).json()
}

afterEach(async () => {
  system?.process.kill('SIGKILL')
  await untilNothingIsLeft()
})

describe('a whole local system', { timeout: 240_000 }, () => {
  it('answers as chain, index and page, agrees on the time, and leaves nothing behind', async () => {
    const { process, url, ended } = await start()
    expect(leftovers()).toHaveLength(3)
    expect(await getJson(`${url}/health`)).toMatchObject({ ok: true })
    const deployment = parseDeployment(await getJson(`${url}/deployment.json`))
    expect(deployment).toMatchObject({ chainId: 31337, local: true })
    const before = (await getJson(`${url}/demo/clock`)) as { timestamp: number; block: number }
    const move = { method: 'POST', body: '{"move":"+180d"}' }
    const after = (await getJson(`${url}/demo/clock`, move)) as { timestamp: number; block: number }
    expect(after.timestamp - before.timestamp).toBeGreaterThanOrEqual(180 * 86_400)
    await expect
      .poll(() => getJson(`${url}/health`), { timeout: 5_000 })
      .toMatchObject({ index: { block: after.block } })
    process.kill('SIGTERM')
    expect(await ended).toBe(0)
    await untilNothingIsLeft()
  })

  it('starts again after it was killed without warning, and says which part died', async () => {
    const first = await start()
    first.process.kill('SIGKILL')
    await first.ended
    await untilNothingIsLeft()
    const { ended, errors } = await start()
    const [indexer] = processesWith(join(directory, 'subgraph'))
    globalThis.process.kill(indexer ?? 0, 'SIGKILL')
    expect(await ended).toBe(1)
    expect(errors()).toContain('graph-node stopped (killed by SIGKILL)')
    await untilNothingIsLeft()
  })
})
