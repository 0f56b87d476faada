import type { DevicesDomain, Reading } from '@tallystick/sdk'
import type { Hex } from 'viem'
import { type SignedReading, SimulatedDevice } from '../../oracles/telemetry/simulator/device.ts'
import type { Incident } from '../../oracles/telemetry/simulator/incident.ts'
import { DeviceStore } from '../../oracles/telemetry/simulator/store.ts'
import type { FleetMember } from './fleet.ts'

/** Between two readings of the past: enough for a chart, and soon sent. */
const pastIntervalMs = 2 * 3_600_000

/** What proves a period: its last reading, and the digests of all of them. */
export interface RecordedPeriod {
  readonly closing: SignedReading
  readonly digests: readonly Hex[]
}

/**
 * A machine's meter in the time before the system was started. Its readings wait in the simulator's outbox, as after a
 * long time without network, and reach the gateway once that runs.
 */
export class Recorder {
  readonly #device: SimulatedDevice
  readonly #readings: SignedReading[] = []
  /** Unix milliseconds of the present, at which the readings are sent. */
  readonly #present: number

  constructor({ spec, machine }: FleetMember, domain: DevicesDomain, begin: number, present: number) {
    this.#device = SimulatedDevice.fresh(spec, domain, begin, machine.opHours)
    this.#present = present
  }

  /** Takes the readings that are due up to an instant. */
  runTo(time: number): void {
    const next = () => (Math.floor(this.#device.state.machine.ts / pastIntervalMs) + 1) * pastIntervalMs
    while (next() <= time) this.#take(next())
  }

  /** Takes a reading at this very instant. */
  readAt(time: number): SignedReading {
    this.runTo(time - 1)
    return this.#take(time)
  }

  start(incident: Incident): void {
    this.#device.start(incident)
  }

  /** The readings after one reading, up to an instant. */
  period(opening: Reading, end: number): RecordedPeriod {
    const readings = this.#readings.filter(({ reading }) => reading.seq > opening.seq && reading.ts <= BigInt(end))
    const closing = readings.at(-1)
    if (closing === undefined) throw new Error('the machine took no reading in the period')
    return { closing, digests: readings.map(({ digest }) => digest) }
  }

  /** Leaves memory and unsent readings where the simulator looks for them. */
  store(directory: string): void {
    const outbox = this.#readings.map(({ message }) => ({
      channel: 'telemetry' as const,
      payload: JSON.stringify(message),
    }))
    new DeviceStore(directory, this.#device.spec.deviceId).save({ device: this.#device.state, outbox })
  }

  #take(time: number): SignedReading {
    const signed = this.#device.measure(time, this.#present)
    this.#readings.push(signed)
    return signed
  }
}
