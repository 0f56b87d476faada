import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MODEL_FILES, readModelFolder, writeModel } from './artefacts.ts'
import { renderCard } from './card.ts'
import { generateMerchants } from './generator.ts'
import { hashTable, sha256 } from './hash.ts'
import { merchantSchema } from './schema.ts'
import { evaluate, MERCHANT_V1, MERCHANT_V1_NAME, parseModel, schemaHash } from './scoring.ts'
import { readRow } from './table.ts'
import { syntheticData, type TrainOptions, trainBlob, trainDefaults, trainModel } from './train.ts'

const shipped = join(import.meta.dirname, 'merchant-v1')
const shippedBlob = readFileSync(join(shipped, MODEL_FILES.blob))
const { card: shippedCard, schema: shippedSchema } = readModelFolder(shipped)
const options: TrainOptions = { ...trainDefaults, name: MERCHANT_V1_NAME, kind: 'compact' }

describe('the shipped model', () => {
  it('comes out the same, byte for byte, when it is trained again', () => {
    const data = syntheticData(shippedCard.data.rows, shippedCard.training.seed)
    expect(sha256(trainBlob(data, options))).toBe(shippedCard.modelHash)
  })

  it('is the one that its card describes', () => {
    expect(sha256(shippedBlob)).toBe(shippedCard.modelHash)
    expect(shippedCard.schemaHash).toBe(schemaHash(MERCHANT_V1_NAME, MERCHANT_V1))
    expect(shippedSchema).toEqual(JSON.parse(JSON.stringify(merchantSchema)))
    expect(hashTable(generateMerchants(shippedCard.data.rows, shippedCard.training.seed).table)).toBe(
      shippedCard.dataHash,
    )
    expect(shippedCard.baseline).toHaveLength(10)
    expect(shippedCard.baseline.reduce((sum, share) => sum + share, 0)).toBe(10_000)
    expect(readFileSync(join(shipped, MODEL_FILES.document), 'utf8')).toBe(renderCard(shippedCard))
  })

  it('keeps the monotone signs of the schema', () => {
    const model = parseModel(shippedBlob)
    const { table } = generateMerchants(300, 77)
    for (let index = 0; index < 300; index++) {
      const row = readRow(table, index)
      MERCHANT_V1.forEach(({ monotone, scale }, feature) => {
        if (monotone === 0) return
        const higher = row.with(feature, Math.round(row[feature]! * 1.5) + scale)
        expect(monotone * (evaluate(model, higher).logit - evaluate(model, row).logit)).toBeGreaterThanOrEqual(0)
      })
    }
  })
})

describe('training', () => {
  const folder = mkdtempSync(join(tmpdir(), 'model-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const data = syntheticData(1500, 3)
  const small = { ...options, trees: 20, maxCuts: 40, folds: 3 }
  let trained: ReturnType<typeof trainModel>
  beforeAll(() => {
    trained = trainModel(data, small)
    writeModel(folder, trained, data.schema)
  })

  it('writes files that belong together', () => {
    const { card, schema } = readModelFolder(folder)
    const blob = readFileSync(join(folder, MODEL_FILES.blob))
    expect(card).toEqual(JSON.parse(JSON.stringify(trained.card)))
    expect(schema.features.map(({ name }) => name)).toEqual(MERCHANT_V1.map(({ name }) => name))
    expect(card.size).toEqual({ bytes: blob.length, trees: 20, cuts: 40 })
    expect(parseModel(blob).turnoverFeature).toBe(0)
    for (const plot of ['roc', 'calibration', 'importance', 'psi-baseline']) {
      const svg = readFileSync(join(folder, `${plot}.svg`), 'utf8')
      expect(svg).toMatch(/^<svg .*<\/svg>\n$/s)
      expect(svg).not.toMatch(/NaN|undefined|Infinity/)
    }
  })

  it('tells where the data come from, what they are worth, and what they are not', () => {
    const text = renderCard(trained.card)
    expect(text).toContain('1500 rows')
    expect(text).toContain('not for lending')
    expect(text).toContain('Best possible AUC')
    expect(text).not.toMatch(/NaN|undefined/)
    expect(trained.card.challengers.map(({ model }) => model)).toEqual(['scorecard', 'forest'])
    const { overall } = trained.card.crossValidation
    expect(overall.ci.auc[0]).toBeLessThan(overall.auc)
    expect(overall.ci.auc[1]).toBeGreaterThan(overall.auc)
  })

  it('depends on data and options alone', () => {
    expect(sha256(trainBlob(data, small))).toBe(trained.card.modelHash)
    expect(sha256(trainBlob(data, { ...small, trees: 21 }))).not.toBe(trained.card.modelHash)
  })

  it('makes a points scorecard in the same format', () => {
    const { card, blob } = trainModel(data, { ...small, kind: 'scorecard' })
    expect(card.kind).toBe('scorecard')
    expect(blob.length).toBeLessThan(2000)
    expect(card.crossValidation.overall.auc).toBeGreaterThan(0.75)
  })
})
