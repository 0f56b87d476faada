import { dirname } from 'node:path'
import { elsewhere, packageFile } from '../paths.ts'
import { host } from './ports.ts'
import { type Service, ServiceError, type Supervisor } from './processes.ts'
import { rpc } from './rpc.ts'

/** What graph-node indexes, and with what. */
export interface GraphNodeOptions {
  /** The source manifest, `subgraph.yaml`; its compiled form is expected in `build/` beside it. */
  readonly manifest: string
  /** Network name that the manifest uses. */
  readonly network: string
  readonly rpcUrl: string
  readonly postgresUrl: string
  readonly ipfsUrl: string
  readonly ports: { readonly http: number; readonly index: number; readonly admin: number; readonly metrics: number }
}

/** A running indexer. */
export interface GraphNode {
  readonly service: Service
  /** GraphQL endpoint of the subgraph. */
  readonly url: string
}

/** Name under which graph-node's development build deploys the first manifest. */
const deploymentName = 'subgraph-0'

/** Starts the indexer and waits until it has indexed the chain as it was at the start. */
export async function startGraphNode(supervisor: Supervisor, options: GraphNodeOptions): Promise<GraphNode> {
  const { ports } = options
  const url = `http://${host}:${ports.http}/subgraphs/name/${deploymentName}`
  const head = Number(await rpc<string>(options.rpcUrl, 'eth_blockNumber'))
  const service = await supervisor.start({
    name: 'graph-node',
    command: graphNodeBinary(),
    args: [
      ...['dev', '--manifests', options.manifest, '--ethereum-rpc', `${options.network}:${options.rpcUrl}`],
      ...['--postgres-url', options.postgresUrl, '--ipfs', options.ipfsUrl],
      ...['--http-port', String(ports.http), '--index-node-port', String(ports.index)],
      ...['--admin-port', String(ports.admin), '--metrics-port', String(ports.metrics)],
    ],
    cwd: dirname(options.manifest),
    env: {
      // With back-traces on, every handled error costs a stack walk and indexing is many times slower.
      RUST_LIB_BACKTRACE: '0',
      ETHEREUM_POLLING_INTERVAL: '100',
      // Seconds until it looks for a new block itself when PostgreSQL's notification got lost; 30 by default.
      GRAPH_CHAIN_HEAD_WATCHER_TIMEOUT: '1',
      GRAPH_LOG: 'info',
      ENABLE_GRAPHQL_VALIDATIONS: 'true',
      SILENT_GRAPHQL_VALIDATIONS: 'false',
    },
    ready: async () => ((await indexedBlock(url))?.number ?? -1) >= head,
    readyTimeoutMs: 60_000,
  })
  return { service, url }
}

/** Path of the platform package's `gnd`. */
export function graphNodeBinary(): string {
  const binary = packageFile(`@graphprotocol/gnd-${process.platform}-${process.arch}`, 'bin', 'gnd')
  if (binary !== undefined) return binary
  throw new ServiceError(`npm has no graph-node for ${process.platform}/${process.arch}: ${elsewhere}`)
}

/** The block that a subgraph's answers stand for. */
export interface IndexedBlock {
  readonly number: number
  readonly hash: string
}

/** The block that the index has reached, or undefined while it has none. */
export async function indexedBlock(url: string): Promise<IndexedBlock | undefined> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ _meta { block { number hash } } }' }),
  })
  const body = (await response.json()) as { data?: { _meta?: { block: IndexedBlock } } }
  return body.data?._meta?.block
}
