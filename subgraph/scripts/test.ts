/** Runs the scenarios on the real engine: `gnd test` on a mock chain, with a database of its own. */
import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { graphNodeBinary } from '../../scripts/services/graph-node.ts'
import { cleanEnvironment } from '../../scripts/services/processes.ts'
import { scenarios } from '../tests/scenarios/index.ts'
import { buildSubgraph } from './build.ts'
import { Bench } from './indexer.ts'
import { mockDeployment } from './placeholder.ts'

const run = promisify(execFile)

const bench = new Bench()
try {
  const deploymentFile = join(bench.folder, 'deployment.json')
  writeFileSync(deploymentFile, JSON.stringify(mockDeployment))
  const outDir = join(bench.folder, 'subgraph')
  await buildSubgraph({ deploymentFile, outDir, withStartBlock: false })
  const tests = join(outDir, 'tests')
  mkdirSync(tests)
  for (const [name, scenario] of Object.entries(scenarios)) {
    writeFileSync(join(tests, `${name}.json`), JSON.stringify(scenario, undefined, 2))
  }
  const { stdout, stderr } = await run(
    graphNodeBinary(),
    ['test', '--skip-build', '--postgres-url', await bench.postgres(), 'tests'],
    { cwd: outDir, env: cleanEnvironment({ RUST_LIB_BACKTRACE: '0' }), maxBuffer: 1 << 26 },
  )
  print(stdout + stderr)
} catch (error) {
  const { stdout, stderr } = error as { stdout?: string; stderr?: string }
  if (stdout === undefined) throw error
  print(stdout + stderr)
  process.exitCode = 1
} finally {
  await bench.close()
}

/** What the engine says, and its count once more in the words of our other runners. */
function print(output: string): void {
  const [, passed = 0, failed = 0] = /Tests: (\d+) passed, (\d+) failed/.exec(output) ?? []
  console.log(`${output.trimEnd()}\n${passed} passed, ${failed} failed`)
}
