/**
 * The telemetry gateway as a process. `node oracles/telemetry/main.ts --help` lists the environment variables;
 * `… main.ts token NAME` prints a device's password at the embedded broker. One JSON line for each event on stdout.
 * SIGTERM or SIGINT stores and acknowledges what has arrived and ends with 0. Exit codes: 1 it could not start or go on,
 * 2 the configuration is wrong.
 */
import { once } from 'node:events'
import { deviceToken } from './broker/credentials.ts'
import { GatewayConfigError, readConfig, readSecret, SETTINGS } from './config.ts'
import { startGateway } from './gateway.ts'
import { reasonOf } from './log.ts'

function usage(): string {
  const lines = Object.entries(SETTINGS).map(([name, meaning]) => `  ${name.padEnd(20)}${meaning}`)
  return `usage: node oracles/telemetry/main.ts [token NAME]\nenvironment:\n${lines.join('\n')}`
}

async function main([command, name]: readonly string[]): Promise<void> {
  if (command === '--help') return console.log(usage())
  if (command === 'token' && name) return console.log(deviceToken(readSecret(process.env), name))
  if (command !== undefined) throw new GatewayConfigError(`unknown command "${command}"; --help tells what there is`)
  // Listens before anything runs: a signal during the start must not be lost.
  const signalled = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  const gateway = await startGateway(readConfig(process.env), fail)
  console.log(JSON.stringify({ event: 'ready', url: gateway.url, mqtt: gateway.ports }))
  await signalled
  await gateway.close()
}

function fail(error: Error): void {
  console.error(`telemetry gateway: ${reasonOf(error)}`)
  process.exit(error instanceof GatewayConfigError ? 2 : 1)
}

main(process.argv.slice(2)).catch(fail)
