import {
  AuditAlarmRequestsDocument,
  AuditDeviceAlarmsDocument,
  AuditDeviceOraclesDocument,
  type AuditDeviceOraclesQuery,
  deviceOracleAbi,
} from '@tallystick/sdk'
import { type Hex, zeroHash } from 'viem'
import { type BankContext, sameAddress, withReads } from './context.ts'
import { type Figure, Figures, short } from './figures.ts'

type OracleRow = AuditDeviceOraclesQuery['deviceOracles'][number]

const transports = ['Functions', 'Cre']
const requestStates = ['None', 'Open', 'Answered', 'Failed', 'Expired']

/** A bank's alarms, batches and requests for them against its oracle contract. */
export async function auditAlarms(context: BankContext): Promise<Figure[]> {
  const figures = new Figures(`${context.bank.name} alarms`)
  const oracles = await context.index.rows(AuditDeviceOraclesDocument)
  const oracle = oracles.find(({ id }) => sameAddress(id, context.bank.deviceOracle))
  figures.equal('oracle in the index', oracle !== undefined, true)
  if (oracle === undefined) return figures.list
  await compareOracle(context, figures, oracle)
  await compareAlarms(context, figures)
  await compareRequests(context, figures, oracle)
  return figures.list
}

async function compareOracle({ bank, chain }: BankContext, figures: Figures, row: OracleRow) {
  const limits = await chain.read(bank.deviceOracle, deviceOracleAbi, 'limits', [])
  for (const name of ['maxDataAge', 'timeToLive', 'cooldown', 'dailyBudget'] as const) {
    figures.equal(name, row[name], limits[name])
  }
  const transport = await chain.read(bank.deviceOracle, deviceOracleAbi, 'transport', [])
  figures.equal('transport', row.transport, transports[transport] ?? transport)
  const program = await chain.read(bank.deviceOracle, deviceOracleAbi, 'programHash', [])
  figures.equal('program', row.programHash ?? zeroHash, program)
  const [url, key] = await chain.read(bank.deviceOracle, deviceOracleAbi, 'endpoint', [])
  figures.equal('endpoint', row.url ?? '', url)
  figures.equal('key of the endpoint', row.key ?? zeroHash, key)
  figures.equal('machines', row.deviceCount, await chain.read(bank.deviceOracle, deviceOracleAbi, 'deviceCount', []))
  const readBatch = (number: number) => chain.read(bank.deviceOracle, deviceOracleAbi, 'batch', [number])
  for (const [batch, stored] of await withReads(row.batches, ({ number }) => readBatch(number))) {
    figures.equal(`batch ${batch.number} as of`, batch.asOf, stored.asOf)
    figures.equal(`batch ${batch.number} updated at`, batch.updatedAt, stored.updatedAt)
    figures.equal(`batch ${batch.number} answer`, batch.answerHash, stored.answerHash)
  }
}

async function compareAlarms({ bank, index, chain }: BankContext, figures: Figures) {
  const rows = (await index.rows(AuditDeviceAlarmsDocument)).filter(({ oracle }) =>
    sameAddress(oracle.id, bank.deviceOracle),
  )
  const read = async (device: Hex) => ({
    place: await chain.read(bank.deviceOracle, deviceOracleAbi, 'indexOf', [device]),
    alarms: await chain.read(bank.deviceOracle, deviceOracleAbi, 'alarmsOf', [device]),
  })
  for (const [row, stored] of await withReads(rows, ({ device }) => read(device.id))) {
    figures.equal(`place of ${short(row.device.id)}`, row.place, stored.place)
    figures.equal(`alarms of ${short(row.device.id)}`, row.alarms, stored.alarms)
  }
}

/** Every request against its own state on chain, and the counts kept while indexing against the requests. */
async function compareRequests({ bank, index, chain }: BankContext, figures: Figures, oracle: OracleRow) {
  const rows = (await index.rows(AuditAlarmRequestsDocument)).filter((row) =>
    sameAddress(row.oracle.id, bank.deviceOracle),
  )
  const readRequest = (id: Hex) => chain.read(bank.deviceOracle, deviceOracleAbi, 'request', [id])
  for (const [row, stored] of await withReads(rows, ({ id }) => readRequest(id))) {
    figures.equal(`request ${short(row.id)} state`, row.state, requestStates[stored.state] ?? stored.state)
    figures.equal(`request ${short(row.id)} batch`, row.batch, BigInt(stored.subject) - 1n)
  }
  figures.equal('requests counted while indexing', oracle.requested, rows.length)
  for (const [count, state] of [
    ['answered', 'Answered'],
    ['failed', 'Failed'],
    ['expired', 'Expired'],
  ] as const) {
    figures.equal(`requests ${count}`, oracle[count], rows.filter((row) => row.state === state).length)
  }
}
