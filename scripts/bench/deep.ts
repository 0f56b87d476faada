/**
 * `npm run sec:inv`: the invariant suites at 256 runs of 128 calls each, and every fuzz test at 5000 runs.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { buildFoundation } from '../build.ts'
import { root } from '../paths.ts'
import { Progress } from '../progress.ts'

await buildFoundation(new Progress())
const hardhat = join(root, 'node_modules', '.bin', 'hardhat')
const { status } = spawnSync(process.execPath, [hardhat, 'test', 'solidity', '--test-profile', 'deep'], {
  cwd: root,
  stdio: 'inherit',
})
process.exitCode = status ?? 1
