import {
  type AckMessage,
  ackDigest,
  type CommandMessage,
  type DevicesDomain,
  encodeReading,
  flags,
  type Reading,
  type ReadingMessage,
  readingHasher,
} from '@tallystick/sdk'
import { type Hex, zeroHash } from 'viem'
import { HOUR_MS } from './calendar.ts'
import type { Incident } from './incident.ts'
import { type Conditions, Machine, type MachineState } from './machine.ts'
import type { MachineProfile } from './profile.ts'
import { randomOf } from './seeds.ts'
import type { DeviceSigner } from './signer.ts'

/** A machine with its meter. */
export interface DeviceSpec {
  readonly deviceId: Hex
  readonly keyVersion: number
  readonly signer: DeviceSigner
  readonly profile: MachineProfile
  readonly seed: number
  /** The yard, degrees. */
  readonly site: { readonly lat: number; readonly lon: number }
  readonly intervalMs: number
}

/** All that a device must remember over a restart; plain JSON. */
export interface DeviceState {
  readonly machine: MachineState
  /** Number and digest of the last reading. */
  readonly seq: number
  readonly prevHash: Hex
  readonly incidents: readonly Incident[]
  readonly locked: boolean
  /** Waits for the engine to be off. */
  readonly pending: CommandMessage | null
  /** The last one that was carried out. */
  readonly done: CommandMessage | null
}

/** A reading as it leaves the device. */
export interface SignedReading {
  readonly reading: Reading
  readonly digest: Hex
  readonly message: ReadingMessage
}

/** Readings older than this are marked as backfilled; the gateway demands it from 24 h. */
const FRESH_MS = 23 * HOUR_MS
/** No more readings than this for one jump of the clock; then they lie farther apart. */
const MAX_CATCH_UP = 400
const METRES_PER_DEGREE = 111_195
const GOOD_FIX_CM = 250
const POOR_FIX_CM = 5_000
const FIX_NOISE_METRES = 1.2

/** A machine's meter: simulates, measures, signs. It knows no network and no files. */
export class SimulatedDevice {
  readonly spec: DeviceSpec
  readonly #domain: DevicesDomain
  readonly #machine: Machine
  readonly #hash: (reading: Reading) => Hex
  #state: DeviceState

  constructor(spec: DeviceSpec, domain: DevicesDomain, state: DeviceState) {
    this.spec = spec
    this.#domain = domain
    this.#machine = new Machine(spec.profile, spec.seed)
    this.#hash = readingHasher(domain)
    this.#state = state
  }

  /** A device that has not signed anything, on a machine that ran `opHours` before. */
  static fresh(spec: DeviceSpec, domain: DevicesDomain, ts: number, opHours = 0): SimulatedDevice {
    const machine = new Machine(spec.profile, spec.seed).initial(ts, opHours)
    const idle = { incidents: [], locked: false, pending: null, done: null }
    return new SimulatedDevice(spec, domain, { machine, seq: 0, prevHash: zeroHash, ...idle })
  }

  get state(): DeviceState {
    return this.#state
  }

  get isRunning(): boolean {
    return this.#machine.isRunning(this.#state.machine, this.#conditions)
  }

  /** False while the plan or somebody has cut the network. */
  isOnline(time: number): boolean {
    return !this.#machine.isBefallen('offline', time, this.#conditions)
  }

  /** Lets something befall the machine; what is over is forgotten. */
  start(incident: Incident): void {
    const incidents = this.#state.incidents.filter(({ to }) => to > this.#state.machine.ts)
    this.#state = { ...this.#state, incidents: [...incidents, incident] }
  }

  /** Takes a command; one that was carried out or waits already changes nothing. */
  receive(command: CommandMessage): void {
    const { done, pending } = this.#state
    const isKnown = [done, pending].some(
      (known) => known?.commandId === command.commandId && known.leaseId === command.leaseId,
    )
    if (!isKnown) this.#state = { ...this.#state, pending: command }
  }

