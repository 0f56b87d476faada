import { fork } from 'node:child_process'
import { join } from 'node:path'
import type { Deployment } from '@tallystick/sdk'
import type { SystemUrls } from './chain.ts'

/** The system under test: the same parts as `npm start` runs, on ports and in a folder of its own. */
export interface RunningSystem extends SystemUrls {
  readonly url: string
  readonly deployment: Deployment
}

/** How Playwright's workers learn of it. */
const variable = 'TALLYSTICK_E2E_SYSTEM'

/** The system that {@link startSystem} has started. */
export function runningSystem(): RunningSystem {
  const text = process.env[variable]
  if (text === undefined) throw new Error('no system is running: start the tests with playwright.config.ts')
  return JSON.parse(text) as RunningSystem
}

/**
 * Playwright's global set-up: one system for the whole run, in a process of its own, which ends with this one.
 * @returns the tear-down
 */
export default async function startSystem(): Promise<() => Promise<void>> {
  const child = fork(join(import.meta.dirname, 'stack-process.ts'), { stdio: 'inherit', execArgv: [] })
  const exited = new Promise<number | null>((done) => child.once('exit', done))
  const system = await Promise.race([
    new Promise<RunningSystem>((ready) => child.once('message', (message) => ready(message as RunningSystem))),
    exited.then((code) => {
      throw new Error(`the system under test did not start (exit ${code}); the reason is above`)
    }),
  ])
  process.env[variable] = JSON.stringify(system)
  return async () => {
    if (child.connected) child.disconnect()
    await exited
  }
}
