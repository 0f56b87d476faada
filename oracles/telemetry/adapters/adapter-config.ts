import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { type Hex, isHex, size } from 'viem'

/** What the operator's file says about machines without a signature. */
export interface AdapterConfig {
  /** Ids of machines by the names that sources give them. */
  readonly devices: ReadonlyMap<string, Hex>
  /** 32 bytes from which the machines' keys follow; without it nothing is signed. */
  readonly secret: Hex | undefined
  readonly aemp: { readonly url: string; readonly token: string | undefined; readonly everyMs: number } | undefined
}

/** The file cannot be used; the message says what to change. */
export class AdapterConfigError extends Error {
  override readonly name = 'AdapterConfigError'
}

interface AdapterFile {
  readonly devices: Readonly<Record<string, Hex>>
  readonly secretFile?: string
  readonly aemp?: { readonly url: string; readonly tokenFile?: string; readonly everySeconds?: number }
}

const DEFAULT_POLL_SECONDS = 900

const isAdapterFile = new Ajv2020().compile<AdapterFile>({
  type: 'object',
  additionalProperties: false,
  required: ['devices'],
  properties: {
    devices: { type: 'object', additionalProperties: { type: 'string', pattern: '^0x[0-9a-f]{64}$' } },
    secretFile: { type: 'string', minLength: 1 },
    aemp: {
      type: 'object',
      additionalProperties: false,
      required: ['url'],
      properties: {
        url: { type: 'string', pattern: '^https?://' },
        tokenFile: { type: 'string', minLength: 1 },
        everySeconds: { type: 'integer', minimum: 60, maximum: 86_400 },
      },
    },
  },
})

/**
 * Reads the operator's file: names of machines, where the secret lies, and a feed.
 * @throws AdapterConfigError naming what is missing or malformed
 */
export function readAdapterConfig(file: string): AdapterConfig {
  const json = parse(file)
  if (!isAdapterFile(json)) {
    const [problem] = isAdapterFile.errors ?? []
    throw new AdapterConfigError(`${file}: ${problem?.instancePath ?? ''} ${problem?.message ?? 'does not fit'}`)
  }
  const { devices, secretFile, aemp } = json
  return {
    devices: new Map(Object.entries(devices)),
    secret: secretFile === undefined ? undefined : secretIn(secretFile),
    aemp: aemp && {
      url: aemp.url,
      token: aemp.tokenFile === undefined ? undefined : textOf(aemp.tokenFile).trim(),
      everyMs: 1_000 * (aemp.everySeconds ?? DEFAULT_POLL_SECONDS),
    },
  }
}

function parse(file: string): unknown {
  try {
    return JSON.parse(textOf(file))
  } catch (error) {
    if (error instanceof AdapterConfigError) throw error
    throw new AdapterConfigError(`${file} is not JSON`)
  }
}

function secretIn(file: string): Hex {
  const secret = textOf(file).trim()
  if (isHex(secret) && size(secret) === 32) return secret
  throw new AdapterConfigError(`${file} must hold 32 bytes in hex, 0x first`)
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new AdapterConfigError(`${file} cannot be read`)
  }
}
