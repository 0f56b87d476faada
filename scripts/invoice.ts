/**
 * Reads invoice files and prints one JSON line per file:
 *
 *     npm run -s invoice -- [--network NAME] [--today YYYY-MM-DD] FILE…
 *
 * Exits with 1 when a file was refused, with 2 when the command line is wrong.
 */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
// The sources rather than the built package: reading a file needs neither compiled contracts nor a built SDK.
import { CHINA_UTC_OFFSET, dayOf, isoDay, parseDay } from '../sdk/src/days.ts'
import { type Deployment, DeploymentError, parseDeployment } from '../sdk/src/deployment.ts'
import type { InvoiceParty } from '../sdk/src/invoice/canonical.ts'
import { LOCAL_PEPPER } from '../sdk/src/invoice/fingerprint.ts'
import { inspectInvoice, type ParsedInvoice } from '../sdk/src/invoice/parse.ts'
import { financingWarnings } from '../sdk/src/invoice/warnings.ts'
import { formatAmount } from '../sdk/src/money.ts'
import { root } from './paths.ts'

const USAGE = `Usage: npm run -s invoice -- [--network NAME] [--today YYYY-MM-DD] FILE…

Reads UBL 2.1 and UN/CEFACT CII invoices (EN 16931) and prints one JSON line per file: what the invoice says and the
keys under which the network knows it, or a stable error code and the problems field by field.

  --network NAME       network whose fingerprints to compute (default: local); see sdk/deployments
  --today YYYY-MM-DD   day to judge due dates by (default: today in UTC+8)
  --help               print this text

Exit codes: 0 all files are invoices, 1 a file was refused, 2 the command line is wrong.`

/** Longest term of the CN-SCF profile: six calendar months. */
const MAX_TERM_DAYS = 184

interface Settings {
  readonly pepper: Deployment['pepper']
  readonly assetCurrency: string
  readonly today: string
}

/** A command line that cannot be carried out. */
class UsageError extends Error {}

/** Runs the command and returns its exit code. */
function main(args: readonly string[]): number {
  const { values, positionals } = parseCommandLine(args)
  if (values.help) {
    console.log(USAGE)
    return 0
  }
  if (positionals.length === 0) throw new UsageError('name at least one file')
  const settings = { ...networkSettings(values.network), today: readToday(values.today) }
  const reports = positionals.map((file) => report(file, settings))
  for (const line of reports) console.log(JSON.stringify(line))
  return reports.some((line) => 'error' in line) ? 1 : 0
}

function parseCommandLine(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        network: { type: 'string', default: 'local' },
        today: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

/** The local network's pepper is a constant, so that files can be read before anything is deployed. */
function networkSettings(network: string): Pick<Settings, 'pepper' | 'assetCurrency'> {
  if (network === 'local') return { pepper: LOCAL_PEPPER, assetCurrency: 'CNY' }
  const { pepper, asset } = readDeployment(network)
  return { pepper, assetCurrency: asset.currency }
}

function readDeployment(network: string): Deployment {
  if (!/^[\w-]+$/.test(network)) throw new UsageError(`"${network}" is not a network name`)
  try {
    return parseDeployment(JSON.parse(readFileSync(join(root, 'sdk', 'deployments', `${network}.json`), 'utf8')))
  } catch (error) {
    if (error instanceof DeploymentError) throw new UsageError(`sdk/deployments/${network}.json: ${error.message}`)
    throw new UsageError(`there is no usable sdk/deployments/${network}.json`)
  }
}

function readToday(today: string | undefined): string {
  if (today === undefined) return isoDay(dayOf(BigInt(Math.floor(Date.now() / 1000)), CHINA_UTC_OFFSET))
  if (parseDay(today) === undefined) throw new UsageError(`--today ${today} is not a day like 2026-11-22`)
  return today
}

function report(file: string, settings: Settings) {
  const bytes = readBytes(file)
  if (!bytes) return { file, error: 'unreadable' }
  const { invoice, problems } = inspectInvoice(bytes, { pepper: settings.pepper })
  if (invoice) return { file, ...summary(invoice), warnings: warningCodes(invoice, settings) }
  const details = problems.map(({ code, field, detail, message }) => ({ code, field, detail, message: message.en }))
  return { file, error: problems[0].code, problems: details }
}

/** npm runs scripts in the root folder and leaves the caller's in INIT_CWD. */
function readBytes(file: string): Uint8Array | undefined {
  try {
    return readFileSync(resolve(process.env.INIT_CWD ?? '.', file))
  } catch {
    return undefined
  }
}

function summary(invoice: ParsedInvoice) {
  const { syntax, number, currency, currencyDecimals, issueDate, dueDate, docKey, contentHash, fingerprint } = invoice
  return {
    syntax,
    number,
    seller: party(invoice.seller),
    buyer: party(invoice.buyer),
    currency,
    issueDate,
    dueDate,
    payable: formatAmount(invoice.totals.payable, currencyDecimals).replaceAll(',', ''),
    docKey,
    contentHash,
    fingerprint,
  }
}

function party({ name, vatId, legalId, ids, country }: InvoiceParty) {
  return { name, vatId, legalId: legalId?.value ?? null, ids: ids.map(({ value }) => value), country }
}

function warningCodes(invoice: ParsedInvoice, { today, assetCurrency }: Settings): readonly string[] {
  return financingWarnings(invoice, { today, assetCurrency, maxTermDays: MAX_TERM_DAYS }).map(({ code }) => code)
}

try {
  process.exitCode = main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  console.error(`${error.message}\n\n${USAGE}`)
  process.exitCode = 2
}
