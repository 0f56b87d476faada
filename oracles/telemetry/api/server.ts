import type { Pool } from 'pg'
import type { Address, PublicClient } from 'viem'
import type { ChainPicture } from '../chain/picture.ts'
import { type Clock, systemClock } from '../clock.ts'
import type { TelemetryFeed } from '../feed.ts'
import type { Log } from '../log.ts'
import type { GatewayMetrics } from '../metrics.ts'
import { type ApiRateLimits, buildApi, DEFAULT_API_LIMITS } from './app.ts'
import type { GatewayKey } from './gateway-key.ts'
import { Sessions } from './sessions.ts'
import { EventStream, type StreamOptions } from './stream.ts'
import { type AccessContracts, Viewers } from './viewers.ts'

/** What the interface runs with. */
export interface ApiOptions extends AccessContracts {
  readonly pool: Pool
  /** The picture of the moment; a reorganisation replaces it. */
  readonly picture: () => ChainPicture
  readonly feed: TelemetryFeed
  /** The chain's clock. */
  readonly clock: Clock
  readonly metrics: Pick<GatewayMetrics, 'registry'>
  readonly log: Log
  readonly client: PublicClient
  readonly chainId: number
  readonly members: Address
  readonly key: GatewayKey
  /** Default 127.0.0.1. */
  readonly host?: string
  /** 0 takes any free port. */
  readonly port: number
  readonly rateLimits?: ApiRateLimits
  /** How long a note waits for its event on chain, milliseconds. Default 5 000. */
  readonly notePatienceMs?: number
  readonly stream?: Partial<Pick<StreamOptions, 'heartbeatMs' | 'kept' | 'maxWaiting' | 'perAccount' | 'total'>>
  /** By which sessions expire. Default: this machine's. */
  readonly sessionClock?: Clock
}

/** A running interface. */
export interface Api {
  readonly url: string
  /** Answers what has arrived, ends the streams, then stops. */
  close(): Promise<void>
}

/** Starts the gateway's HTTP interface. Its tables are those of `apiMigrations`. */
export async function startApi(options: ApiOptions): Promise<Api> {
  const { pool, picture, feed, clock, log, client, chainId, key } = options
  const { registry } = options.metrics
  const viewers = new Viewers(client, options, clock)
  const sessions = new Sessions(pool, client, viewers, chainId, options.sessionClock ?? systemClock)
  const stream = new EventStream({ feed, picture, log, registry, ...options.stream })
  const { rateLimits = DEFAULT_API_LIMITS, notePatienceMs = 5_000 } = options
  const parts = { pool, picture, clock, key, sessions, viewers, stream, registry, rateLimits, notePatienceMs }
  const app = await buildApi(parts, log)
  try {
    const url = await app.listen({ port: options.port, host: options.host ?? '127.0.0.1' })
    return { url, close: () => app.close() }
  } catch (error) {
    await app.close()
    throw error
  }
}
