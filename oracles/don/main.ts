/**
 * The local DON as a process.
 *
 *   RPC_URL=http://127.0.0.1:8545 COORDINATOR=0x… DON_KEY=0x… ALLOW_NET=127.0.0.1:8081 node oracles/don/main.ts
 *
 * Further: FROM_BLOCK, NODES, FAULTS, SECRETS (JSON). One line of JSON for each event on standard output.
 */
import { once } from 'node:events'
import { isAddress, isHex, size } from 'viem'
import { type DonOptions, startDon } from './don.ts'
import { jsonLog, reasonOf } from './log.ts'

/** The environment says something that the DON cannot use. */
class SettingError extends Error {}

function settings(environment: NodeJS.ProcessEnv): DonOptions {
  const { RPC_URL: rpc, COORDINATOR: coordinator, DON_KEY: privateKey, ALLOW_NET: allowNet = '' } = environment
  if (!rpc || !URL.canParse(rpc))
    throw new SettingError('RPC_URL must be the URL of a node, such as http://127.0.0.1:8545')
  if (!coordinator || !isAddress(coordinator))
    throw new SettingError('COORDINATOR must be the address of the coordinator')
  if (!isHex(privateKey) || size(privateKey) !== 32)
    throw new SettingError('DON_KEY must be a private key: 32 bytes in hex, 0x first')
  const nodes = wholeNumber('NODES', environment.NODES ?? '4')
  const faults = wholeNumber('FAULTS', environment.FAULTS ?? '1')
  if (nodes < 2 * faults + 1)
    throw new SettingError(`${nodes} NODES cannot stand ${faults} FAULTS: it takes ${2 * faults + 1}`)
  return {
    rpc,
    coordinator,
    privateKey,
    allowNet: allowNet.split(',').filter((host) => host !== ''),
    fromBlock: BigInt(wholeNumber('FROM_BLOCK', environment.FROM_BLOCK ?? '0')),
    secrets: secretsOf(environment.SECRETS ?? '{}'),
    nodes,
    faults,
    log: jsonLog(console.log),
  }
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new SettingError(`${name} must be a whole number, not "${text}"`)
  return Number(text)
}

function secretsOf(text: string): Record<string, string> {
  const problem = new SettingError('SECRETS must be a JSON object of texts, such as {"source0":"key"}')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw problem
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw problem
  if (!Object.values(value).every((secret) => typeof secret === 'string')) throw problem
  return value as Record<string, string>
}

try {
  // Listens before anything runs: a signal during the start must not be lost.
  const signalled = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  const don = await startDon(settings(process.env))
  await signalled
  await don.stop()
} catch (error) {
  console.error(`don: ${reasonOf(error)}`)
  process.exitCode = error instanceof SettingError ? 2 : 1
}
