/**
 * A fleet of simulated machines as a process.
 *
 *   FLEET_FILE=fleet.json MQTT_URL=mqtts://127.0.0.1:8883 STATE_DIR=.tallystick/simulator \
 *   node oracles/telemetry/simulator/main.ts
 *
 * Further: CLOCK (URL of a local chain whose time to follow; the system's clock without it), MQTT_CA (PEM file),
 * CONTROL_PORT (HTTP control on the loopback interface, see control.ts), LOG_LEVEL.
 */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { systemClock } from '../clock.ts'
import { createLog, type LogLevel, reasonOf } from '../log.ts'
import { Agent } from './agent.ts'
import { followChainClock } from './clock.ts'
import { controlServer } from './control.ts'
import { domainOf, FleetFileError, readFleetFile, specOf } from './fleet-file.ts'

const TICK_MS = 500
const LOG_LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'silent']

/** The environment says something that the simulator cannot use. */
class SettingError extends Error {}

function settings(environment: NodeJS.ProcessEnv) {
  const { FLEET_FILE, MQTT_URL, STATE_DIR, CLOCK, MQTT_CA, CONTROL_PORT, LOG_LEVEL = 'info' } = environment
  if (!FLEET_FILE) throw new SettingError('FLEET_FILE must be the path of a fleet file (see fleet-file.ts)')
  if (!MQTT_URL || !URL.canParse(MQTT_URL))
    throw new SettingError('MQTT_URL must be a URL, such as mqtt://127.0.0.1:1883')
  if (!STATE_DIR) throw new SettingError('STATE_DIR must be a folder in which the devices remember their numbers')
  if (CLOCK && !URL.canParse(CLOCK))
    throw new SettingError('CLOCK must be the URL of a node, such as http://127.0.0.1:8545')
  if (CONTROL_PORT && !/^\d{1,5}$/.test(CONTROL_PORT)) throw new SettingError('CONTROL_PORT must be a port')
  const logLevel = LOG_LEVELS.find((level) => level === LOG_LEVEL)
  if (!logLevel) throw new SettingError(`LOG_LEVEL must be ${LOG_LEVELS.join(' or ')}`)
  return {
    file: readFleetFile(FLEET_FILE),
    brokerUrl: MQTT_URL,
    brokerCa: MQTT_CA ? readFileSync(MQTT_CA, 'utf8') : undefined,
    stateDir: STATE_DIR,
    rpcUrl: CLOCK,
    controlPort: CONTROL_PORT === undefined ? undefined : Number(CONTROL_PORT),
    log: createLog(logLevel),
  }
}

async function run(): Promise<void> {
  // Listens before anything runs: a signal during the start must not be lost.
  const signalled = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  const { file, rpcUrl, controlPort, ...shared } = settings(process.env)
  const chainClock = rpcUrl ? await followChainClock(rpcUrl) : undefined
  const surroundings = { ...shared, domain: domainOf(file), clock: chainClock ?? systemClock }
  const agents = file.fleet.map(
    (device) => new Agent(specOf(device, file.intervalSeconds), device.opHours, device.password, surroundings),
  )
  const ticking = setInterval(() => {
    for (const agent of agents) agent.tick()
  }, TICK_MS)
  const control = controlServer(agents)
  if (controlPort !== undefined) await control.listen({ host: '127.0.0.1', port: controlPort })
  shared.log.info({ devices: agents.length }, 'the fleet is at work')

  await signalled
  clearInterval(ticking)
  chainClock?.stop()
  await control.close()
  await Promise.all(agents.map((agent) => agent.stop()))
}

run().catch((error: unknown) => {
  console.error(`simulator: ${reasonOf(error)}`)
  process.exitCode = error instanceof SettingError || error instanceof FleetFileError ? 2 : 1
})
