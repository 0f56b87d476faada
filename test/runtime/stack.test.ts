import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseDeployment } from '@tallystick/sdk'
import { afterEach, describe, expect, it } from 'vitest'
import { company } from '../../scripts/demo/companies.ts'
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

/** Ids of processes with the text in their command line, or among their environment's variables. */
function processesWith(text: string, where: 'cmdline' | 'environ' = 'cmdline'): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.filter((pid) => startOf(pid, where).includes(text)).map(Number)
}

/** What a process was started with. */
function startOf(pid: string, where: 'cmdline' | 'environ'): string {
  try {
    return readFileSync(`/proc/${pid}/${where}`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return ''
  }
}

/** What a system of this folder leaves running: the index by its manifest, chain and database by their ports. */
function leftovers(): number[] {
  const byCommand = [join(directory, 'subgraph'), '--port 1754', '-p 2783'].flatMap((text) => processesWith(text))
  const bySettings = [chainOfOracle, join(directory, 'telemetry')].flatMap((text) => processesWith(text, 'environ'))
  return [...new Set([...byCommand, ...bySettings])]
}

/** Platforms, oracle network and gateway are told where the chain is; gateway and machines where their keys are. */
const chainOfOracle = 'RPC_URL=http://127.0.0.1:1754'

async function untilNothingIsLeft(): Promise<void> {
  for (const end = Date.now() + 10_000; Date.now() < end; await sleep(100)) {
    if (leftovers().length === 0) return
  }
  throw new Error(
    `still running: ${leftovers()
      .map((pid) => startOf(String(pid), 'cmdline'))
      .join('\n')}`,
  )
}

async function getJson(url: string, init?: RequestInit): Promise<unknown> {
  return (await fetch(url, init)).json()
}

afterEach(async () => {
  system?.process.kill('SIGKILL')
  await untilNothingIsLeft()
})

describe('a whole local system', { timeout: 240_000 }, () => {
  it('answers as chain, index, platforms, gateway and page, agrees on the time, and leaves nothing behind', async () => {
    const { process, url, ended } = await start()
    expect(leftovers()).toHaveLength(8)
    expect(await getJson(`${url}/health`)).toMatchObject({ ok: true })
    const deployment = parseDeployment(await getJson(`${url}/deployment.json`))
    expect(deployment).toMatchObject({ chainId: 31337, local: true })
    const merchant = company('qingteng').address
    for (const { slug, url: path } of deployment.platforms) {
      const fields = await getJson(`${url}${path}/v1/merchants/${merchant}/fields`)
      expect(fields).toMatchObject({ provider: { id: slug } })
    }
    expect(await getJson(`${url}${deployment.telemetry.url}/health`)).toMatchObject({ status: 'ok' })
    expect(await getJson(`${url}/demo/devices`)).toHaveLength(6)
    const before = (await getJson(`${url}/demo/clock`)) as { timestamp: number; block: number }
    const move = { method: 'POST', body: '{"move":"+180d"}' }
    const after = (await getJson(`${url}/demo/clock`, move)) as { timestamp: number; block: number }
    expect(after.timestamp - before.timestamp).toBeGreaterThanOrEqual(180 * 86_400)
    // The gateway has duties in the months that have passed, so that blocks follow.
    const indexed = async () => ((await getJson(`${url}/health`)) as { index: { block: number } }).index.block
    await expect.poll(indexed, { timeout: 10_000 }).toBeGreaterThanOrEqual(after.block)
    const turn = { method: 'POST', body: '{"kind":"grow"}' }
    const grown = await getJson(`${url}/demo/merchants/qingteng/advance`, turn)
    expect(grown).toEqual({ merchant, days: 180 })
    expect(await getJson(`${url}/demo/merchants/nobody/advance`, turn)).toEqual({
      error: 'there is no merchant nobody in the demo; there are qingteng and lubang',
    })
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
