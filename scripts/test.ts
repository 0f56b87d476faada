/**
 * `npm test`: builds what has changed and runs every suite, one after the other. The last line is
 * `N passed, N failed`; the exit code is 0 only when nothing failed. A suite that ran no test has failed.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { build, buildFoundation } from './build.ts'
import { root, stateDir } from './paths.ts'
import { Progress } from './progress.ts'
import { cleanEnvironment, ServiceError } from './services/processes.ts'
import { type Counts, countTests } from './test-counts.ts'

/** A command that runs tests or checks, from the root unless `cwd` says otherwise. */
interface Suite {
  readonly name: string
  readonly command: string
  readonly cwd?: string
  /** A tool without tests of its own: one check, passed when it exits with 0. */
  readonly isCheck?: boolean
  /** Reads the built page, or what its build generates. */
  readonly needsPage?: boolean
}

const solidityFiles = '"{contracts,test}/**/*.sol"'

/** In the order of what tells most per second. */
const suites: readonly Suite[] = [
  { name: 'lint', command: 'biome check --colors=off .', isCheck: true },
  { name: 'format-solidity', command: `prettier --check --log-level warn ${solidityFiles}`, isCheck: true },
  { name: 'lint-solidity', command: 'solhint --max-warnings 0 "contracts/**/*.sol"', isCheck: true },
  {
    name: 'types',
    command:
      'tsc -p tsconfig.json && tsc -p oracles && tsc -p oracles/cre && tsc -p sdk && tsc -p dapp && tsc -p dapp/e2e',
    isCheck: true,
    needsPage: true,
  },
  { name: 'sdk', command: 'vitest run', cwd: 'sdk' },
  { name: 'oracles', command: 'vitest run', cwd: 'oracles' },
  { name: 'cre', command: 'node testing/run-cre-tests.ts', cwd: 'oracles', isCheck: true },
  { name: 'runtime', command: 'vitest run --dir test/runtime' },
  { name: 'contracts', command: 'hardhat test solidity' },
  { name: 'integration', command: 'hardhat test mocha --no-compile' },
  { name: 'subgraph', command: 'npm test', cwd: 'subgraph' },
  { name: 'dapp', command: 'vitest run', cwd: 'dapp', needsPage: true },
  { name: 'size', command: 'size-limit', cwd: 'dapp', isCheck: true, needsPage: true },
  // Each on a system of its own; see dapp/playwright.config.ts.
  { name: 'browser-leases', command: 'playwright test --project leases', cwd: 'dapp', needsPage: true },
  { name: 'browser-story', command: 'playwright test --project story', cwd: 'dapp', needsPage: true },
  { name: 'browser', command: 'playwright test --project others', cwd: 'dapp', needsPage: true },
]

const usage = `usage: npm test                run everything
       npm test -- NAME …      run only these: ${suites.map(({ name }) => name).join(' ')}`

const logDir = join(stateDir, 'logs')

interface Outcome extends Counts {
  readonly name: string
  readonly seconds: number
}

function chosenSuites(): readonly Suite[] | undefined {
  const { values, positionals } = parseArgs({ options: { help: { type: 'boolean' } }, allowPositionals: true })
  if (values.help) return undefined
  const unknown = positionals.find((name) => !suites.some((suite) => suite.name === name))
  if (unknown !== undefined) throw new ServiceError(`there is no suite "${unknown}"\n${usage}`)
  return positionals.length === 0 ? suites : suites.filter(({ name }) => positionals.includes(name))
}

async function main(): Promise<void> {
  const chosen = chosenSuites()
  if (chosen === undefined) {
    console.log(usage)
    return
  }
  const progress = new Progress()
  await buildFoundation(progress)
  const outcomes: Outcome[] = []
  if (chosen.some(({ needsPage }) => needsPage)) outcomes.push(await buildPage(progress))
  for (const suite of chosen) outcomes.push(await runSuite(suite))
  printSummary(outcomes, progress)
  if (outcomes.some(({ failed }) => failed > 0)) process.exitCode = 1
}

/** A page that does not build fails on its own; what does not need it is tested all the same. */
async function buildPage(progress: Progress): Promise<Outcome> {
  const begin = performance.now()
  const failure = await build('page', progress).catch((error: Error) => error)
  if (failure !== undefined) console.log(failure.message)
  const seconds = (performance.now() - begin) / 1_000
  return { name: 'page', seconds, ...checkCounts(failure === undefined ? 0 : 1) }
}

async function runSuite(suite: Suite): Promise<Outcome> {
  const begin = performance.now()
  console.log(`\n▶ ${suite.name}: ${suite.command}`)
  const { output, exitCode } = await run(suite)
  const counts = suite.isCheck ? checkCounts(exitCode) : countTests(output, exitCode)
  const seconds = (performance.now() - begin) / 1_000
  console.log(`  ${counts.passed} passed, ${counts.failed} failed (${seconds.toFixed(1)} s)`)
  const log = join(logDir, `test-${suite.name}.log`)
  writeFileSync(log, output)
  if (counts.failed > 0) console.log(`${output.trimEnd()}\n  (exit ${exitCode}; also in ${log})`)
  return { name: suite.name, seconds, ...counts }
}

function checkCounts(exitCode: number | null): Counts {
  return exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

interface Finished {
  readonly output: string
  readonly exitCode: number | null
}

async function run({ command, cwd = '' }: Suite): Promise<Finished> {
  const tools = join(root, 'node_modules', '.bin')
  const child = spawn('bash', ['-c', command], {
    cwd: join(root, cwd),
    env: cleanEnvironment({ PATH: `${tools}:${process.env.PATH}`, CI: '1', NO_COLOR: '1' }),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const stop = () => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM')
    process.exit(130)
  }
  const chunks: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => chunks.push(text))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop)
  const exitCode = await new Promise<number | null>((done, fail) => child.on('error', fail).on('close', done))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop)
  return { output: withoutColours(chunks.join('')), exitCode }
}

function withoutColours(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminal colour codes begin with the escape character
  return text.replaceAll(/\u001b\[[0-9;]*m/g, '')
}

function printSummary(outcomes: readonly Outcome[], progress: Progress): void {
  console.log(`\n${'suite'.padEnd(18)}${'passed'.padStart(8)}${'failed'.padStart(8)}${'seconds'.padStart(10)}`)
  for (const { name, passed, failed, seconds } of outcomes) {
    const numbers = [String(passed).padStart(8), String(failed).padStart(8), seconds.toFixed(1).padStart(10)]
    console.log(`${name.padEnd(18)}${numbers.join('')}`)
  }
  const total = (key: 'passed' | 'failed') => outcomes.reduce((sum, outcome) => sum + outcome[key], 0)
  console.log(`after ${progress.elapsed()}\n${total('passed')} passed, ${total('failed')} failed`)
}

mkdirSync(logDir, { recursive: true })
main().catch((error: unknown) => {
  console.error(error instanceof ServiceError ? error.message : error)
  console.log('0 passed, 1 failed')
  process.exit(1)
})
