import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { parseDeployment } from '@tallystick/sdk'
import { contractKinds } from './contracts.ts'
import { functionsText, handlersText, recordersText, schemaText } from './generate.ts'
import { abiFiles, builtLayout, handlersFile, manifestText, sourceLayout } from './manifest.ts'
import { placeholderDeployment } from './placeholder.ts'

const run = promisify(execFile)

const folder = fileURLToPath(new URL('..', import.meta.url))
const cacheDir = join(folder, 'build')
const graphCli = join(
  dirname(createRequire(import.meta.url).resolve('@graphprotocol/graph-cli')),
  '..',
  'bin',
  'run.js',
)

export interface BuildOptions {
  /** Deployment data as written by the deployment script. */
  readonly deploymentFile: string
  /** Folder to write; it is replaced. A running indexer watches its folder, so every user needs one of its own. */
  readonly outDir: string
  /** Default true. False for `gnd test`. */
  readonly withStartBlock?: boolean
}

/**
 * Writes a subgraph for a deployment: sources and `subgraph.yaml` for graph-cli, and their compiled form in `build/`.
 * The mappings do not depend on addresses and are compiled once per state of the sources.
 * @returns path of the source manifest, which is what graph-node's development build wants
 */
export async function buildSubgraph(options: BuildOptions): Promise<string> {
  const deployment = parseDeployment(JSON.parse(readFileSync(options.deploymentFile, 'utf8')))
  const compiled = await compileMappings()
  const { outDir, withStartBlock = true } = options
  rmSync(outDir, { recursive: true, force: true })
  cpSync(compiled, outDir, { recursive: true })
  const manifest = join(outDir, 'subgraph.yaml')
  writeFileSync(
    join(outDir, 'build', 'subgraph.yaml'),
    manifestText(deployment, { layout: builtLayout, withStartBlock }),
  )
  writeFileSync(manifest, manifestText(deployment, { layout: sourceLayout, withStartBlock }))
  return manifest
}

/**
 * Compiles the mappings unless their sources are as they were.
 * @returns a folder with sources, generated types and `build/`, but for placeholder addresses
 */
export async function compileMappings(): Promise<string> {
  const files = sourceFiles()
  const target = join(cacheDir, digestOf(files))
  if (existsSync(target)) return target
  const work = `${target}.${process.pid}`
  try {
    writeFiles(work, files)
    await graph('codegen', work, ['--output-dir', 'generated'])
    await graph('build', work, ['--output-dir', 'build'])
    if (!existsSync(target)) renameSync(work, target)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  return target
}

/** Writes the sources and the generated types into the subgraph's own folder, for editors. */
export async function generateTypes(): Promise<void> {
  writeFiles(folder, sourceFiles())
  await graph('codegen', folder, ['--output-dir', 'generated'])
}

/** One round of optimisation: graph-cli's three take four times as long and leave a larger module. */
const compilerOptions = JSON.stringify({ options: { optimizeLevel: 1, shrinkLevel: 0 } })

/** Everything that graph-cli reads, by path. */
function sourceFiles(): Map<string, string> {
  return new Map([
    ['subgraph.yaml', manifestText(placeholderDeployment, { layout: sourceLayout, withStartBlock: false })],
    ['schema.graphql', schemaText()],
    ['asconfig.json', compilerOptions],
    ...abiFiles(),
    ...contractKinds.map((kind): [string, string] => [`generated/journal/${kind}.ts`, recordersText(kind)]),
    ['generated/journal/functions.ts', functionsText()],
    [handlersFile, handlersText()],
    ...globSync('src/*.ts', { cwd: folder })
      .sort()
      .map((file): [string, string] => [file, readFileSync(join(folder, file), 'utf8')]),
  ])
}

function writeFiles(target: string, files: ReadonlyMap<string, string>): void {
  for (const [path, text] of files) {
    const file = join(target, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
}

function digestOf(files: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256')
  for (const [path, text] of files) hash.update(path).update('\0').update(text).update('\0')
  return hash.digest('hex').slice(0, 16)
}

async function graph(command: 'codegen' | 'build', cwd: string, options: readonly string[]): Promise<void> {
  try {
    await run(process.execPath, [graphCli, command, 'subgraph.yaml', ...options], { cwd, maxBuffer: 1 << 26 })
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    throw new Error(`graph ${command} failed:\n${stdout}${stderr}`)
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { deployment: { type: 'string' }, out: { type: 'string' }, types: { type: 'boolean' } },
  })
  if (values.types) await generateTypes()
  else if (values.deployment && values.out) {
    console.log(await buildSubgraph({ deploymentFile: values.deployment, outDir: values.out }))
  } else console.log(await compileMappings())
}
