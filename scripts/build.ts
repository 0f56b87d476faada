import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from './paths.ts'
import type { Progress } from './progress.ts'
import { cleanEnvironment, ServiceError } from './services/processes.ts'
import { type Inputs, isFresh, stamp } from './stamps.ts'

/** One command of the build, skipped while its inputs are as they were. */
interface BuildStep extends Inputs {
  readonly title: string
  readonly command: readonly [string, ...string[]]
  readonly cwd?: string
}

const contracts = ['contracts/**/*.sol', 'hardhat.config.ts', 'package-lock.json']
const sdkSources = ['sdk/src/**/*', 'sdk/package.json', 'sdk/tsconfig*.json', 'tsconfig.base.json']
/** Written by the subgraph's tests for the types of documents; no build reads it. */
const indexApi = 'sdk/src/graphql/api.graphql'

/** The steps in the order of the layers: what a step reads, the ones before it have written. */
const steps = {
  contracts: {
    title: 'contracts compiled',
    command: ['node_modules/.bin/hardhat', 'build', '--no-tests', '--quiet'],
    inputs: contracts,
    outputs: ['artifacts/contracts/treasury/Treasury.sol/Treasury.json'],
  },
  generate: {
    title: 'ABIs written to the SDK',
    command: [process.execPath, 'scripts/generate.ts'],
    inputs: [...contracts, 'scripts/generate.ts'],
    outputs: ['sdk/src/generated/abi.ts'],
  },
  sdk: {
    title: 'SDK built',
    command: ['node_modules/.bin/tsc', '-p', 'sdk/tsconfig.build.json'],
    inputs: sdkSources,
    exclude: ['sdk/src/**/*.test.ts', indexApi],
    outputs: ['sdk/dist/index.js'],
  },
  functions: {
    title: 'Functions sources built',
    command: [process.execPath, 'oracles/functions/build.ts'],
    inputs: ['oracles/{core,functions}/*.ts', 'sdk/src/scoring/*.ts', 'package-lock.json'],
    exclude: ['oracles/**/*.test.ts', 'sdk/src/**/*.test.ts'],
    outputs: ['oracles/functions/generated/score.js', 'oracles/functions/generated/alarms.js'],
  },
  page: {
    title: 'page built',
    command: [join(root, 'node_modules/.bin/vite'), 'build', '--logLevel', 'warn'],
    cwd: 'dapp',
    inputs: ['dapp/**/*', ...sdkSources],
    exclude: [
      'dapp/{dist,node_modules,e2e,test-results,coverage}/**',
      'dapp/**/*.test.*',
      'dapp/src/generated/**',
      indexApi,
    ],
    outputs: ['dapp/dist/index.html', 'dapp/dist/csp.txt'],
  },
} as const satisfies Record<string, BuildStep>

export type BuildStepName = keyof typeof steps

/** Builds what the local chain, its index and its oracle need: contracts, then everything that reads their ABIs. */
export async function buildFoundation(progress: Progress): Promise<void> {
  for (const name of ['contracts', 'generate', 'sdk', 'functions'] as const) await build(name, progress)
}

/**
 * Runs one build step unless nothing that it reads has changed.
 * @throws ServiceError with the tool's own words when it fails
 */
export async function build(name: BuildStepName, progress: Progress): Promise<void> {
  const step: BuildStep = steps[name]
  if (isFresh(name, step)) {
    progress.note(step.title, 'unchanged')
    return
  }
  await progress.step(step.title, () => run(step))
  stamp(name, step)
}

async function run({ title, command: [program, ...args], cwd }: BuildStep): Promise<void> {
  const child = spawn(program, args, {
    cwd: join(root, cwd ?? ''),
    env: cleanEnvironment({ CI: '1', NO_COLOR: '1', VITE_CONFIG_NATIVE_IGNORE_WARNING: 'true' }),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const kill = () => child.kill()
  process.once('exit', kill)
  const output: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => output.push(text))
  const code = await new Promise<number | null>((done, fail) => child.on('error', fail).on('close', done))
  process.off('exit', kill)
  if (code !== 0) throw new ServiceError(`"${title}" failed (exit ${code}):\n${output.join('').trim()}`)
}
