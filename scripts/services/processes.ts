import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** A part that could not start or stopped by itself. The message names the part, the reason and its last words. */
export class ServiceError extends Error {
  override name = 'ServiceError'
}

/** How to run one child. */
export interface ServiceSpec {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly cwd?: string
  /** Added to {@link cleanEnvironment}; the parent's other variables never reach a child. */
  readonly env?: Readonly<Record<string, string>>
  readonly uid?: number
  readonly gid?: number
  /** Asked every 50 ms, with the path of the child's log, until true. May throw while nothing listens yet. */
  readonly ready: (logFile: string) => boolean | Promise<boolean>
  /** Default 30 000. */
  readonly readyTimeoutMs?: number
  /** Signals to stop it with, each given five seconds before the next. Default SIGINT, SIGTERM, SIGKILL. */
  readonly stopSignals?: readonly NodeJS.Signals[]
  /** Called once after it has been stopped, to remove what it left behind. */
  readonly cleanUp?: () => void
}

/** A running child. */
export interface Service {
  readonly name: string
  readonly pid: number
  readonly logFile: string
  /** Stops it and waits until it is gone. */
  stop(): Promise<void>
}

const inherited = ['PATH', 'HOME', 'USER', 'LANG', 'TZ', 'TMPDIR']

/**
 * Environment for a child: a short list, not the parent's with additions. A RUST_BACKTRACE or an empty
 * ETHEREUM_POLLING_INTERVAL that somebody exported changes how graph-node behaves or stops it.
 */
export function cleanEnvironment(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  const kept = inherited.flatMap((key) => {
    const value = process.env[key]
    return value === undefined ? [] : [[key, value] as const]
  })
  return { ...Object.fromEntries(kept), ...extra }
}

/** Last lines of a log, without colour codes. */
export function lastLines(file: string, count = 8): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminal colour codes begin with the escape character
  const text = readFileSync(file, 'utf8').replaceAll(/\u001b\[[0-9;]*m/g, '')
  return text.trimEnd().split('\n').slice(-count).join('\n')
}

/**
 * Starts children, each in a process group and with a log file of its own, watches them, and stops them in reverse
 * order. Ctrl-C in a terminal reaches only this process, so every child gets the orderly stop.
 */
export class Supervisor {
  readonly #logDir: string
  readonly #onDeath: (error: ServiceError) => void
  readonly #services: RunningService[] = []
  #reaper: ChildProcess | undefined
  #stopped = false

  /**
   * @param logDir folder of the log files, one per child, rewritten at every start
   * @param onDeath told once per child that stops without having been asked to after it was ready
   */
  constructor(logDir: string, onDeath: (error: ServiceError) => void) {
    this.#logDir = logDir
    this.#onDeath = onDeath
    mkdirSync(logDir, { recursive: true })
  }

  /** Starts a child and resolves when it is ready. Throws {@link ServiceError} when it dies first or takes too long. */
  async start(spec: ServiceSpec): Promise<Service> {
    if (this.#stopped) throw new ServiceError(`${spec.name} was not started: everything is being stopped`)
    const service = new RunningService(spec, join(this.#logDir, `${spec.name}.log`))
    this.#services.push(service)
    this.#tellReaper(`+${service.pid}`)
    await service.untilReady()
    service.onUnexpectedExit(this.#onDeath)
    return service
  }

  /** Stops every child, last started first; nothing can be started afterwards. Safe to call twice. */
  async stopAll(): Promise<void> {
    this.#stopped = true
    for (const service of this.#services.splice(0).reverse()) {
      await service.stop()
      this.#tellReaper(`-${service.pid}`)
    }
    this.#reaper?.stdin?.end()
    this.#reaper = undefined
  }

  #tellReaper(line: string): void {
    this.#reaper ??= startReaper()
    this.#reaper.stdin?.write(`${line}\n`)
  }
}

function startReaper(): ChildProcess {
  const script = join(import.meta.dirname, 'reaper.mjs')
  const reaper = spawn(process.execPath, [script], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: cleanEnvironment(),
  })
  reaper.unref()
  return reaper
}

class RunningService implements Service {
  readonly name: string
  readonly logFile: string
  readonly pid: number
  readonly #spec: ServiceSpec
  readonly #child: ChildProcess
  readonly #exited: Promise<string>
  /** Set once the child is gone. */
  #exitReason: string | undefined
  #stopping = false

  constructor(spec: ServiceSpec, logFile: string) {
    this.#spec = spec
    this.name = spec.name
    this.logFile = logFile
    this.#child = spawnInto(spec, logFile)
    this.#exited = new Promise((done) => {
      const exited = (reason: string) => {
        this.#exitReason = reason
        done(reason)
      }
      this.#child.on('error', (error) => exited(error.message))
      this.#child.on('exit', (code, signal) => exited(signal ? `killed by ${signal}` : `exit ${code}`))
    })
    this.pid = this.#child.pid ?? 0
  }

  async untilReady(): Promise<void> {
    const limit = this.#spec.readyTimeoutMs ?? 30_000
    const end = Date.now() + limit
    while (Date.now() < end) {
      if (this.#exitReason !== undefined) throw this.#deathReport(this.#exitReason)
      if (await this.#isReady()) return
      await sleep(50)
    }
    throw new ServiceError(`${this.name} was not ready after ${limit / 1000} s. Its last lines:\n${this.#tail()}`)
  }

  async #isReady(): Promise<boolean> {
    try {
      return await this.#spec.ready(this.logFile)
    } catch {
      return false
    }
  }

  onUnexpectedExit(report: (error: ServiceError) => void): void {
    void this.#exited.then((reason) => {
      if (!this.#stopping) report(this.#deathReport(reason))
    })
  }

  async stop(): Promise<void> {
    this.#stopping = true
    for (const signal of this.#spec.stopSignals ?? (['SIGINT', 'SIGTERM', 'SIGKILL'] as const)) {
      if (this.#exitReason !== undefined) break
      signalGroup(this.pid, signal)
      await Promise.race([this.#exited, sleep(5_000, undefined, { ref: false })])
    }
    this.#spec.cleanUp?.()
  }

  #deathReport(reason: string): ServiceError {
    return new ServiceError(`${this.name} stopped (${reason}). Its last lines, from ${this.logFile}:\n${this.#tail()}`)
  }

  #tail(): string {
    const text = lastLines(this.logFile)
    return text === '' ? '  (nothing written)' : text.replaceAll(/^/gm, '  ')
  }
}

function spawnInto(spec: ServiceSpec, logFile: string): ChildProcess {
  const log = openSync(logFile, 'w')
  const child = spawn(spec.command, [...spec.args], {
    cwd: spec.cwd,
    env: cleanEnvironment(spec.env),
    stdio: ['ignore', log, log],
    detached: true,
    ...(spec.uid === undefined ? {} : { uid: spec.uid }),
    ...(spec.gid === undefined ? {} : { gid: spec.gid }),
  })
  closeSync(log)
  return child
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  if (pid === 0) return
  try {
    process.kill(-pid, signal)
  } catch {
    // It ended between the check and the signal.
  }
}
