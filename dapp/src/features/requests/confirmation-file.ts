import { type Hex, isHex } from 'viem'

/** A debtor's signature as one company hands it to the other: the hash of the terms, the deadline, the signature. */
export interface ConfirmationFile {
  readonly termsHash: Hex
  /** Last second at which the signature counts, unix time. */
  readonly deadline: number
  readonly signature: Hex
}

const KIND = 'tallystick.confirmation.v1'

/** Writes a signature as text to copy or save. */
export function writeConfirmation(confirmation: ConfirmationFile): string {
  return JSON.stringify({ kind: KIND, ...confirmation }, null, 2)
}

/** Reads what {@link writeConfirmation} wrote; undefined when the text is something else. */
export function readConfirmation(text: string): ConfirmationFile | undefined {
  const { kind, termsHash, deadline, signature } = parseObject(text)
  if (kind !== KIND || !isHex(termsHash) || termsHash.length !== 66) return undefined
  if (typeof deadline !== 'number' || !Number.isSafeInteger(deadline) || !isHex(signature)) return undefined
  return { termsHash, deadline, signature }
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
