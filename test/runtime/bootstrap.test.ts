import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { missingPackages, target } from '../../scripts/bootstrap.mjs'
import { root } from '../../scripts/paths.ts'

const bootstrap = join(root, 'scripts', 'bootstrap.mjs')
const folder = mkdtempSync(join(tmpdir(), 'tallystick-bootstrap-'))

function script(name: string, text: string): string {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

interface Finished {
  readonly code: number | null
  readonly stdout: string
}

function run(args: readonly string[], whenReady?: (pid: number) => void): Promise<Finished> {
  const child = spawn(process.execPath, [bootstrap, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  let stdout = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text
    if (text.includes('ready')) whenReady?.(child.pid ?? 0)
  })
  return new Promise((done) => child.on('close', (code) => done({ code, stdout })))
}

describe('what must be installed', () => {
  const platform = { os: 'linux', cpu: 'x64' }
  const lock = {
    packages: {
      '': { version: '1.0.0' },
      'node_modules/plain': { version: '1.0.0' },
      'node_modules/native-here': { version: '2.0.0', optional: true, os: ['linux'], cpu: ['x64'] },
      'node_modules/native-elsewhere': { version: '2.0.0', optional: true, os: ['darwin'], cpu: ['arm64'] },
      'node_modules/musl': { version: '2.0.0', optional: true, os: ['linux'], cpu: ['x64'], libc: ['musl'] },
      'node_modules/workspace': { link: true },
    },
  }

  it('is complete with every plain package and the native parts of this platform', () => {
    const installed = {
      packages: { 'node_modules/plain': { version: '1.0.0' }, 'node_modules/native-here': { version: '2.0.0' } },
    }
    expect(missingPackages(lock, installed, platform)).toEqual([])
  })

  it('misses the native part that an install under an old Node left out', () => {
    const installed = { packages: { 'node_modules/plain': { version: '1.0.0' } } }
    expect(missingPackages(lock, installed, platform)).toEqual(['node_modules/native-here'])
  })

  it('misses a package of another version', () => {
    const installed = {
      packages: { 'node_modules/plain': { version: '0.9.0' }, 'node_modules/native-here': { version: '2.0.0' } },
    }
    expect(missingPackages(lock, installed, platform)).toEqual(['node_modules/plain'])
  })
})

describe('subcommands', () => {
  it('start and test are scripts of ours', () => {
    expect(target(['start', '--fresh'])).toEqual([join(root, 'scripts', 'start.ts'), '--fresh'])
  })

  it('anything else is wrong usage', () => {
    expect(target([])).toBeUndefined()
    expect(target(['deploy'])).toBeUndefined()
  })

  it('a missing script is named', () => {
    expect(() => target(['exec', 'scripts/nothing.ts'])).toThrow('there is no script scripts/nothing.ts')
  })
})

describe('the running script', () => {
  it('runs under Node 24 or later and gives its exit code', async () => {
    const file = script('exit.mjs', `console.log(process.versions.node); process.exit(7)`)
    const { code, stdout } = await run(['exec', file])
    expect(code).toBe(7)
    expect(Number.parseInt(stdout, 10)).toBeGreaterThanOrEqual(24)
  })

  it('gets SIGTERM when only the bootstrap is told to stop', async () => {
    const file = script(
      'term.mjs',
      `process.on('SIGTERM', () => { console.log('stopped in order'); process.exit(3) })
       setInterval(() => {}, 1000)
       console.log('ready')`,
    )
    const { code, stdout } = await run(['exec', file], (pid) => process.kill(pid, 'SIGTERM'))
    expect(stdout).toContain('stopped in order')
    expect(code).toBe(3)
  })

  it('reports a child killed by a signal as a shell does', async () => {
    const file = script('kill.mjs', `process.kill(process.pid, 'SIGKILL')`)
    const { code } = await run(['exec', file])
    expect(code).toBe(137)
  })

  it('knows which process to watch', async () => {
    const out = join(folder, 'parent')
    const file = script(
      'parent.mjs',
      `import { writeFileSync } from 'node:fs'
       writeFileSync(${JSON.stringify(out)}, process.env.TALLYSTICK_PARENT + ' ' + process.ppid)`,
    )
    await run(['exec', file])
    await sleep(10)
    const [announced, actual] = readFileSync(out, 'utf8').split(' ')
    expect(announced).toBe(actual)
  })
})
