import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { basename } from 'node:path'

/** A port that was asked for by name is taken. */
export class PortInUseError extends Error {
  override name = 'PortInUseError'
}

/** Every part listens here only; nothing of a local run is reachable from another machine. */
export const host = '127.0.0.1'

/** Whether a port can be listened on now. Port 0 is never free in this sense. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const probe = createServer()
    probe.once('error', () => done(false))
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => done(true)))
  })
}

/** Hands out ports that are free and that it has not handed out before. */
export class PortAllocator {
  readonly #given = new Set<number>()

  /**
   * The preferred port, or the next free one of the hundred above it.
   * @throws PortInUseError when all of them are taken
   */
  async near(preferred: number): Promise<number> {
    for (let port = preferred; port < Math.min(preferred + 100, 65_536); port++) {
      if (!this.#given.has(port) && (await isFree(port))) {
        this.#given.add(port)
        return port
      }
    }
    throw new PortInUseError(`no free port between ${preferred} and ${preferred + 99}; stop something and try again`)
  }

  /**
   * Exactly this port.
   * @throws PortInUseError naming the program that holds it
   */
  async exactly(port: number): Promise<number> {
    if (this.#given.has(port) || !(await isFree(port))) {
      const holder = portHolder(port)
      const who = holder === undefined ? 'another program' : holder
      throw new PortInUseError(`port ${port} is in use by ${who}; stop it or choose another port with --port`)
    }
    this.#given.add(port)
    return port
  }
}

/** Name and id of the program that listens on a TCP port, where the system tells us (Linux, own processes or root). */
export function portHolder(port: number): string | undefined {
  try {
    const inode = listeningInode(port)
    return inode === undefined ? undefined : processWithSocket(inode)
  } catch {
    return undefined
  }
}

/** /proc/net/tcp: local address in column 1 as hex `address:port`, state 0A = listening in column 3, inode in column 9. */
function listeningInode(port: number): string | undefined {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const tables = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) =>
    readFileSync(table, 'utf8').split('\n').slice(1),
  )
  const rows = tables.map((line) => line.trim().split(/\s+/))
  return rows.find((row) => row[1]?.endsWith(suffix) && row[3] === '0A')?.[9]
}

function processWithSocket(inode: string): string | undefined {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  const pid = pids.find((candidate) => holdsSocket(candidate, inode))
  if (pid === undefined) return undefined
  const [program = ''] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
  return `${basename(program)} (process ${pid})`
}

function holdsSocket(pid: string, inode: string): boolean {
  try {
    const folder = `/proc/${pid}/fd`
    return readdirSync(folder).some((fd) => readlinkSync(`${folder}/${fd}`) === `socket:[${inode}]`)
  } catch {
    return false
  }
}
