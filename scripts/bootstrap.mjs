#!/usr/bin/env node
/**
 * First step of every npm command: makes sure that Node 24 and the exact dependencies are there, then
 * hands over to the real script. Plain JavaScript without dependencies, so that it runs on Node 18 and
 * before anything is installed.
 *
 *   node scripts/bootstrap.mjs start [options]          the whole system
 *   node scripts/bootstrap.mjs test [options]           every test suite
 *   node scripts/bootstrap.mjs exec <script> [options]  any other script of this repository
 *
 * Progress goes to stderr: stdout belongs to the script (`npm run -s invoice` prints JSON lines there).
 * Exit code: the script's own; 1 when the set-up failed; 2 for wrong usage; 128 + n after signal n.
 */
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { constants, homedir } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const nodePackage = 'node@24.21.0'
const wantedMajor = 24

const usage = `usage: node scripts/bootstrap.mjs start|test [options]
       node scripts/bootstrap.mjs exec <script> [options]`

/** A failure with a cause that the reader can act on: printed without a stack. */
export class SetupError extends Error {}

function say(text) {
  process.stderr.write(`tallystick: ${text}\n`)
}

/** Major version of a Node binary, or 0 when it cannot be run. */
export function nodeMajor(path) {
  const result = spawnSync(path, ['-p', 'process.versions.node'], { encoding: 'utf8', timeout: 20_000 })
  return result.status === 0 ? Number.parseInt(result.stdout, 10) : 0
}

/** Outside node_modules, which `npm ci` deletes; one per user, so that root's copy is not shared. */
export function cacheFile(env = process.env) {
  const base = env.XDG_CACHE_HOME || join(homedir(), '.cache')
  return join(base, 'tallystick', 'node24-path')
}

function rememberedNode(file) {
  if (!existsSync(file)) return undefined
  const path = readFileSync(file, 'utf8').trim()
  return path && existsSync(path) && nodeMajor(path) >= wantedMajor ? path : undefined
}

function remember(file, path) {
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, `${path}\n`)
  } catch {
    // A read-only home only costs the question at the next start.
  }
}

/**
 * npx is asked for the path only and never runs the system itself: it passes no SIGTERM on.
 * Without `--ignore-scripts=false` the package's link to the real binary is silently missing.
 */
function askNpx() {
  say(
    `Node ${process.versions.node} is older than ${wantedMajor}; fetching ${nodePackage} from the npm registry (once)`,
  )
  const quiet = '--update-notifier=false'
  const args = ['-y', quiet, '--ignore-scripts=false', '-p', nodePackage, '-c', 'node -p process.execPath']
  const result = spawnSync('npx', args, {
    cwd: dirname(root),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: process.platform === 'win32',
  })
  const path = (result.stdout || '').trim().split('\n').pop() || ''
  if (result.status === 0 && nodeMajor(path) >= wantedMajor) return realpathSync(path)
  throw new SetupError(
    `could not get Node ${wantedMajor} through npx. Check the network and the npm registry setting, or install Node ${wantedMajor} yourself and run again.`,
  )
}

/** Path of a Node binary that is new enough. */
export function findNode(file = cacheFile()) {
  if (Number.parseInt(process.versions.node, 10) >= wantedMajor) return process.execPath
  const known = rememberedNode(file)
  if (known) return known
  const path = askNpx()
  remember(file, path)
  return path
}

function matches(list, value) {
  if (!list) return true
  return list[0].startsWith('!') ? !list.includes(`!${value}`) : list.includes(value)
}

/**
 * Whether npm must have installed this entry of the lockfile here. Optional packages count only when
 * they name this platform: those are the native parts that an install under an old Node leaves out.
 */
function expected(entry, platform) {
  if (!matches(entry.os, platform.os) || !matches(entry.cpu, platform.cpu)) return false
  const namesPlatform = entry.os !== undefined && entry.cpu !== undefined && entry.libc === undefined
  return entry.optional || entry.peer || entry.devOptional ? namesPlatform : true
}

