/**
 * Joins the scoring core and the Functions adapter into one import-free source.
 *
 *   node oracles/functions/build.ts [--inline MODEL] [--out FILE]
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

/** Where the build leaves the source. */
export const SOURCE_FILE = fileURLToPath(new URL('generated/score.js', import.meta.url))

const PROGRAM = 'tallystick'

/** Properties that only the source itself reads and writes; the others are names of the language or of messages. */
const OWN_PROPERTIES =
  /^(turnover|turnoverFeature|base|slope|offset|pdBps|reasonCodes|reference|cuts|trees|logit|score|loss|code|reasons|modelVersion|sourceMask|commitment|modelUrl|modelHash|sources|bit|key|statement|http|model|blobHash|packedTrees|problem|feature|args|bytesArgs|secrets)$/

/**
 * The source that Functions nodes run, as the body of an async function. The same inputs give the same bytes.
 * @param blob model to carry inside the source, which then fetches none
 * @throws ModelFormatError when the blob is no model
 */
export async function buildScoreSource(blob?: Uint8Array): Promise<string> {
  const program = blob ? 'program-inlined.ts' : 'program.ts'
  const bundle = await rolldown({
    input: fileURLToPath(new URL(program, import.meta.url)),
    platform: 'neutral',
    logLevel: 'warn',
    transform: { define: blob ? { INLINED_MODEL: literalOf(inlined(blob)) } : {} },
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

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { inline: { type: 'string' }, out: { type: 'string' } } })
  const source = await buildScoreSource(values.inline === undefined ? undefined : readFileSync(values.inline))
  const file = values.out ?? SOURCE_FILE
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
