/**
 * A data provider as a process. `node oracles/platform/main.ts --help` lists the environment variables. Prints one JSON
 * line per event; SIGTERM or SIGINT answers what has arrived and ends with 0. Exit code 2: the configuration is wrong.
 */
import { PlatformConfigError, startPlatform } from './server.ts'
import { readOptions, SETTINGS } from './settings.ts'

function usage(): string {
  const lines = Object.entries(SETTINGS).map(([name, meaning]) => `  ${name.padEnd(18)}${meaning}`)
  return `usage: node oracles/platform/main.ts\nenvironment:\n${lines.join('\n')}`
}

async function main(): Promise<void> {
  if (process.argv.includes('--help')) {
    console.log(usage())
    return
  }
  const platform = await startPlatform(readOptions(process.env))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void platform.close())
}

main().catch((error: Error) => {
  const isConfig = error instanceof PlatformConfigError || error instanceof RangeError
  console.error(isConfig ? error.message : `the platform did not start: ${error.message}`)
  process.exitCode = isConfig ? 2 : 1
})
