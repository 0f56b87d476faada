/**
 * Reads or moves the clock of the running local system: `npm run clock` and `npm run clock -- +90d`.
 * Page, chain and index follow, because all of them read the chain's time.
 */
import { moveClock, parseMove, readClock } from './demo/clock.ts'
import { runningSystem } from './run-state.ts'
import { ServiceError } from './services/processes.ts'

const [move] = process.argv.slice(2)

async function main(): Promise<void> {
  if (move === '--help') {
    console.log(
      'usage: npm run clock                     show chain time\n       npm run clock -- +90d|+1h|DATE  move it forward',
    )
    return
  }
  const { rpcUrl } = runningSystem()
  const before = await readClock(rpcUrl)
  const now = move === undefined ? before : await moveClock(rpcUrl, parseMove(move, before.timestamp))
  console.log(`chain time ${new Date(now.timestamp * 1_000).toISOString()} (block ${now.block})`)
}

main().catch((error: Error) => {
  console.error(error instanceof RangeError || error instanceof ServiceError ? error.message : error)
  process.exitCode = 1
})
