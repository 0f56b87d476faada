import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root, stateDir } from './paths.ts'

/** What a build step reads and writes, as glob patterns from the root of the repository. */
export interface Inputs {
  readonly inputs: readonly string[]
  readonly exclude?: readonly string[]
  /** Files or folders that exist once the step has run. */
  readonly outputs: readonly string[]
}

const path = join(stateDir, 'stamps.json')

/** Whether the outputs are there and were made from exactly these inputs. */
export function isFresh(name: string, step: Inputs): boolean {
  return step.outputs.every((output) => existsSync(join(root, output))) && readStamps()[name] === digest(step)
}

/** Remembers that the outputs were made from the inputs as they are. */
export function stamp(name: string, step: Inputs): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${JSON.stringify({ ...readStamps(), [name]: digest(step) }, null, 2)}\n`)
}

/** Forgets every stamp: everything is built again. */
export function clearStamps(): void {
  rmSync(path, { force: true })
}

function readStamps(): Record<string, string> {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>) : {}
}

/** Contents decide, not times: a fresh clone or a switched branch must not be mistaken for a change, or for none. */
function digest({ inputs, exclude = [] }: Inputs): string {
  const hash = createHash('sha256')
  const files = globSync([...inputs], { cwd: root, exclude: [...exclude] }).sort()
  for (const file of files.filter((name) => statSync(join(root, name)).isFile())) {
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
      .update('\0')
  }
  return hash.digest('hex')
}
