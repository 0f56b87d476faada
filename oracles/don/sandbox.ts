import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Hex } from 'viem'

/** What one node runs. */
export interface Execution {
  /** Body of an async function. */
  readonly source: string
  readonly args: readonly string[]
  readonly bytesArgs: readonly Hex[]
  readonly secrets: Readonly<Record<string, string>>
}

/** What one node saw: the bytes that the source returned, or why there are none. */
export type Observation = { readonly result: Hex } | { readonly error: string }

export interface SandboxOptions {
  /** Hosts with ports that a source may reach, such as `127.0.0.1:8081`. */
  readonly allowNet: readonly string[]
  /** Runs at the same time; more wait. Default 8. */
  readonly concurrency?: number
  /** After which a run is killed, its start included. The network's limit is 10 s; a busy laptop needs more. Default 20 s. */
  readonly timeoutMs?: number
}

/** Limits of the network, in the order in which the toolkit's sandbox takes them. */
const HTTP_LIMITS = { queries: 5, durationMs: 9_000, urlLength: 2_048, requestBytes: 30_720, responseBytes: 2_097_152 }
const MAX_RESPONSE_BYTES = 256
const MAX_MEMORY_MB = 128
const MAX_OUTPUT = 1_000_000
const MARKER = '//INJECT_USER_CODE_HERE'

const require = createRequire(import.meta.url)

/**
 * Runs Functions sources in the toolkit's own Deno sandbox. The toolkit's `simulateScript` is not used because it loses
 * output and mixes up sources when several run at once: it does not wait for the output to end, names its files by the
 * clock, and lets `$&` in a source act as a replacement pattern.
 */
export class Sandbox {
  readonly #options: Required<SandboxOptions>
  readonly #directory = mkdtempSync(join(tmpdir(), 'tallystick-don-'))
  readonly #template = readFileSync(
    require.resolve('@chainlink/functions-toolkit/dist/simulateScript/deno-sandbox/sandbox.ts'),
    'utf8',
  )
  readonly #deno = denoBinary()
  readonly #children = new Set<ChildProcess>()
  readonly #waiting: (() => void)[] = []
  readonly #removeFiles = () => rmSync(this.#directory, { recursive: true, force: true })
  #running = 0
  #runs = 0

  constructor(options: SandboxOptions) {
    this.#options = { concurrency: 8, timeoutMs: 20_000, ...options }
    process.once('exit', this.#removeFiles)
  }

  /** Runs a source once. Whatever the source does becomes an observation; only a missing Deno rejects. */
  async run(execution: Execution): Promise<Observation> {
    await this.#enter()
    const file = join(this.#directory, `${++this.#runs}.ts`)
    try {
      // A function as replacement: `$&` and the like in the source mean nothing.
      await writeFile(
        file,
        this.#template.replace(MARKER, () => `${execution.source}\n`),
      )
      return observe(await this.#execute(file, execution))
    } finally {
      await rm(file, { force: true })
      this.#leave()
    }
  }

  /** Kills what still runs and removes the files. */
  close(): void {
    for (const child of this.#children) child.kill('SIGKILL')
    process.off('exit', this.#removeFiles)
    this.#removeFiles()
  }

  async #enter(): Promise<void> {
    if (this.#running >= this.#options.concurrency) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else this.#running++
  }

  /** Hands the place to the next one that waits. */
  #leave(): void {
    const next = this.#waiting.shift()
    if (next) next()
    else this.#running--
  }

  #execute(file: string, { args, bytesArgs, secrets }: Execution): Promise<RunOutput> {
    // The sandbox's own HTTP gate listens on a port of its choice.
    const allowNet = ['0.0.0.0', 'localhost', ...this.#options.allowNet]
    const flags = ['--no-prompt', '--no-remote', '--no-npm', '--no-config', '--no-lock', '--quiet']
    const memory = `--v8-flags=--max-old-space-size=${MAX_MEMORY_MB}`
    const inputs = [secrets, args, bytesArgs].map((value) => Buffer.from(JSON.stringify(value)).toString('base64'))
    const limits = Object.values(HTTP_LIMITS).map(String)
    const command = ['run', ...flags, memory, `--allow-net=${allowNet}`, file, ...inputs, ...limits]
    const env = { DENO_DIR: join(this.#directory, 'deno'), HOME: this.#directory, NO_COLOR: '1' }
    const child = spawn(this.#deno, command, { env, stdio: ['ignore', 'pipe', 'ignore'] })
    this.#children.add(child)
    return outputOf(child, this.#options.timeoutMs).finally(() => this.#children.delete(child))
  }
}

interface RunOutput {
  readonly text: string
  readonly killedFor: string | undefined
}

/** Everything that the child writes. It is complete only when its output is closed, which is later than its exit. */
function outputOf(child: ChildProcess, timeoutMs: number): Promise<RunOutput> {
  return new Promise((resolve, reject) => {
    let text = ''
    let killedFor: string | undefined
    const kill = (reason: string) => {
      killedFor = reason
      child.kill('SIGKILL')
    }
    const timer = setTimeout(() => kill('script runtime exceeded'), timeoutMs)
    child.stdout?.setEncoding('utf8').on('data', (part: string) => {
      text += part
      if (text.length > MAX_OUTPUT) kill('too much output')
    })
    child.once('error', (error) => {
      clearTimeout(timer)
      reject(error)
    })
    child.once('close', () => {
      clearTimeout(timer)
      resolve({ text, killedFor })
    })
  })
}

/** The sandbox's last line is its verdict. */
function observe({ text, killedFor }: RunOutput): Observation {
  if (killedFor !== undefined) return { error: killedFor }
  const verdict = parseVerdict(text.trimEnd().split('\n').at(-1) ?? '')
  if (verdict?.success !== undefined) return withinLimit(verdict.success)
  if (!verdict?.error) return { error: 'syntax error, RAM exceeded, or other error' }
  const isBlocked = ['PermissionDenied', 'NotCapable'].includes(verdict.error.name)
  const message = isBlocked ? 'attempted access to blocked resource detected' : verdict.error.message
  return { error: message.slice(0, MAX_RESPONSE_BYTES) || 'error without a message' }
}

function withinLimit(result: Hex): Observation {
  return result.length > 2 + 2 * MAX_RESPONSE_BYTES ? { error: `response >${MAX_RESPONSE_BYTES} bytes` } : { result }
}

interface Verdict {
  readonly success?: Hex
  readonly error?: { readonly name: string; readonly message: string }
}

function parseVerdict(line: string): Verdict | undefined {
  try {
    return JSON.parse(line) as Verdict
  } catch {
    return undefined
  }
}

/** The platform's own binary: the `deno` command of the package is a script that a kill would leave behind an orphan. */
function denoBinary(): string {
  const platform = `${process.platform}-${process.arch}${process.platform === 'linux' ? '-glibc' : ''}`
  const binary = process.platform === 'win32' ? 'deno.exe' : 'deno'
  try {
    return require.resolve(`@deno/${platform}/${binary}`)
  } catch {
    throw new Error(`Deno has no binary for ${platform} here. Run npm ci, with optional packages.`)
  }
}
