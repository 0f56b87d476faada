/**
 * Federated training, shown with three platform processes: `npm run federated:demo`. Prints how far the result is from
 * training on pooled rows, what each platform would reach alone, and what went over the wire; then the same with one
 * platform killed half way. Exit code 1 when the result differs by more than {@link MAX_DIFFERENCE}.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { generateMerchants } from '../model/generator.ts'
import { auc } from '../model/metrics.ts'
import { createRandom, shuffledIndices } from '../model/random.ts'
import { scorecardPoints } from '../model/scorecard.ts'
import { mapRows, selectRows, type Table } from '../model/table.ts'
import { Coordinator, type DropOut } from './coordinator.ts'
import { HttpPartyClient } from './party-client.ts'
import type { PartyAssignment, PartyStart } from './party-process.ts'
import { federatedSums, pooledSums, type SumSource, type TrainedCard, trainCard } from './training.ts'

const MERCHANTS = 20_000
const SEED = 20_261_122
const TEST_SHARE = 0.4
const THRESHOLD = 2
const STEP_TIMEOUT_MS = 10_000
/** Round after which the second run loses a platform. */
const KILLED_AFTER_ROUND = 3
const MAX_DIFFERENCE = 1e-7

/** Platforms and their parts of the rows for training; the smallest has a few hundred. */
const platforms = { 'lantern-market': 0.6, 'tongda-pay': 0.35, 'corner-shops': 0.05 } as const

interface Running {
  readonly clients: readonly HttpPartyClient[]
  readonly children: ReadonlyMap<string, ChildProcess>
  readonly session: string
}

const { table, defaultProbability } = generateMerchants(MERCHANTS, SEED)
const { test, parts } = splitRows()
const testTable = selectRows(table, test)

/** Rows for testing, and each platform's own. */
function splitRows(): { test: Int32Array; parts: Map<string, Int32Array> } {
  const order = shuffledIndices(MERCHANTS, createRandom(SEED))
  const test = order.subarray(0, MERCHANTS * TEST_SHARE)
  const training = order.subarray(test.length)
  const parts = new Map<string, Int32Array>()
  let from = 0
  for (const [name, share] of Object.entries(platforms)) {
    const to = from + Math.round(training.length * share)
    parts.set(name, training.subarray(from, to))
    from = to
  }
  return { test, parts }
}

async function startPlatforms(): Promise<Running> {
  const children = new Map<string, ChildProcess>()
  const identities: Record<string, string> = {}
  for (const [id, rows] of parts) {
    const child = fork(join(import.meta.dirname, 'party-process.ts'))
    children.set(id, child)
    const assignment: PartyAssignment = { id, merchants: MERCHANTS, seed: SEED, rows: [...rows] }
    child.send(assignment)
    identities[id] = await told(child)
  }
  const session = randomBytes(16).toString('hex')
  const token = randomBytes(16).toString('hex')
  const start: PartyStart = { federation: { session, identities, threshold: THRESHOLD }, token }
  const clients: HttpPartyClient[] = []
  for (const [id, child] of children) {
    child.send(start)
    clients.push(new HttpPartyClient(id, await told(child), token, STEP_TIMEOUT_MS))
  }
  return { clients, children, session }
}

async function told(child: ChildProcess): Promise<string> {
  const [message] = (await once(child, 'message')) as [string]
  return message
}

function stop({ children }: Running): void {
  for (const child of children.values()) child.kill()
}

/** Trains with three processes. @param disturb called before each round */
async function trainFederated(disturb: (running: Running, round: number) => Promise<void> = async () => {}) {
  const running = await startPlatforms()
  const dropOuts: DropOut[] = []
  try {
    const coordinator = new Coordinator(running.clients, {
      session: running.session,
      threshold: THRESHOLD,
      timeout: STEP_TIMEOUT_MS,
      onDropOut: (dropOut) => dropOuts.push(dropOut),
    })
    const masked = federatedSums(coordinator)
    const sums: SumSource = async (task) => {
      await disturb(running, coordinator.rounds + 1)
      return masked(task)
    }
    const trained = await trainCard(sums)
    return { trained, dropOuts, rounds: coordinator.rounds, clients: running.clients }
  } finally {
    stop(running)
  }
}

async function killSmallest({ children }: Running, round: number): Promise<void> {
  const child = children.get('corner-shops')
  if (round !== KILLED_AFTER_ROUND + 1 || child === undefined) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}

/** AUC on the rows that nobody trained on: default is likelier with fewer points. */
function testAuc({ card }: TrainedCard): string {
  return auc(
    mapRows(testTable, (row) => -scorecardPoints(card, row)),
    testTable.target,
  ).toFixed(4)
}

function pooled(names: readonly string[]): Table {
  return selectRows(table, Int32Array.from(names.flatMap((name) => [...(parts.get(name) ?? [])])))
}

function largestDifference(a: TrainedCard, b: TrainedCard): number {
  if (a.coefficients.length !== b.coefficients.length) return Number.POSITIVE_INFINITY
  return Math.max(...a.coefficients.map((value, j) => Math.abs(value - (b.coefficients[j] as number))))
}

async function main(): Promise<void> {
  const names = Object.keys(platforms)
  console.log(
    `${names.length} platforms, ${MERCHANTS - test.length} merchants for training, ${test.length} for testing`,
  )
  const central = await trainCard(pooledSums(pooled(names)))
  for (const name of names) {
    const alone = await trainCard(pooledSums(pooled([name])))
    console.log(`alone: ${name.padEnd(16)}${String(parts.get(name)?.length).padStart(6)} rows   AUC ${testAuc(alone)}`)
  }
  const { trained, rounds, clients } = await trainFederated()
  const difference = largestDifference(trained, central)
  console.log(`federated, ${trained.attributes.length} attributes, ${rounds} rounds      AUC ${testAuc(trained)}`)
  console.log(`central, pooled rows                   AUC ${testAuc(central)}`)
  const best = auc(
    Float64Array.from(test, (row) => defaultProbability[row] as number),
    testTable.target,
  )
  console.log(`best possible                          AUC ${best.toFixed(4)}`)
  console.log(`max Δβ federated − central: ${difference.toExponential(1)} (bar ${MAX_DIFFERENCE.toExponential(0)})`)
  for (const { id, bytesSent } of clients) console.log(`sent by ${id.padEnd(16)} ${bytesSent} bytes`)
  await reportDropOut()
  if (!(difference <= MAX_DIFFERENCE)) process.exitCode = 1
}

async function reportDropOut(): Promise<void> {
  const { trained, dropOuts } = await trainFederated(killSmallest)
  for (const { party, step, round, reason } of dropOuts) {
    console.log(`${party} dropped out at "${step}" of round ${round} (${reason}); the others finished`)
  }
  console.log(`federated, one killed after round ${KILLED_AFTER_ROUND}   AUC ${testAuc(trained)}`)
}

main().catch((error: Error) => {
  console.error(`the demonstration failed: ${error.message}`)
  process.exitCode = 1
})
