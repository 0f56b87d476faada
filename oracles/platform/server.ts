import { readFile } from 'node:fs/promises'
import { ModelFormatError, parseModel } from '@tallystick/sdk'
import type { FastifyServerOptions } from 'fastify'
import type { Address, Hex } from 'viem'
import { buildApp, DEFAULT_RATE_LIMITS, type RateLimits } from './app.ts'
import { chainClient, chainGate } from './consent.ts'
import type { Provider } from './provider.ts'
import { FeatureSigner } from './signing.ts'
import { PlatformStore } from './store.ts'

/** What a platform runs with. */
export interface PlatformOptions {
  readonly databaseUrl: string
  readonly rpcUrl: string
  readonly provider: Provider
  /** Register of consents. */
  readonly consents: Address
  /** Oracle contract that the consents must name as recipient. */
  readonly scoreOracle: Address
  /** Ed25519 seed, 32 bytes. */
  readonly signingKey: Hex
  /** What the oracle network shows to be let in; at least 16 characters. */
  readonly apiKey: string
  /** 0 takes any free port. */
  readonly port: number
  /** Default 127.0.0.1. */
  readonly host?: string
  /** The model's blob, served under its hash. */
  readonly modelFile: string
  /** pino options, or false for silence. Default false. */
  readonly logger?: FastifyServerOptions['logger']
  readonly rateLimits?: RateLimits
  /** Milliseconds that a call to the chain may take; default 2000. */
  readonly rpcTimeout?: number
}

/** A running platform. */
export interface Platform {
  readonly url: string
  /** Key to register with the provider on chain. */
  readonly publicKey: Hex
  /** Answers what has arrived, then stops. */
  close(): Promise<void>
}

/** A platform that was not started because of how it was configured. The message says what to change. */
export class PlatformConfigError extends Error {
  override readonly name = 'PlatformConfigError'
}

const MIN_API_KEY_LENGTH = 16

/**
 * Starts a data provider.
 * @throws PlatformConfigError on a weak key, a model file that is missing or malformed
 */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  if (options.apiKey.length < MIN_API_KEY_LENGTH) {
    throw new PlatformConfigError(`the API key must have at least ${MIN_API_KEY_LENGTH} characters`)
  }
  const signer = new FeatureSigner(options.signingKey)
  const model = await readModel(options.modelFile)
  const store = await PlatformStore.open(options.databaseUrl, options.provider)
  const client = chainClient(options.rpcUrl, options.rpcTimeout)
  const { provider, apiKey, rateLimits = DEFAULT_RATE_LIMITS } = options
  const gate = chainGate({ client, ...options })
  const clock = () => Math.floor(Date.now() / 1_000)
  const app = await buildApp(
    { provider, store, gate, client, signer, apiKey, model, rateLimits, clock },
    options.logger ?? false,
  )
  app.addHook('onClose', () => store.close())
  try {
    const url = await app.listen({ port: options.port, host: options.host ?? '127.0.0.1' })
    return { url, publicKey: signer.publicKey, close: () => app.close() }
  } catch (error) {
    await app.close()
    throw error
  }
}

async function readModel(file: string): Promise<Uint8Array> {
  try {
    const blob = await readFile(file)
    parseModel(blob)
    return blob
  } catch (error) {
    const reason = error instanceof ModelFormatError ? `is no model: ${error.message}` : 'cannot be read'
    throw new PlatformConfigError(`the model file ${file} ${reason}`)
  }
}
