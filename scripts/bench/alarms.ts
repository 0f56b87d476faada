/**
 * `npm run bench:alarms [-- rounds]`: how long it takes from the reading that shows a machine opened to the bank's console, and
 * to the chain by way of the oracle network, on a local system. Exits 1 when the 95th percentile is above its goal.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { alarmBits, alarmsIn, deviceOracleAbi } from '@tallystick/sdk'
import { keccak256, stringToHex } from 'viem'
import { LeaseNetwork, until } from '../../test/integration/support/lease-network.ts'

const goalMs = { console: 2_000, chain: 15_000 }
const machines = [0, 1, 2, 3]
const [rounds = 8] = process.argv.slice(2).map(Number)
if (!Number.isSafeInteger(rounds) || rounds < 1) {
  console.error('usage: npm run bench:alarms [-- rounds]   rounds is a whole number from 1')
  process.exit(2)
}
/** What an officer would write; only its hash goes on chain. */
const note = keccak256(stringToHex('the housing is closed again'))
/** Machine hours for which the housing is open. */
const openHours = 0.001
const patienceMs = 60_000

interface Raised {
  readonly kind: string
  readonly alarm: { readonly deviceId: string; readonly key: string }
}

/** When the bank's console was told that a machine was opened, by machine. */
const told = new Map<string, number>()
/** Opened so far; the contract counts them from one. */
let followUps = 0n
const latencies = { console: [] as number[], chain: [] as number[] }
const network = await LeaseNetwork.start()
const listening = new AbortController()
try {
  for (const machine of machines) {
    await network.register(machine)
    await network.leaseOut(machine)
  }
  const ended = listen()
  // A stream that ends because the network is being stopped is not what went wrong.
  ended.catch(() => {})
  for (let round = 0; round < rounds; round++) {
    for (const machine of machines) await measure(machine)
  }
  listening.abort()
  await ended
} finally {
  await network.stop()
}
const isGood = [
  report('to the console', latencies.console, goalMs.console),
  report('to the chain', latencies.chain, goalMs.chain),
]
process.exitCode = isGood.every(Boolean) ? 0 : 1

async function listen(): Promise<void> {
  try {
    for await (const { event, data } of network.events('jiangnan', listening.signal)) {
      if (event !== 'alarm') continue
      const { kind, alarm } = JSON.parse(data) as Raised
      if (kind === 'RAISED' && alarm.key === 'TAMPER') told.set(alarm.deviceId, Date.now())
    }
  } catch (error) {
    if (!listening.signal.aborted) throw error
  }
}

/** Opens a machine, waits for both, and has an officer close the matter. */
async function measure(machine: number): Promise<void> {
  const { deviceId } = network.member(machine).spec
  told.delete(deviceId)
  await network.befall(machine, 'tamper', openHours)
  const sent = Date.now()
  await network.readingNow(machine)
  await until('the console is told', async () => told.has(deviceId), patienceMs)
  latencies.console.push((told.get(deviceId) ?? sent) - sent)
  while (!(await isOnChain(machine))) {
    if (Date.now() - sent > patienceMs) throw new Error('the alarm did not reach the chain')
    await sleep(50)
  }
  latencies.chain.push(Date.now() - sent)
  await close(machine)
}

async function isOnChain(machine: number): Promise<boolean> {
  return alarmsIn(await network.alarmsOnChain(machine)).some(({ key }) => key === 'TAMPER')
}

/** The alarm ends when the follow-up on it is closed. */
async function close(machine: number): Promise<void> {
  const { deviceId } = network.member(machine).spec
  const oracle = { address: network.contracts.alarmOracle.address, abi: deviceOracleAbi } as const
  const officer = network.as('jiangnan')
  await sleep(openHours * 3_600_000 + 1_000)
  const dueDay = Math.floor((await network.now()) / 86_400) + 7
  await officer({ ...oracle, functionName: 'openFollowUp', args: [deviceId, alarmBits(['TAMPER']), note, dueDay] })
  await officer({ ...oracle, functionName: 'closeFollowUp', args: [deviceId, ++followUps, note] })
  await until('the alarm has ended', async () => !(await isOnChain(machine)), patienceMs)
}

/** @returns whether the goal was reached */
function report(name: string, values: readonly number[], goal: number): boolean {
  const sorted = values.toSorted((a, b) => a - b)
  const quantile = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  const figures = `p50 ${quantile(0.5)} ms, p95 ${quantile(0.95)} ms, slowest ${sorted.at(-1)} ms`
  console.log(`  ${name.padEnd(16)}${figures} of ${values.length} alarms (goal p95 ${goal} ms)`)
  return quantile(0.95) <= goal
}
