import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const PATHS = ['/usr/sbin/mosquitto', '/usr/local/sbin/mosquitto', '/opt/homebrew/sbin/mosquitto']
const NOBODY = 65_534

/** Where Mosquitto is installed; undefined when it is not. */
export const mosquittoPath = process.env.MOSQUITTO ?? PATHS.find((path) => existsSync(path))

/** Mosquitto with the configuration and rules of `broker/mosquitto`, and a folder that outlives its restarts. */
export class Mosquitto {
  readonly port: number
  readonly #directory = mkdtempSync(join(tmpdir(), 'tallystick-mosquitto-'))
  #process: ChildProcess | undefined

  /** @param passwords of users; the gateway's name is `gateway` */
  constructor(port: number, passwords: Readonly<Record<string, string>>) {
    this.port = port
    const source = join(import.meta.dirname, '..', 'broker', 'mosquitto')
    const file = (name: string) => join(this.#directory, name)
    const users = Object.entries(passwords).map(([user, password]) => `${user}:${password}`)
    writeFileSync(file('passwords'), `${users.join('\n')}\n`, { mode: 0o600 })
    execFileSync(join((mosquittoPath ?? '').replace(/sbin\/mosquitto$/, 'bin'), 'mosquitto_passwd'), [
      ...['-U', file('passwords')],
    ])
    writeFileSync(file('acl'), readFileSync(join(source, 'acl')))
    writeFileSync(
      file('mosquitto.conf'),
      [
        readFileSync(join(source, 'mosquitto.conf'), 'utf8'),
        `listener ${port} 127.0.0.1`,
        'allow_anonymous false',
        `password_file ${file('passwords')}`,
        `acl_file ${file('acl')}`,
        `persistence_location ${this.#directory}/`,
      ].join('\n'),
    )
    if (process.getuid?.() === 0) {
      for (const path of [this.#directory, ...['passwords', 'acl', 'mosquitto.conf'].map(file)]) {
        chownSync(path, NOBODY, NOBODY)
      }
    }
  }

  async start(): Promise<void> {
    const account = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}
    this.#process = spawn(mosquittoPath ?? '', ['-c', join(this.#directory, 'mosquitto.conf')], {
      ...{ stdio: 'ignore', ...account },
    })
    while (!(await answers(this.port))) await sleep(20)
  }

  /** SIGTERM lets it write its queues to the disk. */
  async stop(): Promise<void> {
    const running = this.#process
    if (running === undefined || running.exitCode !== null) return
    running.kill('SIGTERM')
    await once(running, 'exit')
  }

  async remove(): Promise<void> {
    await this.stop()
    rmSync(this.#directory, { recursive: true, force: true })
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true))
    socket.once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
