import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Address } from 'viem'
import { leaseKey } from '../../chain/contracts.ts'
import type { LeaseRecord } from '../../chain/records.ts'
import { type ApiParts, callerOf } from '../app.ts'
import { evidenceOf, rawReadingsOf } from '../evidence.ts'
import { ApiRefusal } from '../refusal.ts'
import { maySeeLease } from '../rights.ts'
import {
  evidence,
  evidenceQuery,
  periodParams,
  rawReadings,
  rawReadingsQuery,
  refusals,
  secured,
  sessionRefusals,
} from '../schemas.ts'

const evidenceSchema = {
  operationId: 'evidence',
  summary: 'Closing reading, digests of all readings, and one raw reading with its Merkle proof',
  security: secured,
  params: periodParams,
  querystring: evidenceQuery,
  response: {
    200: evidence,
    ...refusals({ ...sessionRefusals, 404: 'NO_SUCH_LEASE, NOTHING_REPORTED, NO_SUCH_READING' }),
  },
}

const rawSchema = {
  operationId: 'rawReadings',
  summary: 'All readings of a period as the machine signed them, in pages',
  security: secured,
  params: periodParams,
  querystring: rawReadingsQuery,
  response: { 200: rawReadings, ...refusals({ ...sessionRefusals, 404: 'NO_SUCH_LEASE, NOTHING_REPORTED' }) },
}

type PeriodCall<Query> = { Params: { id: string; period: number }; Querystring: Query & { readonly book?: Address } }

/** `GET /v1/leases/{id}/periods/{period}/evidence` and `…/readings` */
export async function evidenceRoutes(app: FastifyInstance, parts: ApiParts): Promise<void> {
  const { pool } = parts
  app.get<PeriodCall<{ readonly seq?: string }>>(
    '/v1/leases/:id/periods/:period/evidence',
    { schema: evidenceSchema },
    async (request) => {
      const lease = await leaseOf(request, parts)
      return evidenceOf(pool, lease, request.params.period, optionalNumber(request.query.seq))
    },
  )
  app.get<PeriodCall<{ readonly after?: string }>>(
    '/v1/leases/:id/periods/:period/readings',
    { schema: rawSchema },
    async (request) => {
      const lease = await leaseOf(request, parts)
      return rawReadingsOf(pool, lease, request.params.period, optionalNumber(request.query.after))
    },
  )
}

function optionalNumber(digits: string | undefined): bigint | undefined {
  return digits === undefined ? undefined : BigInt(digits)
}

/** The lease of the call, if the caller may see it: whose business it is not does not learn that there is one. */
async function leaseOf(request: FastifyRequest<PeriodCall<object>>, parts: ApiParts): Promise<LeaseRecord> {
  const { viewer } = await callerOf(request, parts)
  const picture = parts.picture()
  const { book } = request.query
  const bank = picture.contracts.banks.find(({ leases }) => !book || leases.toLowerCase() === book.toLowerCase())
  const lease = bank && picture.leases.get(leaseKey(bank, BigInt(request.params.id)))
  if (lease === undefined || !maySeeLease(viewer, lease)) {
    throw new ApiRefusal('NO_SUCH_LEASE', 'this is not one of your leases')
  }
  return lease
}
