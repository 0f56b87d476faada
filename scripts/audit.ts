/**
 * `npm run -s audit`: compares the index with the chain at one block, entry by entry and total by total, and prints
 * every figure with its two sources. Exit code: 0 when nothing differs, 1 when something does, 2 when it cannot run.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Deployment, DeploymentError, parseDeployment } from '@tallystick/sdk'
import { AuditError, type AuditSource, audit } from './audit/audit.ts'
import { reportText } from './audit/report.ts'
import { localDeploymentPath, root } from './paths.ts'
import { runningSystem } from './run-state.ts'
import { ServiceError } from './services/processes.ts'

const usage = `usage: npm run -s audit -- [--json] [--network NAME | --deployment FILE] [--block N] [--rpc URL] [--graphql URL]

  --json             the figures as one JSON document
  --network NAME     a deployment of sdk/deployments; default: the running local system
  --deployment FILE  a deployment file from elsewhere instead
  --block N          audit an earlier block than the last indexed one; the node must keep its state
  --rpc URL          endpoint of the chain (or TALLYSTICK_RPC_URL); not needed for the local system
  --graphql URL      endpoint of the index (or TALLYSTICK_GRAPHQL_URL); not needed for the local system`

const options = {
  json: { type: 'boolean' },
  network: { type: 'string' },
  deployment: { type: 'string' },
  block: { type: 'string' },
  rpc: { type: 'string' },
  graphql: { type: 'string' },
  help: { type: 'boolean' },
} as const

type Arguments = ReturnType<typeof parseArgs<{ options: typeof options }>>['values']

function sourceOf({ network, deployment, rpc, graphql }: Arguments): AuditSource {
  const isLocal = deployment === undefined && (network ?? 'local') === 'local'
  if (isLocal) return { ...runningSystem(), deployment: readDeployment(localDeploymentPath) }
  const file = deployment ?? join(root, 'sdk', 'deployments', `${network}.json`)
  const rpcUrl = rpc ?? process.env.TALLYSTICK_RPC_URL
  const graphqlUrl = graphql ?? process.env.TALLYSTICK_GRAPHQL_URL
  if (!rpcUrl || !graphqlUrl) throw new AuditError('name the chain with --rpc URL and the index with --graphql URL')
  return { deployment: readDeployment(file), rpcUrl, graphqlUrl }
}

function readDeployment(file: string): Deployment {
  if (!existsSync(file)) throw new AuditError(`there is no deployment file ${file}`)
  return parseDeployment(JSON.parse(readFileSync(file, 'utf8')))
}

function blockOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d{1,15}$/.test(text)) throw new AuditError(`--block takes a block number, not "${text}"`)
  return Number(text)
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options })
  if (values.help) {
    console.log(usage)
    return
  }
  const report = await audit(sourceOf(values), blockOf(values.block))
  console.log(values.json ? JSON.stringify(report, undefined, 2) : reportText(report))
  if (report.differences > 0) process.exitCode = 1
}

main().catch((error: Error) => {
  const expected = error instanceof AuditError || error instanceof ServiceError || error instanceof DeploymentError
  console.error(`audit: ${expected ? error.message : (error.stack ?? error.message)}`)
  process.exitCode = 2
})
