/**
 * `npm run deploy -- --network sepolia`: deploys a network from `networks/<name>.json`, or finishes an interrupted
 * deployment, checks the roles on chain, and writes `sdk/deployments/<name>.json`.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildFoundation } from '../build.ts'
import { root } from '../paths.ts'
import { Progress } from '../progress.ts'

const usage = `usage: npm run deploy -- --network NAME [--check]

  --network NAME   a file in scripts/deploy/networks/ and a network of hardhat.config.ts
  --check          read and check the configuration, send nothing

The RPC endpoint and the deployer's key come from Hardhat's configuration variables
(for sepolia: SEPOLIA_RPC_URL and DEPLOYER_PRIVATE_KEY).`

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { network: { type: 'string' }, check: { type: 'boolean' }, help: { type: 'boolean' } },
  })
  if (values.help || values.network === undefined) {
    console.log(usage)
    process.exitCode = values.help ? 0 : 2
    return
  }
  await buildFoundation(new Progress())
  const { readNetworkConfig } = await import('./read-config.ts')
  const config = readNetworkConfig(values.network)
  if (values.check) console.log(`the configuration of ${config.name} is complete`)
  else await deploy(config.name)
}

async function deploy(name: string): Promise<void> {
  const { readNetworkConfig } = await import('./read-config.ts')
  const { deployNetwork, writeDeployment } = await import('./deploy.ts')
  const { creSteps } = await import('./cre-steps.ts')
  const { network } = await import('hardhat')
  const connection = await network.create({ network: name, chainType: 'l1' })
  try {
    const config = readNetworkConfig(name)
    const deployment = await deployNetwork(connection, config, name)
    const file = join(root, 'sdk', 'deployments', `${name}.json`)
    writeDeployment(file, deployment)
    console.log(`deployed to chain ${deployment.chainId}, roles checked; written to ${file}`)
    for (const line of creSteps(config, deployment)) console.log(line)
  } finally {
    await connection.close()
  }
}

main().catch((error: Error) => {
  const expected = ['ConfigError', 'DeploymentRefused', 'RoleMatrixError', 'ServiceError'].includes(error.name)
  console.error(expected ? error.message : error)
  process.exitCode = 1
})
