import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Coordinator } from './coordinator.ts'
import { HttpPartyClient } from './party-client.ts'
import { partyServer } from './party-server.ts'
import { constant, testFederation } from './testing/federation.ts'

const token = 'the coordinator'
const { parties, federation } = testFederation({ a: constant(1, -2), b: constant(10, 20), c: constant(100, 200) }, 2)
const servers = parties.map((party) => partyServer(party, token))
let urls: string[]

beforeAll(async () => {
  urls = await Promise.all(servers.map((server) => server.listen({ port: 0, host: '127.0.0.1' })))
})

afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()))
})

async function post(path: string, body: unknown, bearer = token): Promise<{ status: number; error: string }> {
  const response = await fetch(`${urls[0]}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const { error } = (await response.json()) as { error: string }
  return { status: response.status, error }
}

describe('parties behind HTTP', () => {
  it('add up like parties in one process, and count what they send', async () => {
    const clients = parties.map(({ id }, k) => new HttpPartyClient(id, urls[k] as string, token, 5_000))
    const coordinator = new Coordinator(clients, { session: federation.session, threshold: 2, timeout: 5_000 })
    const { sum } = await coordinator.total({ kind: 'histogram' }, 2)
    expect([...sum]).toEqual([111n, 218n])
    for (const { bytesSent } of clients) expect(bytesSent).toBeGreaterThan(1_000)
  })

  it('answer their coordinator only: 401', async () => {
    expect(await post('/rounds/9/keys', {}, 'somebody')).toEqual({
      status: 401,
      error: 'only the coordinator of this federation may ask',
    })
  })

  it('refuse replayed and malformed messages: 409, 400', async () => {
    expect(await post('/rounds/1/keys', {})).toMatchObject({ status: 409, error: expect.stringContaining('replayed') })
    expect(await post('/rounds/x/keys', {})).toMatchObject({ status: 400 })
    expect(await post('/rounds/2/shares', [{ party: 'a' }])).toMatchObject({ status: 400 })
    expect(await post('/rounds/2/input', { letters: {}, task: { kind: 'rows' } })).toMatchObject({ status: 400 })
  })
})
