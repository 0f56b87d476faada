/**
 * Writes src/scoring/vectors.json: small models with rows and results, for every evaluator of the system. The results
 * come from the reference evaluator, not from the product's.
 */
import { writeFileSync } from 'node:fs'
import { bytesToHex } from 'viem'
import { encodeModel } from '../src/scoring/blob.ts'
import { Random } from '../src/testing/random.ts'
import { randomModel, randomRow } from '../src/testing/scoring.ts'
import { referenceEvaluate } from '../src/testing/scoring-reference.ts'

const ROWS_PER_MODEL = 32
const SIZES = [
  { features: 1, cuts: 1, trees: 1 },
  { features: 10, cuts: 90, trees: 40 },
  { features: 64, cuts: 256, trees: 60 },
]

const random = new Random(20_261_122)
const models = SIZES.map((size) => {
  const model = randomModel(random, size)
  const blob = encodeModel(model)
  const cases = Array.from({ length: ROWS_PER_MODEL }, () => {
    const row = randomRow(random, model)
    const { logit, score, pdBps, turnover, reasons } = referenceEvaluate(blob, row)
    return { row, logit: Number(logit), score: Number(score), pdBps: Number(pdBps), turnover: `${turnover}`, reasons }
  })
  return { blob: bytesToHex(blob), cases }
})
const target = new URL('../src/scoring/vectors.json', import.meta.url)
writeFileSync(target, `${JSON.stringify(models)}\n`)
