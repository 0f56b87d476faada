import { createServer, type Server } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { host, isFree, PortAllocator, PortInUseError } from '../../scripts/services/ports.ts'

let holder: Server
let taken: number

beforeEach(async () => {
  holder = createServer()
  await new Promise<void>((done) => holder.listen(0, host, done))
  taken = (holder.address() as { port: number }).port
})

afterEach(() => new Promise<void>((done) => holder.close(() => done())))

describe('ports', () => {
  it('a port with a listener is not free', async () => {
    expect(await isFree(taken)).toBe(false)
  })

  it('the next free port is taken instead of one in use', async () => {
    const port = await new PortAllocator().near(taken)
    expect(port).toBeGreaterThan(taken)
    expect(await isFree(port)).toBe(true)
  })

  it('no port is given twice', async () => {
    const ports = new PortAllocator()
    const given = [await ports.near(taken), await ports.near(taken), await ports.near(taken)]
    expect(new Set(given).size).toBe(3)
  })

  it('a port asked for by name is refused with the name of its holder', async () => {
    const asked = new PortAllocator().exactly(taken)
    await expect(asked).rejects.toThrow(PortInUseError)
    await expect(asked).rejects.toThrow(new RegExp(`port ${taken} is in use by node \\(process ${process.pid}\\)`))
  })
})
