import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createClient, type Hex } from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { httpWithGasMargin } from '../../scripts/demo/gas-margin.ts'

const answers: Readonly<Record<string, unknown>> = {
  eth_estimateGas: '0x5208',
  eth_fillTransaction: { raw: '0x00', tx: { gas: '0x5208', nonce: '0x1' } },
  eth_blockNumber: '0x5208',
}
let server: Server

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (part) => {
      body += part
    })
    request.on('end', () => {
      const { id, method } = JSON.parse(body) as { id: number; method: string }
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ jsonrpc: '2.0', id, result: answers[method] }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})

afterAll(() => {
  server.closeAllConnections()
  server.close()
})

describe('gas of transactions to a local chain', () => {
  const ask = (method: string) => {
    const { port } = server.address() as AddressInfo
    const client = createClient({ transport: httpWithGasMargin(`http://127.0.0.1:${port}`) })
    return client.request({ method } as never) as Promise<unknown>
  }

  it('is a quarter more than estimated, however it was asked for', async () => {
    expect(await ask('eth_estimateGas')).toBe('0x668a' satisfies Hex)
    expect(await ask('eth_fillTransaction')).toEqual({ raw: '0x00', tx: { gas: '0x668a', nonce: '0x1' } })
  })

  it('leaves every other answer as it is', async () => {
    expect(await ask('eth_blockNumber')).toBe('0x5208')
  })
})
