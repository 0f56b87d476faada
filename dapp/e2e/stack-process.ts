/**
 * Builds and starts the system under test, reports it to the parent, and stops it when the parent lets go. A process
 * of its own, because Playwright's would load every script through its own compiler.
 */
import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build, buildFoundation } from '../../scripts/build.ts'
import { siteDir, stateDir } from '../../scripts/paths.ts'
import { Progress } from '../../scripts/progress.ts'
import type { RunningSystem } from './stack.ts'

/** Far from those of `npm start`, so that both can run at once. */
const ports = { web: 15_080, chain: 18_600, database: 26_432, indexer: 18_000, platforms: 18_100, telemetry: 18_200 }

const progress = new Progress()
await buildFoundation(progress)
await build('page', progress)
const directory = join(stateDir, 'e2e')
// A copy, so that a build for `npm start` does not take the page away during the tests.
const site = join(directory, 'site')
rmSync(site, { recursive: true, force: true })
cpSync(siteDir, site, { recursive: true })
const { startStack } = await import('../../scripts/stack.ts')
const { stop, url, rpcUrl, graphqlUrl, deployment } = await startStack({
  directory,
  siteDir: site,
  ports,
  exactWebPort: false,
  page: Promise.resolve(),
  onDeath: (error) => {
    console.error(error.message)
    process.exitCode = 1
  },
  progress,
})
process.once('disconnect', () => void stop().then(() => process.exit()))
// Ctrl-C reaches this process too; the parent lets go when it has ended its tests.
process.on('SIGINT', () => {})
process.send?.({ url, rpcUrl, graphqlUrl, deployment } satisfies RunningSystem)
