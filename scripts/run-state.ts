import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stateDir } from './paths.ts'
import { ServiceError } from './services/processes.ts'

/** Where the running system listens; other commands of this repository read it. */
export interface RunState {
  /** Process that started everything. */
  readonly pid: number
  readonly url: string
  readonly rpcUrl: string
  readonly graphqlUrl: string
}

function fileIn(directory: string): string {
  return join(directory, 'running.json')
}

/** Publishes where the system with this state folder listens. */
export function writeRunState(directory: string, state: RunState): void {
  mkdirSync(directory, { recursive: true })
  writeFileSync(fileIn(directory), `${JSON.stringify(state, null, 2)}\n`)
}

/** Withdraws it. */
export function clearRunState(directory: string): void {
  rmSync(fileIn(directory), { force: true })
}

/** The running system with this state folder, or undefined when none is. */
export function findRunningSystem(directory: string = stateDir): RunState | undefined {
  const path = fileIn(directory)
  if (!existsSync(path)) return undefined
  const state = JSON.parse(readFileSync(path, 'utf8')) as RunState
  return isAlive(state.pid) ? state : undefined
}

/**
 * The running system.
 * @throws ServiceError when there is none
 */
export function runningSystem(): RunState {
  const state = findRunningSystem()
  if (state === undefined) throw new ServiceError('the local system is not running; start it with: npm start')
  return state
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Somebody else's process: it exists.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
