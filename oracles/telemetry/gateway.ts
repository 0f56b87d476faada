/** The gateway's parts, put together. */
import { type Deployment, devicesDomain } from '@tallystick/sdk'
import pg from 'pg'
import { type Chain, createPublicClient, defineChain, http, type PublicClient, type Transport } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { adapterMigrations } from './adapters/adapter-tables.ts'
import type { LegacyAdapter } from './adapters/legacy.ts'
import { type Adapters, startAdapters } from './adapters/start.ts'
import { AlarmHook } from './alarms/alarm-hook.ts'
import { measureAlarms } from './alarms/alarm-metrics.ts'
import { alarmMigrations } from './alarms/alarm-tables.ts'
import { AlarmTicker } from './alarms/ticker.ts'
import { LeaseWatches } from './alarms/watches.ts'
import { apiMigrations } from './api/api-tables.ts'
import { startApi } from './api/server.ts'
import type { FleetMessage } from './broker/link.ts'
import { chainMigrations } from './chain/chain-tables.ts'
import { ChainClock } from './chain/clock.ts'
import type { WatchedContracts } from './chain/contracts.ts'
import { ChainDirectory } from './chain/directory.ts'
import { ChainFollower } from './chain/follower.ts'
import { Keeper } from './chain/keeper.ts'
import { KeeperMetrics } from './chain/keeper-metrics.ts'
import type { ChainPicture } from './chain/picture.ts'
import { AckIntake } from './commands/acknowledgements.ts'
import { commandMigrations } from './commands/command-tables.ts'
import { CommandPublisher } from './commands/publisher.ts'
import { type GatewayConfig, GatewayConfigError } from './config.ts'
import { TelemetryFeed } from './feed.ts'
import type { IngestPipeline } from './ingest/pipeline.ts'
import { type Ingest, startIngest } from './ingest/start.ts'
import { createLog, type Log, reasonOf } from './log.ts'
import { GatewayMetrics } from './metrics.ts'
import { periodMigrations } from './periods/period-tables.ts'
import { ingestMigrations } from './store/ingest-tables.ts'
import { migrate } from './store/migrations.ts'
import { parseBirth } from './wire.ts'

/** A running gateway. */
export interface Gateway {
  /** Of the HTTP interface. */
  readonly url: string
  /** Ports of the embedded broker. */
  readonly ports: Ingest['ports']
  /** Stores and acknowledges what has arrived, then stops. */
  close(): Promise<void>
}

const CONNECT_TIMEOUT_MS = 5_000
const STATEMENT_TIMEOUT_MS = 30_000
const POOL_SIZE = 10
const POLL_MS = 1_000
const LOCAL_POLL_MS = 200
const TICK_MS = 1_000
const KEEPER_PAUSE_MS = 5_000

/**
 * Starts a gateway: first it learns from the chain which devices there are, then it lets them in.
 * @param onFatal told when the gateway can go on no more; whoever runs it ends the process
 * @throws GatewayConfigError when database, chain and deployment do not fit together
 */
export async function startGateway(config: GatewayConfig, onFatal: (error: Error) => void): Promise<Gateway> {
  const log = createLog(config.logLevel)
  const started: (() => Promise<unknown>)[] = []
  const close = async () => {
    for (const stop of started.splice(0).reverse()) await stop()
  }
  try {
    return { ...(await startParts(config, log, onFatal, started)), close }
  } catch (error) {
    await close()
    throw error
  }
}

/** @param started what has to be stopped, in the order in which it was started */
async function startParts(
  config: GatewayConfig,
  log: Log,
  onFatal: (error: Error) => void,
  started: (() => Promise<unknown>)[],
): Promise<Omit<Gateway, 'close'>> {
  const { deployment, confirmations, readingInterval: interval } = config
  const metrics = new GatewayMetrics()
  const feed = new TelemetryFeed()
  const pool = await openDatabase(config.databaseUrl, log)
  started.push(() => pool.end())

  const client = await openChain(config.rpcUrl, deployment)
  const pollMs = deployment.local ? LOCAL_POLL_MS : POLL_MS
  const follower = new ChainFollower({ client, pool, contracts: watchedContracts(deployment), log, pollMs })
  const clock = new ChainClock()
  const watches = new LeaseWatches(log)
  measureAlarms({ registry: metrics.registry, pool, feed, watches })
  const learn = (picture: ChainPicture) => {
    watches.update(picture)
    // Only a local chain's clock is moved: elsewhere a block's time says nothing that we do not know.
    if (deployment.local && picture.head) clock.follow(picture.head)
  }
  follower.on('advanced', learn)
  await catchUp(follower, log)
  learn(follower.picture)
  await follower.start()
  started.push(() => follower.stop())

  const domain = devicesDomain(deployment.chainId, deployment.network.devices)
  const ticker = new AlarmTicker({
    ...{ pool, clock, watches, feed, log, interval, confirmations, chain: follower, everyMs: TICK_MS },
  })
  const acks = new AckIntake({ pool, chain: follower, domain, clock, feed })
  let isStopping = false
  let adapters: Adapters | undefined
  const ingest = await startIngest({
    ...{ pool, domain, clock, metrics, log, onFatal, broker: config.broker },
    directory: new ChainDirectory(follower),
    hooks: [new AlarmHook({ watches, feed, interval })],
    others: (message) =>
      takeOther(message, { acks, ticker, pipeline: ingest.pipeline, legacy: adapters?.legacy, isStopping }),
    ...(config.verifyThreads === undefined ? {} : { threads: config.verifyThreads }),
  })
  started.push(() => ingest.close())
  adapters =
    config.adapters &&
    startAdapters(config.adapters, {
      ...{ pool, domain, clock, log, registry: metrics.registry, pipeline: ingest.pipeline },
      picture: () => follower.picture,
      hooks: [new AlarmHook({ watches, feed, interval })],
    })
  started.push(async () => adapters?.stop())

  const publisher = new CommandPublisher({ pool, link: ingest.link, clock, feed, log, confirmations })
  const publish = (picture: ChainPicture) => {
    publisher.sync(picture).catch((error) => {
      log.warn({ event: 'commands-not-published', reason: reasonOf(error) }, 'commands will be published later')
    })
  }
  publish(follower.picture)
  follower.on('advanced', publish)
  ticker.start()
  started.push(() => ticker.stop())
  const keeper = startKeeper(config, { client, pool, follower, clock, log, metrics, feed, interval })
  if (keeper) started.push(() => keeper.stop())
  const { members } = deployment.network
  const api = await startApi({
    ...{ pool, feed, clock, metrics, log, client, members, key: config.key, ...config.http },
    picture: () => follower.picture,
    banks: deployment.banks.map(({ leases, manager }) => ({ leases, manager })),
    chainId: deployment.chainId,
  })
  started.push(() => api.close())
  started.push(async () => {
    isStopping = true
  })
  return { url: api.url, ports: ingest.ports }
}

