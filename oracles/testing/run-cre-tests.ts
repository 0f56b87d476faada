/**
 * `npm run test:cre`: runs the workflow's tests under bun. The SDK needs it, and its package exists for some platforms
 * only: without it the suite says so, and fails only in continuous integration (CI is set).
 */
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

function bunBinary(): string | undefined {
  try {
    return createRequire(import.meta.url).resolve(`@oven/bun-${process.platform}-${process.arch}/bin/bun`)
  } catch {
    return undefined
  }
}

const bun = bunBinary()
if (bun === undefined) {
  console.log(
    `The CRE workflow was not tested: there is no package of bun for ${process.platform}-${process.arch} here.`,
  )
  process.exitCode = process.env.CI ? 1 : 0
} else {
  const cwd = fileURLToPath(new URL('../cre', import.meta.url))
  const { PATH, HOME } = process.env
  const { status, signal } = spawnSync(bun, ['test'], { cwd, stdio: 'inherit', env: { PATH, HOME } })
  if (status !== 0) console.error(`bun test ended with ${signal ?? `exit code ${status}`}`)
  process.exitCode = status ?? 1
}
