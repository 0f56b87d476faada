import { MAX_REASONS, SCORE_RANGE } from './evaluate.ts'

/** Bytes of an oracle's answer. */
export const ANSWER_BYTES = 64

/** What the oracle network says about a merchant. */
export interface Answer {
  /** 300 (worst) to 850. */
  readonly score: number
  /** Probability of a default within a year, 0 to 10 000 bps. */
  readonly pdBps: number
  /** Reason codes, the weightiest first, at most four; zeros at the end mean no further reason. */
  readonly reasons: readonly number[]
  /** Version of the model, 1 to 65 535. */
  readonly modelVersion: number
  /** Sources that agreed, one bit each; never 0. */
  readonly sourceMask: number
  /** Second up to which the data reach, below 2^40. */
  readonly asOf: number
  /** Monthly turnover in 1/100 of the currency, below 2^80. */
  readonly turnover: bigint
  /** SHA-256 of the features, 32 bytes. */
  readonly commitment: Uint8Array
}

/** Field of an answer that is out of range; `length` and `unused` are about the bytes. */
export type AnswerField = keyof Answer | 'length' | 'unused'

export class AnswerError extends Error {
  readonly field: AnswerField

  constructor(field: AnswerField) {
    super(`The oracle's answer is malformed: ${field}`)
    this.field = field
  }
}

/**
 * Packs an answer, the most significant field first: nodes agree on the median of whole byte strings.
 * @throws AnswerError naming the first field that is out of range
 */
export function packAnswer(answer: Answer): Uint8Array {
  checkRanges(answer)
  const bytes = new Uint8Array(ANSWER_BYTES)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, answer.score)
  view.setUint16(2, answer.pdBps)
  bytes.set(answer.reasons, 4)
  view.setUint16(8, answer.modelVersion)
  view.setUint8(10, answer.sourceMask)
  view.setUint8(11, Math.floor(answer.asOf / 2 ** 32))
  view.setUint32(12, answer.asOf % 2 ** 32)
  view.setUint16(16, Number(answer.turnover >> 64n))
  view.setBigUint64(18, answer.turnover & 0xffff_ffff_ffff_ffffn)
  bytes.set(answer.commitment, 32)
  return bytes
}

/**
 * Reads an answer as strictly as the contract does.
 * @throws AnswerError naming the first field that is out of range
 */
export function unpackAnswer(bytes: Uint8Array): Answer {
  if (bytes.length !== ANSWER_BYTES) throw new AnswerError('length')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  if (view.getUint16(26) !== 0 || view.getUint32(28) !== 0) throw new AnswerError('unused')
  const answer: Answer = {
    score: view.getUint16(0),
    pdBps: view.getUint16(2),
    reasons: [...bytes.subarray(4, 8)],
    modelVersion: view.getUint16(8),
    sourceMask: view.getUint8(10),
    asOf: view.getUint8(11) * 2 ** 32 + view.getUint32(12),
    turnover: (BigInt(view.getUint16(16)) << 64n) | view.getBigUint64(18),
    commitment: bytes.slice(32),
  }
  checkRanges(answer)
  return answer
}

function checkRanges(answer: Answer): void {
  const { reasons } = answer
  const firstZero = reasons.indexOf(0)
  const valid: Record<keyof Answer, boolean> = {
    score: isWithin(answer.score, SCORE_RANGE.lowest, SCORE_RANGE.highest),
    pdBps: isWithin(answer.pdBps, 0, 10_000),
    reasons:
      reasons.length <= MAX_REASONS &&
      reasons.every((code, i) => isWithin(code, 0, 255) && (firstZero < 0 || i < firstZero || code === 0)),
    modelVersion: isWithin(answer.modelVersion, 1, 0xffff),
    sourceMask: isWithin(answer.sourceMask, 1, 0xff),
    asOf: isWithin(answer.asOf, 0, 2 ** 40 - 1),
    turnover: answer.turnover >= 0n && answer.turnover < 1n << 80n,
    commitment: answer.commitment.length === 32,
  }
  for (const field of Object.keys(valid) as (keyof Answer)[]) if (!valid[field]) throw new AnswerError(field)
}

function isWithin(value: number, lowest: number, highest: number): boolean {
  return Number.isInteger(value) && value >= lowest && value <= highest
}
