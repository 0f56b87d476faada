import type { FastifyInstance } from 'fastify'
import type { Address } from 'viem'
import type { ApiParts } from '../app.ts'
import { PictureSigner, type SignedPicture } from '../picture.ts'
import { ApiRefusal } from '../refusal.ts'
import { bankBatchParams, batchParams, refusals, signedPicture } from '../schemas.ts'

const response = {
  200: signedPicture,
  ...refusals({
    400: 'BAD_REQUEST: the number is malformed',
    404: 'NO_SUCH_BATCH',
    429: 'RATE_LIMITED',
    503: 'DATABASE_UNAVAILABLE',
  }),
}
const summary = 'Signed picture of the alarms of 224 machines, for the oracle network; it holds no more than the chain'

/**
 * `GET /v1/alarms/batches/{batch}` for the first bank, `GET /oracles/{oracle}/v1/alarms/batches/{batch}` for each: the
 * endpoint that a `DeviceOracle` is given is the gateway's address, or that with `/oracles/{its own address}` behind it.
 */
export async function alarmBatchRoutes(app: FastifyInstance, parts: ApiParts): Promise<void> {
  const { picture, rateLimits } = parts
  const signers = new Map<Address, PictureSigner>()
  const config = { rateLimit: { max: rateLimits.oracle } }

  async function draw(oracle: Address | undefined, batch: number): Promise<SignedPicture> {
    const chain = picture()
    const bank = chain.contracts.banks.find(({ deviceOracle }) => !oracle || isSame(deviceOracle, oracle))
    if (bank === undefined) throw new ApiRefusal('NO_SUCH_BATCH', 'no bank here has this oracle')
    const signer = signers.get(bank.deviceOracle) ?? new PictureSigner(parts.pool, bank.leases, parts.key, parts.clock)
    signers.set(bank.deviceOracle, signer)
    const drawn = await signer.draw(chain.fleetOf(bank).places, batch)
    if (drawn === undefined) throw new ApiRefusal('NO_SUCH_BATCH', 'no machine has a place in this batch')
    return drawn
  }

  app.get<{ Params: { batch: number } }>(
    '/v1/alarms/batches/:batch',
    { schema: { operationId: 'alarmBatch', summary, params: batchParams, response }, config },
    ({ params }) => draw(undefined, params.batch),
  )
  app.get<{ Params: { oracle: Address; batch: number } }>(
    '/oracles/:oracle/v1/alarms/batches/:batch',
    { schema: { operationId: 'alarmBatchOf', summary, params: bankBatchParams, response }, config },
    ({ params }) => draw(params.oracle, params.batch),
  )
}

function isSame(a: Address, b: Address): boolean {
  return a.toLowerCase() === b.toLowerCase()
}
