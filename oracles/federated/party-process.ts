/**
 * A platform of the demonstration, in a process of its own: it makes its rows itself and shows them to nobody. Started by
 * `fork`, it tells its parent its public key, gets the federation, and tells the address at which it listens.
 */
import { generateKeyPairSync } from 'node:crypto'
import { generateMerchants } from '../model/generator.ts'
import { selectRows } from '../model/table.ts'
import { type Federation, Party } from './party.ts'
import { partyServer } from './party-server.ts'
import { localSums } from './sums.ts'

/** What the parent sends first: who this is, and which of the generator's merchants are its own. */
export interface PartyAssignment {
  readonly id: string
  readonly merchants: number
  readonly seed: number
  readonly rows: readonly number[]
}

/** What the parent sends once it has everybody's public keys. */
export interface PartyStart {
  readonly federation: Federation
  readonly token: string
}

function received<Message>(): Promise<Message> {
  return new Promise((done) => process.once('message', (message) => done(message as Message)))
}

const identity = generateKeyPairSync('ed25519')
const { id, merchants, seed, rows } = await received<PartyAssignment>()
const table = selectRows(generateMerchants(merchants, seed).table, rows)
process.send?.(identity.publicKey.export({ format: 'pem', type: 'spki' }))
const { federation, token } = await received<PartyStart>()
const server = partyServer(new Party(id, federation, identity.privateKey, localSums(table)), token)
process.send?.(await server.listen({ port: 0, host: '127.0.0.1' }))
// Without its parent a party has nobody to answer.
process.once('disconnect', () => void server.close())
