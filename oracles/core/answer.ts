import {
  evaluate,
  type FeatureStatement,
  type Model,
  packAnswer,
  parseModel,
  reasonCodes,
} from '@tallystick/sdk/scoring'
import { fail, type ScoreRequest } from './request.ts'

/** Reads a model whose hash has been checked; fails with MODEL_FORMAT. */
export function readModel(blob: Uint8Array): Model {
  try {
    return parseModel(blob)
  } catch {
    fail('MODEL_FORMAT')
  }
}

/**
 * The 64 bytes that the network agrees on; fails with DATA_FORMAT when the row is not made for the model.
 * @param commitment SHA-256 of the statement's preimage
 */
export function answerBytes(
  { modelVersion, sourceMask }: ScoreRequest,
  model: Model,
  { asOf, features }: FeatureStatement,
  commitment: Uint8Array,
): Uint8Array {
  try {
    const { score, pdBps, turnover } = evaluate(model, features)
    const reasons = reasonCodes(model, features)
    return packAnswer({ score, pdBps, reasons, modelVersion, sourceMask, asOf, turnover, commitment })
  } catch {
    fail('DATA_FORMAT')
  }
}
