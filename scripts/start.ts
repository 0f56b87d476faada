/**
 * `npm start`: builds what has changed, starts the whole local system and keeps it running until Ctrl-C.
 * Imports nothing that needs the build; the rest is loaded when it is there.
 */
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { build, buildFoundation } from './build.ts'
import { root, siteDir, stateDir } from './paths.ts'
import { Progress } from './progress.ts'
import { clearRunState, findRunningSystem, writeRunState } from './run-state.ts'
import { PortInUseError } from './services/ports.ts'
import { ServiceError } from './services/processes.ts'
import type { Stack } from './stack.ts'
import { clearStamps } from './stamps.ts'

const usage = `usage: npm start -- [options]

  --port N       port of the page (default 5080, or the next free one)
  --fresh        build everything again, also what has not changed
  --state DIR    folder for logs, database and deployment (default .tallystick);
                 a second system can run beside the first with a folder of its own
  --help         this text

POSTGRES_URL in the environment names a PostgreSQL to use instead of the one from npm,
DATABASE_URL another database for the platforms.`

interface Options {
  readonly port: number | undefined
  readonly fresh: boolean
  readonly directory: string
}

/** A wrong option: the message and the usage are all the reader needs. */
class UsageError extends Error {}

function readOptions(): Options | undefined {
  const { values } = parse()
  if (values.help) return undefined
  const port = values.port === undefined ? undefined : Number(values.port)
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536)) {
    throw new UsageError(`--port ${values.port}: a port is a whole number from 1 to 65535`)
  }
  const directory = values.state === undefined ? stateDir : resolve(root, values.state)
  return { port, fresh: values.fresh ?? false, directory }
}

function parse() {
  try {
    return parseArgs({
      options: {
        port: { type: 'string' },
        fresh: { type: 'boolean' },
        state: { type: 'string' },
        help: { type: 'boolean' },
      },
    })
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

async function main(): Promise<number> {
  const options = readOptions()
  if (options === undefined) {
    console.log(usage)
    return 0
  }
  refuseSecondStart(options.directory)
  const ending = new Ending()
  try {
    await run(options, ending)
    return 0
  } catch (error) {
    if (ending.wasAsked) return interrupted
    throw ending.cause ?? error
  }
}

/** Exit code after Ctrl-C before everything was running, as shells count it. */
const interrupted = 130

async function run(options: Options, ending: Ending): Promise<void> {
  const progress = new Progress()
  console.log('Tallystick · 左券\n')
  if (options.fresh) clearStamps()
  await ending.before(buildFoundation(progress))
  const stack = await start(options, progress, ending)
  try {
    const { url, rpcUrl, graphqlUrl } = stack
    writeRunState(options.directory, { pid: process.pid, url, rpcUrl, graphqlUrl })
    await announce(options, stack, progress)
    await ending.reached
  } finally {
    clearRunState(options.directory)
    await stack.stop()
  }
  if (ending.cause !== undefined) throw ending.cause
}

function refuseSecondStart(directory: string): void {
  const running = findRunningSystem(directory)
  if (running === undefined) return
  throw new ServiceError(
    `already running at ${running.url} (process ${running.pid}); stop it, or start another with --state DIR`,
  )
}

async function start(options: Options, progress: Progress, ending: Ending): Promise<Stack> {
  const page = build('page', progress)
  // A failed page is reported where it is waited for, not as an unhandled rejection before that.
  page.catch(() => {})
  const { defaultPorts, startStack } = await import('./stack.ts')
  return startStack({
    directory: options.directory,
    siteDir,
    ports: { ...defaultPorts, web: options.port ?? defaultPorts.web },
    exactWebPort: options.port !== undefined,
    page,
    onDeath: (error) => ending.fail(error),
    interrupted: ending.reached,
    progress,
  })
}

async function announce(options: Options, stack: Stack, progress: Progress): Promise<void> {
  const { companyTable } = await import('./stack.ts')
  console.log(`
Ready after ${progress.elapsed()}.

  Page      ${stack.url}
  Chain     ${stack.rpcUrl} (chain id ${stack.deployment.chainId})
  GraphQL   ${stack.graphqlUrl}
  Logs      ${join(options.directory, 'logs')}

Demo companies (choose one under "Connect" on the page; their keys are public):

${companyTable()}

Move the clock with: npm run clock -- +90d        Stop with Ctrl-C.
`)
}

/** The moment at which everything stops: a signal, the loss of whoever started us, or the death of a part. */
class Ending {
  /** The part that died first. */
  cause: ServiceError | undefined
  /** True after a signal. */
  wasAsked = false
  readonly reached: Promise<void>
  #resolve: () => void = () => {}

  constructor() {
    this.reached = new Promise((resolve) => {
      this.#resolve = resolve
    })
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => this.ask())
    watchParent(() => this.ask())
  }

  /** Ends because somebody said so. */
  ask(): void {
    if (!this.wasAsked) console.log('\nstopping …')
    this.wasAsked = true
    this.#resolve()
  }

  /** Ends because a part died. */
  fail(cause: ServiceError): void {
    this.cause ??= cause
    this.#resolve()
  }

  /** Waits for work that cannot stop by itself; throws when the end comes first. */
  async before(work: Promise<void>): Promise<void> {
    const end = this.reached.then(() => {
      throw new ServiceError('stopped during the build')
    })
    end.catch(() => {})
    await Promise.race([work, end])
  }
}

/** The bootstrap may be killed without a chance to tell us; then nobody is left who could stop us. */
function watchParent(lost: () => void): void {
  const parent = process.env.TALLYSTICK_PARENT
  if (parent === undefined) return
  const timer = setInterval(() => {
    if (String(process.ppid) === parent) return
    clearInterval(timer)
    lost()
  }, 500)
  timer.unref()
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    const expected = error instanceof ServiceError || error instanceof PortInUseError
    if (error instanceof UsageError) console.error(`${error.message}\n\n${usage}`)
    else console.error(`\n${expected ? error.message : (error as Error).stack}`)
    process.exit(error instanceof UsageError ? 2 : 1)
  },
)
