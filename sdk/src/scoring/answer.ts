import { SCORE_RANGE } from './evaluate.ts'

/** Bytes of an oracle's answer. */
export const ANSWER_BYTES = 64

/** What the oracle network says about a merchant. */
export interface Answer {
  /** 300 (worst) to 850. */
  readonly score: number
  /** Probability of a default within a year, 0 to 10 000 bps. */
  readonly pdBps: number
  /** Four reason codes, the weightiest first; zeros at the end mean no further reason. */
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

/** What can be wrong with an answer: its length, bits that have to be zero, or a field out of range. */
export type AnswerField = 'length' | 'unused' | 'score' | 'pdBps' | 'reasons' | 'modelVersion' | 'sourceMask'

export class AnswerError extends Error {
  readonly field: AnswerField

  constructor(field: AnswerField) {
    super(`The oracle's answer is malformed: ${field}`)
    this.field = field
  }
}

/**
 * Packs an answer, the most significant field first: nodes agree on the median of whole byte strings. The fields must be
 * in range; {@link unpackAnswer} is the one that checks.
 */
export function packAnswer(answer: Answer): Uint8Array<ArrayBuffer> {
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

function checkRanges({ score, pdBps, reasons, modelVersion, sourceMask }: Answer): void {
  if (score < SCORE_RANGE.lowest || score > SCORE_RANGE.highest) throw new AnswerError('score')
  if (pdBps > 10_000) throw new AnswerError('pdBps')
  if (reasons.some((code, i) => code !== 0 && reasons[i - 1] === 0)) throw new AnswerError('reasons')
  if (modelVersion === 0) throw new AnswerError('modelVersion')
  if (sourceMask === 0) throw new AnswerError('sourceMask')
}
