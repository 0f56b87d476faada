/**
 * `npm run -s score:verify -- --merchant 0x… --disclosure FILE`: the auditor's check of one score. Everything that the
 * chain says about it is computed again from the merchant's features, in this process and by the contracts themselves.
 * Exit code: 0 when nothing differs, 1 when something does, 2 when it cannot run.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Deployment, DeploymentError, parseDeployment } from '@tallystick/sdk'
import { type Address, isAddress } from 'viem'
import { localDeploymentPath, root } from './paths.ts'
import { runningSystem } from './run-state.ts'
import { type CheckedFigure, readDisclosure, ScoreCheckError, verifyScore } from './score/verify.ts'
import { ServiceError } from './services/processes.ts'

const usage = `usage: npm run -s score:verify -- --merchant 0x… --disclosure FILE [--network NAME] [--rpc URL] [--model FILE] [--json]

  --merchant 0x…     whose score
  --disclosure FILE  the platform's answer to the merchant: features, salt, asOf (JSON)
  --network NAME     a deployment of sdk/deployments; default: the running local system
  --rpc URL          endpoint of the chain (or TALLYSTICK_RPC_URL); not needed for the local system
  --model FILE       the model's blob; default: the one published on chain
  --json             the figures as one JSON document`

const options = {
  merchant: { type: 'string' },
  disclosure: { type: 'string' },
  network: { type: 'string' },
  rpc: { type: 'string' },
  model: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const

type Arguments = ReturnType<typeof parseArgs<{ options: typeof options }>>['values']

function networkOf({ network = 'local', rpc }: Arguments): { deployment: Deployment; rpcUrl: string } {
  if (network === 'local') return { deployment: readDeployment(localDeploymentPath), rpcUrl: runningSystem().rpcUrl }
  const rpcUrl = rpc ?? process.env.TALLYSTICK_RPC_URL
  if (!rpcUrl) throw new ScoreCheckError('name the chain with --rpc URL')
  return { deployment: readDeployment(join(root, 'sdk', 'deployments', `${network}.json`)), rpcUrl }
}

function readDeployment(file: string): Deployment {
  if (!existsSync(file)) throw new ScoreCheckError(`there is no deployment file ${file}`)
  return parseDeployment(JSON.parse(readFileSync(file, 'utf8')))
}

function readFile(file: string): Buffer {
  if (!existsSync(file)) throw new ScoreCheckError(`there is no file ${file}`)
  return readFileSync(file)
}

function merchantOf({ merchant }: Arguments): Address {
  if (merchant === undefined || !isAddress(merchant)) throw new ScoreCheckError('name the merchant: --merchant 0x…')
  return merchant
}

/** One line per figure: what the chain says, what came out, and whether they are the same. */
function table(figures: readonly CheckedFigure[]): string {
  const rows = figures.map(({ figure, recorded, recomputed, by, isEqual }) =>
    [isEqual ? '✓' : '✗', figure.padEnd(20), recorded.padEnd(68), recomputed.padEnd(68), by].join(' '),
  )
  const head = [' ', 'figure'.padEnd(20), 'on chain'.padEnd(68), 'recomputed'.padEnd(68), 'by'].join(' ')
  return [head, ...rows].map((row) => row.trimEnd()).join('\n')
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options })
  if (values.help) {
    console.log(usage)
    return
  }
  if (values.disclosure === undefined) throw new ScoreCheckError(`name the disclosure\n${usage}`)
  const merchant = merchantOf(values)
  const disclosure = readDisclosure(readFile(values.disclosure).toString('utf8'))
  const blob = values.model === undefined ? undefined : readFile(values.model)
  const figures = await verifyScore({ ...networkOf(values), merchant, disclosure, blob })
  const differences = figures.filter(({ isEqual }) => !isEqual).length
  if (values.json) console.log(JSON.stringify({ merchant, differences, figures }, undefined, 2))
  else console.log(`${table(figures)}\n${figures.length} figures, ${differences} differences`)
  if (differences > 0) process.exitCode = 1
}

main().catch((error: NodeJS.ErrnoException) => {
  const expected =
    error instanceof ScoreCheckError ||
    error instanceof ServiceError ||
    error instanceof DeploymentError ||
    error.code?.startsWith('ERR_PARSE_ARGS')
  console.error(`score:verify: ${expected ? error.message : (error.stack ?? error.message)}`)
  process.exitCode = 2
})
