import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ModelCard, renderCard } from './card.ts'
import { barPlot, linePlot } from './plots.ts'
import type { ModelSchema } from './schema.ts'
import { scoreBinStarts } from './stability.ts'
import type { TrainedModel } from './train.ts'

/** Files of a trained model, all in one folder. */
export const MODEL_FILES = {
  blob: 'model.blob',
  card: 'card.json',
  schema: 'schema.json',
  document: 'card.md',
} as const

/** Writes blob, card and plots, and the schema by which rows are read. */
export function writeModel(folder: string, { blob, card }: TrainedModel, schema: ModelSchema): void {
  mkdirSync(folder, { recursive: true })
  const write = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content)
  write(MODEL_FILES.blob, blob)
  write(MODEL_FILES.card, toJson(card))
  write(MODEL_FILES.schema, toJson(schema))
  write(MODEL_FILES.document, renderCard(card))
  for (const [name, plot] of Object.entries(drawPlots(card))) write(name, plot)
}

/** The card and the schema of a model folder. */
export function readModelFolder(folder: string): { card: ModelCard; schema: ModelSchema } {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'))
  return { card: read(MODEL_FILES.card) as ModelCard, schema: read(MODEL_FILES.schema) as ModelSchema }
}

function toJson(value: ModelCard | ModelSchema): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

function drawPlots(card: ModelCard): Record<string, string> {
  const diagonal = (end: number) => ({
    points: [
      { x: 0, y: 0 },
      { x: end, y: end },
    ],
    style: 'guide' as const,
  })
  const bins = card.calibration.table.map(({ predicted, observed }) => ({ x: predicted, y: observed }))
  const end = Math.max(...bins.map(({ x, y }) => Math.max(x, y)))
  const ranked = card.features.toSorted((a, b) => b.importance - a.importance).slice(0, 20)
  const starts = scoreBinStarts()
  return {
    'roc.svg': linePlot({
      title: `ROC, out of fold: AUC ${card.crossValidation.overall.auc.toFixed(4)}`,
      xLabel: 'merchants without a default that are flagged',
      yLabel: 'defaults that are flagged',
      lines: [diagonal(1), { points: card.roc, style: 'curve' }],
    }),
    'calibration.svg': linePlot({
      title: 'Calibration, out of fold, ten equal groups',
      xLabel: 'predicted default rate',
      yLabel: 'observed default rate',
      lines: [diagonal(end), { points: bins, style: 'marks' }],
    }),
    'importance.svg': barPlot({
      title: 'Mean effect on the score',
      bars: ranked.map(({ name, importance }) => ({
        label: name,
        value: importance,
        text: `${importance.toFixed(1)} points`,
      })),
    }),
    'psi-baseline.svg': barPlot({
      title: 'Scores of the development population',
      bars: card.baseline.map((share, bin) => ({
        label: `from ${starts[bin]}`,
        value: share,
        text: `${(share / 100).toFixed(2)} %`,
      })),
    }),
  }
}
