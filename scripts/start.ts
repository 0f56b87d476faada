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

POSTGRES_URL in the environment names a PostgreSQL to use instead of the one from npm.`

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

async function main(): Promise<void> {
  const options = readOptions()
  if (options === undefined) {
    console.log(usage)
    return
  }
  refuseSecondStart(options.directory)
  const ending = new Ending()
  const progress = new Progress()
  console.log('Tallystick · 左券\n')
  if (options.fresh) clearStamps()
  await buildFoundation(progress)
  const page = build('page', progress)
  // A failed page is reported where it is waited for, not as an unhandled rejection before that.
  page.catch(() => {})
  const stack = await start(options, page, progress, ending)
  try {
    const { url, rpcUrl, graphqlUrl } = stack
    writeRunState(options.directory, { pid: process.pid, url, rpcUrl, graphqlUrl })
    await announce(stack, progress)
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

async function start(options: Options, page: Promise<void>, progress: Progress, ending: Ending): Promise<Stack> {
  const { defaultPorts, startStack } = await import('./stack.ts')
  const starting = startStack({
    directory: options.directory,
    siteDir,
    ports: { ...defaultPorts, web: options.port ?? defaultPorts.web },
    exactWebPort: options.port !== undefined,
    page,
    onDeath: (error) => ending.reach(error),
    progress,
  })
  // Ctrl-C during the start: what is being started is finished first, so that there is something to stop.
  await Promise.race([starting, ending.reached.then(() => starting)])
  return starting
}

async function announce(stack: Stack, progress: Progress): Promise<void> {
  const { companyTable } = await import('./stack.ts')
  console.log(`
Ready after ${progress.elapsed()}.

  Page      ${stack.url}
  Chain     ${stack.rpcUrl} (chain id ${stack.deployment.chainId})
  GraphQL   ${stack.graphqlUrl}
  Logs      ${join(stateDir, 'logs')}

Demo companies (choose one under "Connect" on the page; their keys are public):

${companyTable()}

Move the clock with: npm run clock -- +90d        Stop with Ctrl-C.
`)
}

/** The moment at which everything stops: a signal, the loss of whoever started us, or the death of a part. */
class Ending {
  cause: ServiceError | undefined
  readonly reached: Promise<void>
  #resolve: () => void = () => {}

  constructor() {
    this.reached = new Promise((resolve) => {
      this.#resolve = resolve
    })
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => this.reach())
    watchParent(() => this.reach())
  }

  reach(cause?: ServiceError): void {
    if (cause === undefined) console.log('\nstopping …')
    this.cause ??= cause
    this.#resolve()
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

main().catch((error: unknown) => {
  const expected = error instanceof ServiceError || error instanceof PortInUseError
  if (error instanceof UsageError) console.error(`${error.message}\n\n${usage}`)
  else console.error(`\n${expected ? (error as Error).message : (error as Error).stack}`)
  process.exit(error instanceof UsageError ? 2 : 1)
})
