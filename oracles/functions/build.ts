/**
 * Joins core and Functions adapters into import-free sources: one of the score, one of the alarms.
 *
 *   node oracles/functions/build.ts [--inline MODEL] [--out FILE]
 *
 * The options are the score's: a model to carry inside, and where to write; the alarms are written without them only.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { deflateRawSync } from 'node:zlib'
import { parseModel } from '@tallystick/sdk/scoring'
import { rolldown } from 'rolldown'
import type { InlinedModel } from './inlined-model.ts'

/** Where the build leaves the source of the score. */
export const SOURCE_FILE = generated('score.js')

/** Where the build leaves the source of the alarms. */
export const ALARM_SOURCE_FILE = generated('alarms.js')

const PROGRAM = 'tallystick'

/** Properties that only the sources themselves read and write; the others are names of the language or of messages. */
const OWN_PROPERTIES =
  /^(turnover|turnoverFeature|base|slope|offset|pdBps|reasonCodes|reference|cuts|trees|logit|score|loss|code|reasons|modelVersion|sourceMask|commitment|modelUrl|modelHash|sources|bit|key|statement|http|model|blobHash|packedTrees|problem|feature|args|bytesArgs|secrets)$/

/**
 * The source of the score that Functions nodes run, as the body of an async function. The same inputs give the same bytes.
 * @param blob model to carry inside the source, which then fetches none
 * @throws ModelFormatError when the blob is no model
 */
export async function buildScoreSource(blob?: Uint8Array): Promise<string> {
  return blob ? bundled('program-inlined.ts', { INLINED_MODEL: literalOf(inlined(blob)) }) : bundled('program.ts')
}

/** The source of the alarms, likewise. */
export function buildAlarmSource(): Promise<string> {
  return bundled('alarm-program.ts')
}

async function bundled(program: string, define: Record<string, string> = {}): Promise<string> {
  const bundle = await rolldown({
    input: fileURLToPath(new URL(program, import.meta.url)),
    platform: 'neutral',
    logLevel: 'warn',
    transform: { define },
  })
  try {
    const { output } = await bundle.generate({
      format: 'iife',
      name: PROGRAM,
      generatedCode: { symbols: false },
      comments: false,
      minify: { compress: true, mangle: true, mangleProps: { include: OWN_PROPERTIES } },
    })
    const [chunk, ...more] = output
    if (more.length > 0 || chunk.imports.length > 0) throw new Error('The source must be one file without imports')
    return `${chunk.code.trim()}\nreturn ${PROGRAM}.answer`
  } finally {
    await bundle.close()
  }
}

function inlined(blob: Uint8Array): InlinedModel {
  const { trees, ...model } = parseModel(blob)
  const blobHash = `0x${createHash('sha256').update(blob).digest('hex')}`
  return { ...model, blobHash, packedTrees: deflateRawSync(trees, { level: 9 }).toString('base64') }
}

/** A literal whose property names are not quoted, so that they are shortened together with all others. */
function literalOf(model: InlinedModel): string {
  return `{${Object.entries(model).map(([name, value]) => `${name}:${JSON.stringify(value)}`)}}`
}

function generated(name: string): string {
  return fileURLToPath(new URL(`generated/${name}`, import.meta.url))
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { inline: { type: 'string' }, out: { type: 'string' } } })
  const { inline, out = SOURCE_FILE } = values
  write(out, await buildScoreSource(inline === undefined ? undefined : readFileSync(inline)))
  if (inline === undefined && values.out === undefined) write(ALARM_SOURCE_FILE, await buildAlarmSource())
}

function write(file: string, source: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, source)
  console.log(`${file}: ${Buffer.byteLength(source)} bytes`)
}

if (import.meta.main) {
  main().catch((error: unknown) => {
    console.error(`The Functions source was not built: ${error instanceof Error ? error.message : error}`)
    process.exitCode = 1
  })
}
