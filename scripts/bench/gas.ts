/**
 * `npm run bench:gas`: measures every operation on a chain in this process, prints the table, writes `docs/gas.md`, and
 * exits 1 when a figure is past its gate.
 */
import { buildFoundation } from '../build.ts'
import { Progress } from '../progress.ts'

await buildFoundation(new Progress())
const { report } = await import('./report.ts')
process.exitCode = (await report()) ? 0 : 1
