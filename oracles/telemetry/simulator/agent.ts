import type { CommandMessage, DevicesDomain } from '@tallystick/sdk'
import { keccak256, stringToBytes } from 'viem'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import { type DeviceSpec, type SignedReading, SimulatedDevice } from './device.ts'
import { type Incident, type IncidentKind, incidentAt } from './incident.ts'
import { Link } from './link.ts'
import { DeviceStore, type Outgoing } from './store.ts'

/** What all devices of a process share. */
export interface AgentSurroundings {
  readonly domain: DevicesDomain
  readonly clock: Clock
  readonly brokerUrl: string
  /** Certificate of the broker's authority, PEM; undefined for those that the system trusts. */
  readonly brokerCa: string | undefined
  /** Folder of the devices' memories. */
  readonly stateDir: string
  readonly log: Log
}

const FIRMWARE_HASH = keccak256(stringToBytes('tallystick simulator 1'))
/** The outbox is written to disk again when so many messages have been acknowledged, and when it is empty. */
const SAVE_EVERY = 500

/**
 * A simulated device at work: measures when a reading is due, keeps what it has signed on disk before it sends it, sends
 * in order, carries out commands. Killed at any instant it goes on with the next number, and sends again what the broker
 * may not have.
 */
export class Agent {
  readonly #clock: Clock
  readonly #log: Log
  readonly #device: SimulatedDevice
  readonly #store: DeviceStore
  readonly #outbox: Outgoing[]
  readonly #link: Link
  #latest: SignedReading | undefined
  #unsaved = 0

  /** @param opHours operating hours of the machine before its first reading */
  constructor(spec: DeviceSpec, opHours: number, password: string | undefined, surroundings: AgentSurroundings) {
    const { domain, clock, brokerUrl, brokerCa, stateDir, log } = surroundings
    this.#clock = clock
    this.#log = log
    this.#store = new DeviceStore(stateDir, spec.deviceId)
    const stored = this.#store.load()
    this.#device = stored
      ? new SimulatedDevice(spec, domain, stored.device)
      : SimulatedDevice.fresh(spec, domain, clock.now(), opHours)
    this.#outbox = [...(stored?.outbox ?? [])]
    this.#link = new Link({
      url: brokerUrl,
      ca: brokerCa,
      deviceId: spec.deviceId,
      password,
      birth: { v: 1, firmwareHash: FIRMWARE_HASH, keyVersion: spec.keyVersion },
      outbox: this.#outbox,
      onDelivered: () => this.#delivered(),
      onCommand: (command) => this.#command(command),
      onTrouble: (reason) => log.warn({ device: spec.deviceId, reason }, 'trouble with the broker'),
    })
  }

  get device(): SimulatedDevice {
    return this.#device
  }

  /** Messages that the broker has not acknowledged. */
  get waiting(): number {
    return this.#outbox.length
  }

  get latest(): SignedReading | undefined {
    return this.#latest
  }

  /** Does what is due now: call it at least once a second. */
  tick(): void {
    const now = this.#clock.now()
    const isOnline = this.#device.isOnline(now)
    const before = this.#outbox.length
    for (const time of this.#device.due(now))
      this.#measure(time, isOnline && this.#link.isUp ? now : Number.POSITIVE_INFINITY)
    this.#carryOut()
    if (this.#outbox.length > before) this.#save()
    this.#link.run(isOnline)
  }

  /** Signs a reading at once, as the machine's own display does on delivery. */
  measureNow(): SignedReading {
    const now = Math.max(this.#clock.now(), this.#device.state.machine.ts + 1)
    const signed = this.#measure(Math.trunc(now), now)
    this.#save()
    return signed
  }

  start(kind: IncidentKind, hours?: number): Incident {
    const incident = incidentAt(kind, this.#clock.now(), hours)
    this.#device.start(incident)
    this.#save()
    this.#log.info({ device: this.#device.spec.deviceId, kind, until: incident.to }, 'something befalls the machine')
    return incident
  }

  async stop(): Promise<void> {
    await this.#link.stop()
    this.#save()
  }

  #measure(time: number, arrival: number): SignedReading {
    const signed = this.#device.measure(time, arrival)
    const copy = this.#device.cloned(signed)
    for (const { message } of copy ? [signed, copy] : [signed]) {
      this.#outbox.push({ channel: 'telemetry', payload: JSON.stringify(message) })
    }
    this.#latest = signed
    return signed
  }

  #command(command: CommandMessage): void {
    this.#device.receive(command)
    this.#save()
  }

  #carryOut(): void {
    const ack = this.#device.carryOut()
    if (ack === null) return
    this.#outbox.push({ channel: 'ack', payload: JSON.stringify(ack) })
    this.#log.info({ device: ack.ack.deviceId, command: ack.ack.command }, 'the machine has carried out a command')
  }

  #delivered(): void {
    this.#unsaved++
    if (this.#outbox.length === 0 || this.#unsaved >= SAVE_EVERY) this.#save()
  }

  #save(): void {
    this.#unsaved = 0
    this.#store.save({ device: this.#device.state, outbox: this.#outbox })
  }
}
