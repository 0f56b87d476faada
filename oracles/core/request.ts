import type { OracleErrorCode } from '@tallystick/sdk/scoring'

/** Bytes in memory of their own, which is what Web Crypto takes. */
export type Bytes = Uint8Array<ArrayBuffer>

/** A platform that holds the merchant's data. */
export interface Source {
  /** Bit in the source mask. */
  readonly bit: number
  /** Where it answers about the merchant. */
  readonly url: string
  /** Ed25519 key that signs its answers, 32 bytes. */
  readonly key: Bytes
}

/** What the contract asks the oracle network, see docs/scoring.md. */
export interface ScoreRequest {
  readonly modelUrl: string
  /** SHA-256 of the model's blob. */
  readonly modelHash: Uint8Array
  readonly modelVersion: number
  readonly sourceMask: number
  /** Account in lower case. */
  readonly merchant: string
  /** By rising bit; the first one's features count. */
  readonly sources: readonly Source[]
}

/** True when the bytes are the same, in the same number. */
export function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return `${a}` === `${b}`
}

/** Ends the computation with one of the codes of docs/scoring.md. */
export function fail(code: OracleErrorCode): never {
  throw Error(code)
}

/** Reads what the contract passes as strings and as hex. Nobody else can choose either. */
export function readRequest(args: readonly string[], bytesArgs: readonly string[]): ScoreRequest {
  const [modelUrl = '', ...urls] = args
  const [modelHash = '', subject = '', ...keys] = bytesArgs
  const [versionHigh = 0, versionLow = 0, sourceMask = 0] = hexBytes(subject)
  const merchant = `0x${subject.slice(8).toLowerCase()}`
  const bits = [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => (sourceMask >> bit) & 1)
  const sources = bits.map((bit, i) => ({
    bit,
    url: `${urls[i]}/v1/merchants/${merchant}/features`,
    key: hexBytes(keys[i] ?? ''),
  }))
  return {
    modelUrl,
    modelHash: hexBytes(modelHash),
    modelVersion: versionHigh * 256 + versionLow,
    sourceMask,
    merchant,
    sources,
  }
}

/** Bytes of `0x…`. */
export function hexBytes(hex: string): Bytes {
  return Uint8Array.from({ length: hex.length / 2 - 1 }, (_, i) => parseInt(hex.slice(2 * i + 2, 2 * i + 4), 16))
}
