/**
 * Imports daily facts: `node oracles/platform/import.ts FILE.csv [--json]`. All lines or none; lines of a merchant and day
 * that are known replace them, so that the same file twice changes nothing. Exit code 1: lines were refused; 2: usage.
 */
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { CHINA_UTC_OFFSET, dayOf } from '@tallystick/sdk'
import { ImportRefused, readFacts } from './facts-csv.ts'
import { PlatformConfigError } from './server.ts'
import { readProvider } from './settings.ts'
import { PlatformStore } from './store.ts'

const usage = `usage: node oracles/platform/import.ts FILE.csv [--json]
columns (any order): merchant, day, paid_amount, paid_count, refunded_amount, rating_stars, rating_count,
  cost_of_goods, inventory, credit_defaults
environment: DATABASE_URL, PROVIDER_ID, PROVIDER_NAME, PROVIDER_NAME_ZH, PROVIDER_SCOPES`

const SHOWN_PROBLEMS = 20

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { help: { type: 'boolean' }, json: { type: 'boolean' } },
    allowPositionals: true,
  })
  const [file] = positionals
  if (values.help || file === undefined) {
    console.log(usage)
    process.exitCode = values.help ? 0 : 2
    return
  }
  const { databaseUrl, provider } = readProvider(process.env)
  const today = dayOf(BigInt(Math.floor(Date.now() / 1_000)), CHINA_UTC_OFFSET)
  const facts = readFacts(await readFile(file, 'utf8'), today)
  const store = await PlatformStore.open(databaseUrl, provider)
  const counts = await store.importFacts(facts).finally(() => store.close())
  const { added, changed, unchanged } = counts
  console.log(values.json ? JSON.stringify(counts) : `${added} added, ${changed} changed, ${unchanged} unchanged`)
}

main().catch((error: NodeJS.ErrnoException) => {
  const isUsage = error instanceof PlatformConfigError || error.code?.startsWith('ERR_PARSE_ARGS')
  console.error(error.message)
  if (error instanceof ImportRefused) {
    for (const { line, reason } of error.problems.slice(0, SHOWN_PROBLEMS)) console.error(`  line ${line}: ${reason}`)
    const more = error.problems.length - SHOWN_PROBLEMS
    if (more > 0) console.error(`  and ${more} more`)
  }
  process.exitCode = isUsage ? 2 : 1
})
