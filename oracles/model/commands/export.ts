import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { MODEL_FILES, readModelFolder } from '../artefacts.ts'
import { sha256 } from '../hash.ts'
import { type Model, parseModel, TREE_BYTES } from '../scoring.ts'
import { type Command, inputPath, oneOf, parseOptions, UsageError } from './command.ts'

const FORMATS = ['registration', 'json', 'hex', 'base64'] as const

const usage = `Usage: npm run -s model:export -- --model FOLDER [--as FORMAT]

Prints a trained model in the form that somebody else needs.

  --model FOLDER   folder that model:train wrote
  --as FORMAT      registration  what ModelRegistry.register takes, without the two addresses (default)
                   json          the model with its trees spelt out
                   hex, base64   the blob as text

Exit codes: 0 done, 1 the folder's files do not belong together, 2 the command line is wrong.`

export const exportCommand: Command = { summary: 'print a trained model for the registry or as text', usage, run }

function run(args: readonly string[]): number {
  const options = parseOptions(args, {
    model: { type: 'string' },
    as: { type: 'string', default: 'registration' },
  })
  const format = oneOf('as', options.as, FORMATS)
  const folder = inputPath('model', options.model)
  const blob = readFileSync(join(folder, MODEL_FILES.blob))
  console.log(render(format, folder, blob))
  return 0
}

function render(format: (typeof FORMATS)[number], folder: string, blob: Buffer): string {
  switch (format) {
    case 'registration':
      return JSON.stringify(registration(folder, blob))
    case 'json':
      return JSON.stringify(spellOut(parseModel(blob)))
    case 'hex':
      return `0x${blob.toString('hex')}`
    case 'base64':
      return blob.toString('base64')
  }
}

/** The fields of the registry's `Spec`. The card's hash is that of its file. */
function registration(folder: string, blob: Buffer) {
  const { card } = readModelFolder(folder)
  if (sha256(blob) !== card.modelHash) {
    throw new UsageError(`${MODEL_FILES.blob} is not the model of ${MODEL_FILES.card}: its hash is ${sha256(blob)}`)
  }
  const { modelHash, schemaHash, dataHash, scopes, baseline } = card
  const cardHash = sha256(readFileSync(join(folder, MODEL_FILES.card)))
  return { modelHash, schemaHash, dataHash, cardHash, scopes, baseline }
}

function spellOut(model: Model) {
  const cuts = model.cuts.flatMap((own, feature) => own.map((cut) => ({ feature, cut })))
  const trees = Array.from({ length: model.trees.length / TREE_BYTES }, (_, tree) => {
    const word = model.trees.subarray(tree * TREE_BYTES, (tree + 1) * TREE_BYTES)
    return { splits: [...word.subarray(0, 15)], leaves: [...word.subarray(15, 31)].map((leaf) => (leaf << 24) >> 24) }
  })
  return { ...model, cuts, trees }
}
