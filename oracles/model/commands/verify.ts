import { readFileSync } from 'node:fs'
import { sha256 } from '../hash.ts'
import {
  evaluate,
  featureCommitment,
  type HexFeatureStatement,
  MISSING,
  ModelFormatError,
  parseModel,
  reasonCodes,
} from '../scoring.ts'
import { type Command, inputPath, parseOptions, UsageError } from './command.ts'

const usage = `Usage: npm run -s model:verify -- --model FILE --features FILE [--commitment 0x…] [--model-hash 0x…] [--json]

Recomputes a decision bit for bit: score, default probability, reasons and the commitment of the features.

  --model FILE        the model's blob
  --features FILE     JSON of a platform's answer or disclosure: merchant, asOf, features, salt; a bare array of features
                      gives the score without a commitment. Missing features are null.
  --commitment 0x…    the commitment that the contract stored with the score
  --model-hash 0x…    the hash under which the model is registered
  --json              print one JSON object

Exit codes: 0 all that was asked for agrees, 1 something differs or cannot be read, 2 the command line is wrong.`

export const verifyCommand: Command = { summary: 'recompute a decision bit for bit', usage, run }

function run(args: readonly string[]): number {
  const options = parseOptions(args, {
    model: { type: 'string' },
    features: { type: 'string' },
    commitment: { type: 'string' },
    'model-hash': { type: 'string' },
  })
  const wanted = {
    commitment: hash('commitment', options.commitment),
    modelHash: hash('model-hash', options['model-hash']),
  }
  const blob = readFileSync(inputPath('model', options.model))
  const statement = readStatement(inputPath('features', options.features))
  if (wanted.commitment !== undefined && !('salt' in statement)) {
    throw new UsageError('--commitment needs merchant, asOf and salt in the features file')
  }
  const model = parseBlob(blob)
  const { logit, score, pdBps, turnover } = evaluate(model, statement.features)
  const commitment = 'salt' in statement ? featureCommitment(statement) : null
  const modelHash = sha256(blob)
  const differences = [
    ...compare('commitment', commitment, wanted.commitment),
    ...compare('model hash', modelHash, wanted.modelHash),
  ]
  const reasons = reasonCodes(model, statement.features)
  const result = { modelHash, logit, score, pdBps, reasons, turnover: String(turnover), commitment, differences }
  console.log(options.json ? JSON.stringify(result) : describe(result))
  return differences.length === 0 ? 0 : 1
}

/** Features alone, or everything that the commitment covers. */
type Statement = HexFeatureStatement | Pick<HexFeatureStatement, 'features'>

/** What the files say differs from what they should say. */
export class VerifyError extends Error {}

function parseBlob(blob: Uint8Array) {
  try {
    return parseModel(blob)
  } catch (error) {
    throw error instanceof ModelFormatError ? new VerifyError(`the model cannot be used: ${error.message}`) : error
  }
}

function readStatement(file: string): Statement {
  const json = parseJson(file)
  if (Array.isArray(json)) return { features: readFeatures(json) }
  if (typeof json !== 'object' || json === null)
    throw new VerifyError('the features file is neither an object nor an array')
  const { features, salt, merchant, asOf } = json as Record<string, unknown>
  if (!Array.isArray(features)) throw new VerifyError('the features file has no array "features"')
  if (salt === undefined) return { features: readFeatures(features) }
  if (!isHex(salt, 32)) throw new VerifyError('"salt" is not 32 bytes in hex')
  if (!isHex(merchant, 20)) throw new VerifyError('"merchant" is not an address')
  if (typeof asOf !== 'number' || !Number.isInteger(asOf) || asOf < 0 || asOf >= 2 ** 40) {
    throw new VerifyError('"asOf" is not a time in seconds')
  }
  return { features: readFeatures(features), salt, merchant, asOf }
}

function parseJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    throw new VerifyError('the features file is not JSON')
  }
}

function readFeatures(values: readonly unknown[]): number[] {
  return values.map((value, feature) => {
    if (value === null) return MISSING
    if (typeof value === 'number' && Number.isSafeInteger(value)) return value
    throw new VerifyError(
      `feature ${feature} is ${JSON.stringify(value)}, not an integer of the schema's scale or null`,
    )
  })
}

function isHex(value: unknown, bytes: number): value is `0x${string}` {
  return typeof value === 'string' && /^0x[0-9a-f]*$/i.test(value) && value.length === 2 + 2 * bytes
}

function hash(option: string, text: string | undefined): string | undefined {
  if (text !== undefined && !isHex(text, 32)) throw new UsageError(`--${option} ${text} is not 32 bytes in hex`)
  return text?.toLowerCase()
}

function compare(what: string, computed: string | null, wanted: string | undefined): string[] {
  return wanted === undefined || computed === wanted ? [] : [`${what} is ${computed}, not ${wanted}`]
}

interface Result {
  readonly modelHash: string
  readonly score: number
  readonly pdBps: number
  readonly reasons: readonly number[]
  readonly commitment: string | null
  readonly differences: readonly string[]
}

function describe({ modelHash, score, pdBps, reasons, commitment, differences }: Result): string {
  const verdict = differences.length === 0 ? ['agrees'] : differences.map((difference) => `DIFFERS: ${difference}`)
  return [
    `model      ${modelHash}`,
    `score      ${score}`,
    `default    ${(pdBps / 100).toFixed(2)} % a year`,
    `reasons    ${reasons.filter((code) => code > 0).join(', ') || 'none'}`,
    ...(commitment === null ? [] : [`commitment ${commitment}`]),
    ...verdict,
  ].join('\n')
}
