import { SCORE_BIN_WIDTH, SCORE_BINS, SCORE_RANGE } from '@tallystick/sdk'
import type { Address, Hex } from 'viem'

export type ModelStatus = 'Draft' | 'Validated' | 'Active' | 'Retired'

/** A version of the bank's credit model, as the register has it. */
export interface CreditModel {
  readonly id: Hex
  readonly version: number
  readonly status: ModelStatus
  readonly developer: Address
  readonly validator: Address | null
  readonly approver: Address | null
  readonly modelHash: Hex
  readonly schemaHash: Hex
  readonly dataHash: Hex
  readonly cardHash: Hex
  readonly reportHash: Hex | null
  /** Bit mask of the kinds of data that it needs. */
  readonly scopes: string
  /** Shares of the development population in bps, in ten score bins, the lowest first. */
  readonly baseline: readonly number[]
  readonly uri: string
  readonly cardUri: string
  /** Contract that holds the blob; null while it is confidential. */
  readonly blob: Address | null
  readonly registeredAt: string
  readonly validatedAt: string | null
  readonly activatedAt: string | null
  readonly retiredAt: string | null
}

export type ModelAction = 'validate' | 'activate' | 'retire' | 'publish'

/** Why a step of a model's life cannot be taken now. */
export type ModelRefusal = 'not-draft' | 'not-validated' | 'retired' | 'published'

/** Why `action` is refused by the model's status, or undefined. Roles are a separate question. */
export function modelRefusal(action: ModelAction, { status, blob }: Pick<CreditModel, 'status' | 'blob'>) {
  switch (action) {
    case 'validate':
      return status === 'Draft' ? undefined : 'not-draft'
    case 'activate':
      return status === 'Validated' ? undefined : 'not-validated'
    case 'retire':
      return status === 'Retired' ? 'retired' : undefined
    case 'publish':
      return blob === null ? undefined : 'published'
  }
}

/** Lowest score of a bin. */
export function binStart(bin: number): number {
  return SCORE_RANGE.lowest + bin * SCORE_BIN_WIDTH
}

/** Names of the score bins that a baseline and recorded scores are compared in. */
export const SCORE_BIN_NAMES: readonly string[] = Array.from({ length: SCORE_BINS }, (_, bin) => {
  const last = bin === SCORE_BINS - 1 ? SCORE_RANGE.highest : binStart(bin + 1) - 1
  return `${binStart(bin)}–${last}`
})
