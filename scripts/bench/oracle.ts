/**
 * `npm run bench:oracle`: size of the Functions source with and without the shipped model, and the time that one node and
 * four nodes take in the sandbox. Exits 1 when the source with the model is past its gate.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { aggregate } from '../../oracles/don/aggregate.ts'
import { Sandbox } from '../../oracles/don/sandbox.ts'
import { buildScoreSource } from '../../oracles/functions/build.ts'
import { MERCHANT, ROWS } from '../../oracles/testing/score-cases.ts'
import { ScoreWorld } from '../../oracles/testing/score-world.ts'
import { root } from '../paths.ts'

const MAX_INLINED_BYTES = 8_192
const ROUNDS = 15

const source = await buildScoreSource()
const model = readFileSync(join(root, 'oracles', 'model', 'merchant-v1', 'model.blob'))
const inlinedBytes = Buffer.byteLength(await buildScoreSource(model))
console.log(`Functions source, model fetched:  ${Buffer.byteLength(source)} bytes`)
console.log(
  `Functions source, model inlined:  ${inlinedBytes} bytes (model ${model.length}, gate ${MAX_INLINED_BYTES})`,
)

const world = await ScoreWorld.start()
const sandbox = new Sandbox({ allowNet: [world.web.host] })
world.state(0, MERCHANT, ROWS.good)
for (const nodes of [1, 4]) {
  const times = []
  for (let round = 0; round < ROUNDS; round++) times.push(await millisecondsOf(() => agree(nodes)))
  times.sort((a, b) => a - b)
  const [median = 0, slowest = 0] = [times[ROUNDS >> 1], times.at(-1)]
  console.log(
    `${nodes} node${nodes > 1 ? 's' : ' '} to an agreed answer:       median ${median} ms, slowest ${slowest} ms`,
  )
}
sandbox.close()
await world.close()
if (inlinedBytes > MAX_INLINED_BYTES) process.exitCode = 1

async function agree(nodes: number): Promise<void> {
  const execution = { source, ...world.request(MERCHANT), secrets: {} }
  const observations = await Promise.all(Array.from({ length: nodes }, () => sandbox.run(execution)))
  const outcome = aggregate(observations, nodes > 1 ? 1 : 0)
  if (outcome === undefined || 'error' in outcome) throw new Error(`no answer: ${outcome?.error}`)
}

async function millisecondsOf(work: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await work()
  return Math.round(performance.now() - start)
}
