import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { root } from '../../scripts/paths.ts'
import { cleanEnvironment, type ServiceError, type ServiceSpec, Supervisor } from '../../scripts/services/processes.ts'

const folder = mkdtempSync(join(tmpdir(), 'tallystick-processes-'))
const deaths: ServiceError[] = []
let supervisor = new Supervisor(folder, (error) => deaths.push(error))

afterEach(async () => {
  await supervisor.stopAll()
  deaths.length = 0
  supervisor = new Supervisor(folder, (error) => deaths.push(error))
})

/** A service that is a line of JavaScript; ready when it has written "ready". */
function service(code: string, extra: Partial<ServiceSpec> = {}): ServiceSpec {
  return {
    name: 'sample',
    command: process.execPath,
    args: ['-e', code],
    ready: (log) => readFileSync(log, 'utf8').includes('ready'),
    ...extra,
  }
}

const endless = `console.log('ready'); setInterval(() => {}, 1000)`

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function until(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + 5_000; Date.now() < end; ) {
    if (condition()) return
    await sleep(20)
  }
  throw new Error('the condition did not come true within 5 s')
}

describe('a supervised service', () => {
  it('that dies before it is ready is reported with its exit code and last words', async () => {
    const dying = supervisor.start(service(`console.error('no such database'); process.exit(101)`))
    await expect(dying).rejects.toThrow(/sample stopped \(exit 101\)[\s\S]*no such database/)
  })

  it('that is killed later is reported once', async () => {
    const { pid } = await supervisor.start(service(endless))
    process.kill(pid, 'SIGKILL')
    await until(() => deaths.length > 0)
    expect(deaths.map(({ message }) => message.split('.')[0])).toEqual(['sample stopped (killed by SIGKILL)'])
  })

  it('that does not become ready is given up with its last words', async () => {
    const slow = supervisor.start(
      service(`console.log('still waiting'); setInterval(() => {}, 1000)`, { readyTimeoutMs: 500 }),
    )
    await expect(slow).rejects.toThrow(/not ready after 0.5 s[\s\S]*still waiting/)
  })

  it('that cannot be run at all is named', async () => {
    const missing = supervisor.start(service('', { command: join(folder, 'nothing-here') }))
    await expect(missing).rejects.toThrow(/sample stopped \(.*ENOENT/)
  })

  it('is stopped in order, cleaned up, and not reported as dead', async () => {
    const farewell = join(folder, 'farewell')
    const code = `process.on('SIGINT', () => { require('fs').writeFileSync(${JSON.stringify(farewell)}, ''); process.exit() }); ${endless}`
    let cleaned = false
    const { pid } = await supervisor.start(
      service(code, {
        cleanUp: () => {
          cleaned = true
        },
      }),
    )
    await supervisor.stopAll()
    expect(existsSync(farewell)).toBe(true)
    expect(cleaned).toBe(true)
    expect(isAlive(pid)).toBe(false)
    expect(deaths).toEqual([])
  })

  it('takes its own children with it', async () => {
    const child = `const c = require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
      console.log('child ' + c.pid + ' ready'); setInterval(() => {}, 1000)`
    const { logFile } = await supervisor.start(service(child))
    const pid = Number(/child (\d+)/.exec(readFileSync(logFile, 'utf8'))?.[1])
    expect(isAlive(pid)).toBe(true)
    await supervisor.stopAll()
    await until(() => !isAlive(pid))
  })

  it('is not started once everything is being stopped', async () => {
    await supervisor.stopAll()
    await expect(supervisor.start(service(endless))).rejects.toThrow('everything is being stopped')
  })
})

describe('a supervisor killed without warning', () => {
  it('leaves no orphan', async () => {
    const script = join(folder, 'supervisor.ts')
    const log = join(folder, 'orphans')
    writeFileSync(
      script,
      `import { Supervisor } from ${JSON.stringify(join(root, 'scripts/services/processes.ts'))}
       const supervisor = new Supervisor(${JSON.stringify(log)}, () => {})
       const { pid } = await supervisor.start({ name: 'orphan', command: process.execPath,
         args: ['-e', 'setInterval(() => {}, 1000)'], ready: () => true })
       console.log(pid)
       setInterval(() => {}, 1000)`,
    )
    const parent = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] })
    const orphan = await new Promise<number>((done) => parent.stdout.once('data', (text) => done(Number(text))))
    expect(isAlive(orphan)).toBe(true)
    parent.kill('SIGKILL')
    await until(() => !isAlive(orphan))
  })
})

describe('the environment of a child', () => {
  it('is a list of our own, whatever the parent has', () => {
    process.env.RUST_BACKTRACE = '1'
    process.env.ETHEREUM_POLLING_INTERVAL = ''
    const environment = cleanEnvironment({ LC_ALL: 'C' })
    expect(environment).toMatchObject({ PATH: process.env.PATH, LC_ALL: 'C' })
    expect(environment).not.toHaveProperty('RUST_BACKTRACE')
    expect(environment).not.toHaveProperty('ETHEREUM_POLLING_INTERVAL')
  })
})