async function openDatabase(databaseUrl: string, log: Log): Promise<pg.Pool> {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    application_name: 'tallystick telemetry',
  })
  // A connection that breaks while nobody uses it; the next call opens a new one.
  pool.on('error', (error) => log.warn({ event: 'database-connection-lost', reason: reasonOf(error) }, 'reconnecting'))
  try {
    await migrate(pool, [
      ...ingestMigrations,
      ...alarmMigrations,
      ...periodMigrations,
      ...chainMigrations,
      ...commandMigrations,
      ...apiMigrations,
      ...adapterMigrations,
    ])
    return pool
  } catch (error) {
    await pool.end()
    throw new Error(`the database at DATABASE_URL cannot be used: ${reasonOf(error)}`)
  }
}

/** @throws GatewayConfigError when the node is on another chain than the deployment */
async function openChain(rpcUrl: string, deployment: Deployment): Promise<PublicClient<Transport, Chain>> {
  const { chainId: id, name, genesisHash } = deployment
  const nativeCurrency = { name: 'Ether', symbol: 'ETH', decimals: 18 }
  const chain = defineChain({ id, name, nativeCurrency, rpcUrls: { default: { http: [rpcUrl] } } })
  const client = createPublicClient({ chain, transport: http(rpcUrl) })
  const [chainId, genesis] = await Promise.all([client.getChainId(), client.getBlock({ blockNumber: 0n })]).catch(
    (error: unknown) => {
      throw new Error(`the chain at RPC_URL cannot be read: ${reasonOf(error)}`)
    },
  )
  if (chainId === id && genesis.hash === genesisHash) return client
  throw new GatewayConfigError(`DEPLOYMENT is of chain ${id}, RPC_URL of another one: check both`)
}

function watchedContracts({ network, banks, startBlock }: Deployment): WatchedContracts {
  return {
    devices: network.devices,
    banks: banks.map(({ leaseOffers: offers, leases, meter, immobiliser, deviceOracle }) => ({
      ...{ offers, leases, meter, immobiliser, deviceOracle },
    })),
    startBlock,
  }
}

/** Reads the chain to its end, so that no device is unknown because the gateway has just started. */
async function catchUp(follower: ChainFollower, log: Log): Promise<void> {
  await follower.load()
  try {
    while (await follower.step()) log.debug({ block: follower.picture.head?.number }, 'reading the chain')
  } catch (error) {
    if (follower.picture.head === undefined) throw error
    log.warn({ event: 'chain-behind', reason: reasonOf(error) }, 'starting with what was known before')
  }
}

type KeeperParts = Omit<ConstructorParameters<typeof Keeper>[0], 'account' | 'metrics' | 'everyMs'> & {
  readonly metrics: GatewayMetrics
  readonly feed: TelemetryFeed
}

function startKeeper({ keeperKey }: GatewayConfig, parts: KeeperParts): Keeper | undefined {
  const { metrics, feed, follower, log } = parts
  if (keeperKey === undefined) {
    log.warn({ event: 'no-keeper' }, 'KEEPER_KEY is not set: nothing is written to the chain')
    return undefined
  }
  const keeper = new Keeper({
    ...parts,
    account: privateKeyToAccount(keeperKey),
    metrics: new KeeperMetrics(metrics.registry),
    everyMs: KEEPER_PAUSE_MS,
  })
  const wake = () => keeper.wake()
  feed.on('alarm', wake)
  feed.on('command', wake)
  follower.on('advanced', wake)
  keeper.start()
  return keeper
}

interface OtherParts {
  readonly acks: AckIntake
  readonly ticker: AlarmTicker
  readonly pipeline: IngestPipeline
  /** Undefined when no machines without a signature are named, and while the adapters are being started. */
  readonly legacy: LegacyAdapter | undefined
  readonly isStopping: boolean
}

/** Takes in what devices publish besides readings. */
async function takeOther({ source, topic, payload }: FleetMessage, parts: OtherParts): Promise<void> {
  if (source.channel === 'legacy') return parts.legacy?.take(source.name, payload)
  const { channel, deviceId } = source
  const refusals = { ack: () => parts.acks.accept(deviceId, payload), birth: () => parseBirth(payload).refusal }
  const refusal = channel === 'ack' || channel === 'birth' ? await refusals[channel]() : undefined
  if (refusal) await parts.pipeline.refuse({ deviceId, topic, payload }, refusal)
  // When the gateway stops, it is not the devices that leave.
  const isGone = channel === 'state' && payload.toString() === 'offline'
  if (isGone && !parts.isStopping) await parts.ticker.disconnect(deviceId)
}
