import type { DemoEndpoints } from '../services/demo-routes.ts'
import { type ChainTime, moveClock, parseMove, readClock } from './clock.ts'
import { demoCompanies } from './companies.ts'
import { type FleetMember, papersOf } from './fleet.ts'
import { renderSampleInvoices, type SampleInvoice } from './invoices.ts'
import { tellMachine } from './machines.ts'
import { advanceMerchant } from './merchants.ts'

/** What the demo's endpoints work on. */
export interface DemoParts {
  readonly rpcUrl: string
  /** Database of the platforms. */
  readonly databaseUrl: string
  readonly fleet: readonly FleetMember[]
  readonly simulatorUrl: string
}

/** What the web server offers under `/demo/` on a local chain. */
export function demoEndpoints({ rpcUrl, databaseUrl, fleet, simulatorUrl }: DemoParts): DemoEndpoints {
  const samples = async () => samplesFor(await readClock(rpcUrl))
  return {
    accounts: () => demoCompanies,
    invoices: async () => (await samples()).map(({ fileName, about }) => ({ fileName, about })),
    invoice: async (name) => (await samples()).find((sample) => sample.fileName === name)?.xml,
    clock: () => readClock(rpcUrl),
    moveClock: async (body) => moveClock(rpcUrl, requestedSeconds(body, (await readClock(rpcUrl)).timestamp)),
    advanceMerchant: async (key, body) => advanceMerchant(databaseUrl, key, body, (await readClock(rpcUrl)).timestamp),
    devices: () => fleet.map(papersOf),
    tellDevice: (deviceId, what, body) => tellMachine(simulatorUrl, deviceId, what, body),
  }
}

/** The chain's day is part of the invoice numbers: the same files all day, new invoices after the clock has moved. */
function samplesFor({ timestamp }: ChainTime): readonly SampleInvoice[] {
  const day = new Date(timestamp * 1_000).toISOString().slice(0, 10).replaceAll('-', '')
  return renderSampleInvoices(BigInt(timestamp), day)
}

/** `{"seconds": 3600}` or `{"move": "+90d"}`. */
function requestedSeconds(body: unknown, now: number): number {
  const { seconds, move } = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  if (typeof seconds === 'number') return seconds
  if (typeof move === 'string') return parseMove(move, now)
  throw new RangeError('send {"seconds": number} or {"move": "+90d"}')
}