/** Lockfile entries that are not installed in their exact version. */
export function missingPackages(lock, installed, platform = { os: process.platform, cpu: process.arch }) {
  return Object.entries(lock.packages)
    .filter(([path, entry]) => path.includes('node_modules/') && !entry.link && expected(entry, platform))
    .filter(([path, entry]) => installed.packages[path]?.version !== entry.version)
    .map(([path]) => path)
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'))
}

function hashOf(path) {
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}

const stampPath = join(root, 'node_modules', '.tallystick-lock')

function isInstalled() {
  const lockPath = join(root, 'package-lock.json')
  const installedPath = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(installedPath)) return false
  if (existsSync(stampPath) && readFileSync(stampPath, 'utf8') === hashOf(lockPath)) return true
  return missingPackages(readJson(lockPath), readJson(installedPath)).length === 0
}

/** Environment in which `node` means the chosen Node, for npm's own shebang and for every child. */
function environmentFor(node) {
  return { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH || ''}` }
}

/** npm as a command line that runs under the chosen Node. */
function npmCommand(node) {
  const cli = process.env.npm_execpath || ''
  return cli.endsWith('npm-cli.js') && existsSync(cli) ? [node, cli] : ['npm']
}

/** `npm ci` must itself run under Node 24: under an older one npm drops Hardhat's native part. */
async function install(node) {
  say('installing the dependencies named in package-lock.json (about a minute)')
  const [command, ...rest] = npmCommand(node)
  const args = [...rest, 'ci', '--no-fund', '--no-audit']
  const code = await run(command, args, environmentFor(node), [0, 2, 2])
  if (code !== 0) {
    throw new SetupError(`npm ci failed (exit ${code}); its own message is above. Correct the cause and run again.`)
  }
  writeFileSync(stampPath, hashOf(join(root, 'package-lock.json')))
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** npm does not pass SIGTERM on to us: when it is gone, whoever stopped it wanted all of this stopped. */
function watchNpm(lost) {
  const parent = process.ppid
  return setInterval(() => {
    if (process.env.npm_lifecycle_event && process.ppid !== parent) lost()
  }, 500)
}

/** Runs a child to its end, passing signals on, and gives its exit code as a shell would. */
function run(command, args, env, stdio = 'inherit') {
  return new Promise((done, fail) => {
    const child = spawn(command, args, {
      cwd: root,
      env,
      stdio,
      shell: process.platform === 'win32' && command === 'npm',
    })
    const forward = (signal) => child.kill(signal)
    for (const signal of signals) process.on(signal, forward)
    const watch = watchNpm(() => forward('SIGTERM'))
    const finish = (settle) => {
      clearInterval(watch)
      for (const signal of signals) process.off(signal, forward)
      settle()
    }
    child.on('error', (error) => finish(() => fail(new SetupError(`cannot run ${command}: ${error.message}`))))
    child.on('exit', (code, signal) => finish(() => done(signal ? 128 + constants.signals[signal] : code)))
  })
}

/** The script and arguments that a subcommand stands for. */
export function target([command, ...args]) {
  if (command === 'start' || command === 'test') return [join(root, 'scripts', `${command}.ts`), ...args]
  if (command === 'exec' && args.length > 0) {
    const script = resolve(root, args[0])
    if (!existsSync(script)) throw new SetupError(`there is no script ${args[0]}`)
    return [script, ...args.slice(1)]
  }
  return undefined
}

async function main() {
  const script = target(process.argv.slice(2))
  if (!script) {
    process.stderr.write(`${usage}\n`)
    return 2
  }
  const node = findNode()
  if (!isInstalled()) await install(node)
  const env = { ...environmentFor(node), TALLYSTICK_PARENT: String(process.pid) }
  return run(node, ['--disable-warning=ExperimentalWarning', ...script], env)
}

const invoked = process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)
if (invoked) {
  main().then(
    (code) => process.exit(code),
    (error) => {
      say(error instanceof SetupError ? error.message : error.stack)
      process.exit(1)
    },
  )
}
