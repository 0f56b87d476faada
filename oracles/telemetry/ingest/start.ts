import { type EmbeddedBrokerOptions, startEmbeddedBroker } from '../broker/embedded.ts'
import { connectBroker, type ExternalBrokerOptions } from '../broker/external.ts'
import type { FleetHandler, FleetLink, FleetMessage } from '../broker/link.ts'
import { fleetTopic } from '../topics.ts'
import { VerifierPool } from '../verify/pool.ts'
import { MAX_MESSAGE_BYTES } from '../wire.ts'
import { IngestPipeline, type PipelineOptions } from './pipeline.ts'

/** Which broker the devices talk to: the one inside the gateway, or one that somebody else runs. */
export type BrokerChoice =
  | { readonly embedded: Pick<EmbeddedBrokerOptions, 'port' | 'tls' | 'host' | 'secret'> }
  | { readonly external: Pick<ExternalBrokerOptions, 'url' | 'clientId' | 'tls'> }

export interface IngestOptions extends Omit<PipelineOptions, 'verifier'> {
  readonly broker: BrokerChoice
  /** Takes in what is no reading: birth, state, acknowledgements, legacy devices. */
  readonly others: FleetHandler
  /** Verifier threads; default one less than there are cores. */
  readonly threads?: number
}

/** Broker, verifiers and pipeline, working together. */
export interface Ingest {
  readonly link: FleetLink
  readonly pipeline: IngestPipeline
  /** Ports of the embedded broker. */
  readonly ports: { readonly tcp: number | undefined; readonly tls: number | undefined }
  /** Stores and acknowledges what has arrived, then disconnects. */
  close(): Promise<void>
}

/** Starts to take messages in, on a database whose tables are there. */
export async function startIngest(options: IngestOptions): Promise<Ingest> {
  const verifier = new VerifierPool(options.threads)
  const pipeline = new IngestPipeline({ ...options, verifier })
  try {
    const { link, ports } = await openLink(options, pipeline)
    const close = async () => {
      await pipeline.close()
      await link.close()
      await verifier.close()
    }
    return { link, pipeline, ports, close }
  } catch (error) {
    await pipeline.close()
    await verifier.close()
    throw error
  }
}

async function openLink(
  options: IngestOptions,
  pipeline: IngestPipeline,
): Promise<{ link: FleetLink; ports: Ingest['ports'] }> {
  const { broker, directory, metrics, log } = options
  const handler: FleetHandler = (message) => dispatch(message, pipeline, options.others)
  if ('external' in broker) {
    const link = await connectBroker({ ...broker.external, handler, log })
    return { link, ports: { tcp: undefined, tls: undefined } }
  }
  const onOversized: EmbeddedBrokerOptions['onOversized'] = (deviceId) => {
    const message = { deviceId, topic: fleetTopic(deviceId, 'telemetry'), payload: Buffer.alloc(0) }
    const detail = `the connection was cut at a packet of more than ${MAX_MESSAGE_BYTES} bytes`
    pipeline
      .refuse(message, { code: 'OVERSIZED', detail })
      .catch((error: Error) => log.warn({ event: 'refusal-not-stored', reason: error.message }, 'the gateway stops'))
  }
  const link = await startEmbeddedBroker({ ...broker.embedded, directory, metrics, log, handler, onOversized })
  return { link, ports: { tcp: link.port, tls: link.tlsPort } }
}

function dispatch(message: FleetMessage, pipeline: IngestPipeline, others: FleetHandler): Promise<void> {
  const { source, topic, payload } = message
  if (source.channel !== 'telemetry') return others(message)
  return pipeline.submit({ deviceId: source.deviceId, topic, payload })
}
