/**
 * `npm run -s rent:verify -- --lease N --period K`: the auditor's check of one rent. The bill is computed again from the
 * terms and the two counters, and followed to the device's signature and one raw reading under the period's Merkle root.
 * Exit code: 0 when nothing differs, 1 when something does, 2 when it cannot run.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  type AuditedFigure,
  type BankDeployment,
  type Deployment,
  DeploymentError,
  parseDeployment,
  type RentEvidence,
  writeEvidence,
} from '@tallystick/sdk'
import { BaseError, type Hex, isHex, size } from 'viem'
import { company } from './demo/companies.ts'
import { localDeploymentPath, root } from './paths.ts'
import { readEvidence } from './rent/evidence-file.ts'
import { RentCheckError } from './rent/problem.ts'
import { collectEvidence, type RentCheck, verifyRent } from './rent/verify.ts'
import { runningSystem } from './run-state.ts'
import { ServiceError } from './services/processes.ts'

const usage = `usage: npm run -s rent:verify -- --lease N --period K [--seq S] [--save FILE] [--json]
       npm run -s rent:verify -- --evidence FILE [--json]

  --lease N          number of the lease
  --period K         number of the period whose rent is checked
  --seq S            number of the raw reading to prove; default: the closing one
  --save FILE        keeps everything that was looked at, for a check without chain and gateway
  --evidence FILE    checks such a file; what it says of the chain is believed
  --bank NAME        default: the first bank of the deployment
  --network NAME     a deployment of sdk/deployments; default: the running local system
  --rpc URL          endpoint of the chain (or TALLYSTICK_RPC_URL), which keeps old state; not for the local system
  --gateway URL      the machines' gateway (or TALLYSTICK_GATEWAY_URL); not for the local system
  --json             the figures as one JSON document

Elsewhere than on the local system, TALLYSTICK_VIEWER_KEY is the key of an account that may see the lease: an auditor,
an officer of the bank, the lessee or the manufacturer.`

const options = {
  lease: { type: 'string' },
  period: { type: 'string' },
  seq: { type: 'string' },
  save: { type: 'string' },
  evidence: { type: 'string' },
  bank: { type: 'string' },
  network: { type: 'string' },
  rpc: { type: 'string' },
  gateway: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const

type Arguments = ReturnType<typeof parseArgs<{ options: typeof options }>>['values']

function checkOf(values: Arguments): RentCheck {
  const bill = {
    leaseId: numberOf('lease', values.lease),
    period: Number(numberOf('period', values.period)),
    seq: values.seq === undefined ? undefined : numberOf('seq', values.seq),
  }
  const { deployment, ...endpoints } = networkOf(values)
  return { ...bill, ...endpoints, deployment, bank: bankOf(deployment, values.bank) }
}

function networkOf({ network = 'local', rpc, gateway }: Arguments) {
  if (network === 'local') {
    const deployment = readDeployment(localDeploymentPath)
    const { url, rpcUrl } = runningSystem()
    const gatewayUrl = new URL(deployment.telemetry.url, url).href
    return { deployment, rpcUrl, gatewayUrl, viewerKey: company('zhengxin').privateKey }
  }
  const { TALLYSTICK_RPC_URL, TALLYSTICK_GATEWAY_URL, TALLYSTICK_VIEWER_KEY } = process.env
  const [rpcUrl, gatewayUrl] = [rpc ?? TALLYSTICK_RPC_URL, gateway ?? TALLYSTICK_GATEWAY_URL]
  if (!rpcUrl) throw new RentCheckError('name the chain with --rpc URL')
  if (!gatewayUrl) throw new RentCheckError('name the gateway with --gateway URL')
  const deployment = readDeployment(join(root, 'sdk', 'deployments', `${network}.json`))
  return { deployment, rpcUrl, gatewayUrl, viewerKey: keyOf(TALLYSTICK_VIEWER_KEY) }
}

function keyOf(text: string | undefined): Hex {
  if (isHex(text) && size(text) === 32) return text
  throw new RentCheckError('TALLYSTICK_VIEWER_KEY must be a private key: 32 bytes in hex, 0x first')
}

function bankOf({ banks }: Deployment, name: string | undefined): BankDeployment {
  const bank = name === undefined ? banks[0] : banks.find((candidate) => candidate.name === name)
  if (bank === undefined)
    throw new RentCheckError(`the deployment has no bank${name === undefined ? '' : ` "${name}"`}`)
  return bank
}

function numberOf(option: string, text: string | undefined): bigint {
  if (text === undefined) throw new RentCheckError(`name the bill with --lease N --period K\n${usage}`)
  if (!/^\d{1,19}$/.test(text)) throw new RentCheckError(`--${option} takes a number, not "${text}"`)
  return BigInt(text)
}

function readDeployment(file: string): Deployment {
  return parseDeployment(JSON.parse(readFile(file)))
}

function readFile(file: string): string {
  if (!existsSync(file)) throw new RentCheckError(`there is no file ${file}`)
  return readFileSync(file, 'utf8')
}

/** Each figure with what it is, what came out, and where both come from. */
function report({ record, evidence }: RentEvidence, figures: readonly AuditedFigure[]): string {
  const lines = figures.map(({ figure, recorded, source, recomputed, basis, isEqual }) =>
    isEqual
      ? `✓ ${figure.padEnd(32)} ${recorded}   [${source} = ${basis}]`
      : `✗ ${figure.padEnd(32)} ${recorded}   [${source}]\n  ${'but'.padEnd(32)} ${recomputed}   [${basis}]`,
  )
  const differences = figures.filter(({ isEqual }) => !isEqual).length
  const readings = evidence ? `${evidence.readings.length} readings` : 'no reading'
  return [
    `Lease ${record.leaseId}, period ${record.bill.period}, ${readings}. Money in minor units.`,
    ...lines,
    `${figures.length} figures, ${differences} differences`,
  ].join('\n')
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options })
  if (values.help) {
    console.log(usage)
    return
  }
  const found =
    values.evidence === undefined ? await collectEvidence(checkOf(values)) : readEvidence(readFile(values.evidence))
  if (values.save !== undefined) writeFileSync(values.save, writeEvidence(found))
  const figures = await verifyRent(found)
  const differences = figures.filter(({ isEqual }) => !isEqual).length
  console.log(values.json ? JSON.stringify({ differences, figures }, undefined, 2) : report(found, figures))
  if (differences > 0) process.exitCode = 1
}

main().catch((error: NodeJS.ErrnoException) => {
  const expected =
    error instanceof RentCheckError ||
    error instanceof ServiceError ||
    error instanceof DeploymentError ||
    error.code?.startsWith('ERR_PARSE_ARGS')
  // The chain's own words go on with the whole request.
  const [reason] = error instanceof BaseError ? error.message.split('\n', 1) : [error.stack ?? error.message]
  console.error(`rent:verify: ${expected ? error.message : reason}`)
  process.exitCode = 2
})