  /**
   * Carries out a waiting command when that is safe: a machine is unlocked at once and locked when its engine is off.
   * @returns the signed acknowledgement, null while it waits
   */
  carryOut(): AckMessage | null {
    const { pending, machine } = this.#state
    if (pending === null || (pending.command === 1 && this.isRunning)) return null
    this.#state = { ...this.#state, locked: pending.command === 1, pending: null, done: pending }
    const { commandId, command } = pending
    const { deviceId } = this.spec
    const ts = Math.trunc(machine.ts)
    const digest = ackDigest(this.#domain, { deviceId, commandId: BigInt(commandId), command, ts: BigInt(ts) })
    return { v: 1, ack: { deviceId, commandId, command, ts: ts.toString() }, sig: this.spec.signer.sign(digest) }
  }

  /** Instants up to `now` at which a reading is due: multiples of the interval, or of a multiple after a long time. */
  due(now: number): readonly number[] {
    const { intervalMs } = this.spec
    const { ts } = this.#state.machine
    const step = intervalMs * Math.max(1, Math.ceil((now - ts) / intervalMs / MAX_CATCH_UP))
    const count = Math.max(0, Math.floor(now / step) - Math.floor(ts / step))
    const first = (Math.floor(ts / step) + 1) * step
    return Array.from({ length: count }, (_, index) => first + index * step)
  }

  /**
   * Lets the machine run up to `time` and signs a reading.
   * @param time whole milliseconds, after the last reading
   * @param arrival when it can be sent: Infinity without a connection. Readings that arrive late are marked as backfilled
   */
  measure(time: number, arrival: number = time): SignedReading {
    const machine = this.#machine.advance(this.#state.machine, time, this.#conditions)
    this.#state = { ...this.#state, machine }
    const isLate = arrival - time > FRESH_MS || !this.isOnline(time)
    const reading = this.#reading(isLate ? flags.backfilled : 0)
    const isTurnedBack = this.#takeOnce('rollback', time)
    const signed = this.#sign(isTurnedBack ? turnedBack(reading) : reading)
    this.#state = { ...this.#state, seq: Number(reading.seq), prevHash: signed.digest }
    return signed
  }

  /** What a copy of the device signs under the number of the last reading; null without an incident `clone`. */
  cloned({ reading }: SignedReading): SignedReading | null {
    if (!this.#takeOnce('clone', Number(reading.ts))) return null
    return this.#sign({ ...reading, lonE7: reading.lonE7 + 50_000_000, flags: 0 })
  }

  get #conditions(): Conditions {
    return { incidents: this.#state.incidents, locked: this.#state.locked }
  }

  /** True once for an incident that shows in a single reading. */
  #takeOnce(kind: 'rollback' | 'clone', time: number): boolean {
    if (!this.#machine.isBefallen(kind, time, this.#conditions)) return false
    this.#state = { ...this.#state, incidents: this.#state.incidents.filter((incident) => incident.kind !== kind) }
    return true
  }

  #reading(backfilled: number): Reading {
    const { machine, seq, prevHash } = this.#state
    const befallen = (kind: 'jam' | 'tamper') => this.#machine.isBefallen(kind, machine.ts, this.#conditions)
    const isJammed = befallen('jam')
    return {
      deviceId: this.spec.deviceId,
      keyVersion: this.spec.keyVersion,
      seq: BigInt(seq + 1),
      ts: BigInt(Math.trunc(machine.ts)),
      prevHash,
      ...this.#fix(),
      accuracyCm: isJammed ? POOR_FIX_CM : GOOD_FIX_CM,
      opSec: BigInt(Math.floor(machine.opMs / 1_000)),
      idleSec: BigInt(Math.floor(machine.idleMs / 1_000)),
      fuelMl: BigInt(Math.floor(machine.fuelMl)),
      fuelPctBp: Math.round((10_000 * machine.tankMl) / this.spec.profile.tankMl),
      engine: this.isRunning ? 1 : 0,
      flags: backfilled | (isJammed ? flags.gnssJammed : 0) | (befallen('tamper') ? flags.tamper : 0),
      extHash: zeroHash,
    }
  }

  /** The position with the noise of an ordinary receiver. */
  #fix(): Pick<Reading, 'latE7' | 'lonE7'> {
    const { east, north } = this.#state.machine
    const { lat, lon } = this.spec.site
    const random = randomOf(this.spec.seed, 'fix', this.#state.seq)
    const latitude = lat + (north + FIX_NOISE_METRES * random.normal()) / METRES_PER_DEGREE
    const parallel = METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180)
    const longitude = lon + (east + FIX_NOISE_METRES * random.normal()) / parallel
    return { latE7: Math.round(latitude * 1e7), lonE7: Math.round(longitude * 1e7) }
  }

  #sign(reading: Reading): SignedReading {
    const { signer } = this.spec
    const digest = this.#hash(reading)
    return { reading, digest, message: encodeReading(reading, signer.sign(digest), signer.alg) }
  }
}

/** A tenth off every counter, as after an exchange of the odometer. */
function turnedBack(reading: Reading): Reading {
  const less = (counter: bigint) => counter - counter / 10n
  return { ...reading, opSec: less(reading.opSec), idleSec: less(reading.idleSec), fuelMl: less(reading.fuelMl) }
}
