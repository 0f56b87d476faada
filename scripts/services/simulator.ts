import { join } from 'node:path'
import { root } from '../paths.ts'
import { host } from './ports.ts'
import type { Service, Supervisor } from './processes.ts'

/** What the process of the simulated machines needs to know. */
export interface SimulatorProcess {
  readonly fleetFile: string
  readonly brokerUrl: string
  /** Folder of the machines' memories. */
  readonly stateDir: string
  /** The chain whose clock the machines follow. */
  readonly rpcUrl: string
  readonly controlPort: number
}

/** Where the simulator on this machine can be told what befalls a machine. */
export function simulatorUrl(controlPort: number): string {
  return `http://${host}:${controlPort}`
}

/** Starts the simulated machines. */
export function startSimulator(supervisor: Supervisor, simulator: SimulatorProcess): Promise<Service> {
  return supervisor.start({
    name: 'simulator',
    command: process.execPath,
    args: ['--disable-warning=ExperimentalWarning', join(root, 'oracles', 'telemetry', 'simulator', 'main.ts')],
    env: {
      FLEET_FILE: simulator.fleetFile,
      MQTT_URL: simulator.brokerUrl,
      STATE_DIR: simulator.stateDir,
      CLOCK: simulator.rpcUrl,
      CONTROL_PORT: String(simulator.controlPort),
    },
    ready: async () => (await fetch(`${simulatorUrl(simulator.controlPort)}/devices`)).ok,
  })
}
