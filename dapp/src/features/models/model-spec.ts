import { type Hex, isHex, sha256, size } from 'viem'

/** A baseline as the contract takes it. */
export type Baseline = readonly [number, number, number, number, number, number, number, number, number, number]

/** What the register stores about a new version. */
export interface ModelSpec {
  readonly modelHash: Hex
  readonly schemaHash: Hex
  readonly dataHash: Hex
  readonly cardHash: Hex
  readonly scopes: number
  readonly baseline: Baseline
  readonly uri: string
  readonly cardUri: string
}

/** The part of a {@link ModelSpec} that a card file gives. */
export type CardSpec = Omit<ModelSpec, 'uri' | 'cardUri'>

const HASHES = ['modelHash', 'schemaHash', 'dataHash'] as const

/**
 * Reads from a card file what the register needs.
 * @returns undefined when the file is no card, or its baseline does not add up to the whole within rounding
 */
export function specOfCard(bytes: Uint8Array): CardSpec | undefined {
  const json = parsed(bytes)
  if (json === undefined || !HASHES.every((name) => isHash(json[name])) || !isBaseline(json.baseline)) return undefined
  const { modelHash, schemaHash, dataHash, scopes, baseline } = json
  if (typeof scopes !== 'number' || !Number.isInteger(scopes) || scopes <= 0) return undefined
  return {
    modelHash: modelHash as Hex,
    schemaHash: schemaHash as Hex,
    dataHash: dataHash as Hex,
    cardHash: sha256(bytes),
    scopes,
    baseline,
  }
}

function parsed(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}

function isHash(value: unknown): value is Hex {
  return isHex(value) && size(value) === 32
}

/** Shares in bps; each may be rounded. */
function isBaseline(value: unknown): value is Baseline {
  if (!Array.isArray(value) || value.length !== 10) return false
  const sum = value.reduce((total, share) => total + share, 0)
  return value.every((share) => Number.isInteger(share) && share >= 0) && Math.abs(sum - 10_000) <= 10
}
