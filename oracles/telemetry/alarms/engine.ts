import { randomUUID } from 'node:crypto'
import { ALARM_SEVERITIES, type AlarmKey, type AlarmSeverity, type AlarmType, alarmTypes } from '@tallystick/sdk'
import type { Hex } from 'viem'
import type { RefusalCode } from '../ingest/refusal.ts'
import { type AlarmRule, HOUR_MS, type Moment, type Sample, type Watch } from './rule.ts'
import { type AnyAlarmRule, alarmRules } from './rules/index.ts'

export type ClearReason = 'RULE' | 'OFFICER' | 'LEASE_ENDED'

/** An alarm of a device. Times are Unix milliseconds. */
export interface Alarm {
  readonly id: string
  readonly deviceId: Hex
  readonly lease: string
  readonly key: AlarmKey
  readonly severity: AlarmSeverity
  /** When the condition began, by the device's own time. */
  readonly since: number
  readonly raisedAt: number
  readonly clearedAt: number | undefined
  readonly clearReason: ClearReason | undefined
}

export interface AlarmChange {
  readonly kind: 'RAISED' | 'SEVERITY' | 'CLEARED'
  readonly at: number
  readonly alarm: Alarm
}

/** What is kept of a device between two readings: each rule's own state as JSON, and the lease that it is about. */
export interface DeviceMemory {
  readonly lease: string
  readonly states: Readonly<Partial<Record<AlarmKey, unknown>>>
}

/** Memory of a device of which nothing is known. */
export const blankMemory: DeviceMemory = { lease: '', states: {} }

/**
 * The alarms of one device: at most one active alarm of each kind. Its severity only rises; the condition to clear is
 * looked at only when the one to raise does not hold.
 */
export class DeviceAlarms {
  /** What has happened since this object was made, in order. */
  readonly changes: AlarmChange[] = []
  readonly #loaded: DeviceMemory
  readonly #active: Map<AlarmKey, Alarm>
  readonly #watch: Watch
  #memory: DeviceMemory

  /** @param at Unix milliseconds of the gateway's clock: when alarms of a former lease are cleared */
  constructor(memory: DeviceMemory, active: readonly Alarm[], watch: Watch, at: number) {
    this.#loaded = memory
    this.#memory = memory
    this.#active = new Map(active.map((alarm) => [alarm.key, alarm]))
    this.#watch = watch
    if (memory.lease !== watch.lease) this.#changeLease(at)
  }

  /** What is to be kept; undefined when it is what was loaded. */
  get changedMemory(): DeviceMemory | undefined {
    return this.#memory === this.#loaded ? undefined : this.#memory
  }

  /** Judges the device by a reading, as of the reading's own time. */
  observe(sample: Sample, interval: number, at: number): void {
    const now = Number(sample.reading.ts)
    for (const rule of this.#rules()) this.#set(rule, rule.observe(this.#state(rule), sample, this.#watch))
    this.judge({ now, last: sample.reading, heardAt: now, interval }, at)
  }

  /** Tells the rules of a refused message. */
  refuse(code: RefusalCode, at: number): void {
    for (const rule of this.#rules()) {
      if (rule.refuse === undefined) continue
      this.#set(rule, rule.refuse(this.#state(rule), code, at))
      this.#judgeRule(rule, { now: at, last: undefined, heardAt: at, interval: 0, watch: this.#watch }, at)
    }
  }

  /** Tells the rules that the device's connection broke. */
  disconnect(at: number): void {
    for (const rule of this.#rules()) if (rule.disconnect) this.#set(rule, rule.disconnect(this.#state(rule), at))
  }

  /** Closes an alarm in an officer's name, where only an officer can; the rule may raise it again. */
  close(key: AlarmKey, at: number): void {
    const rule = this.#rules().find((candidate) => candidate.key === key)
    if (rule?.close === undefined) return
    this.#set(rule, rule.close(this.#state(rule)))
    this.#clear(key, 'OFFICER', at)
  }

  /** Raises, lifts and clears alarms as conditions are at a moment. */
  judge(circumstances: Omit<Moment, 'watch'>, at: number): void {
    const moment = { ...circumstances, watch: this.#watch }
    for (const rule of this.#rules()) this.#judgeRule(rule, moment, at)
  }

  #judgeRule(rule: AnyAlarmRule, moment: Moment, at: number): void {
    const since = rule.holdsSince(this.#state(rule), moment)
    if (since !== undefined) {
      this.#raise(rule.key, since, moment.now, at)
      if (rule.hold) this.#set(rule, rule.hold(this.#state(rule), moment))
    } else if (this.#active.has(rule.key) && rule.isCleared(this.#state(rule), moment)) {
      this.#clear(rule.key, 'RULE', at)
    }
  }

  #raise(key: AlarmKey, since: number, now: number, at: number): void {
    const severity = severityOf(key, now - since)
    const active = this.#active.get(key)
    if (active === undefined) {
      const { deviceId, lease } = this.#watch
      const times = { since, raisedAt: at, clearedAt: undefined, clearReason: undefined }
      this.#note('RAISED', { id: randomUUID(), deviceId, lease, key, severity, ...times }, at)
    } else if (rank(severity) > rank(active.severity)) {
      this.#note('SEVERITY', { ...active, severity }, at)
    }
  }

  #clear(key: AlarmKey, clearReason: ClearReason, at: number): void {
    const active = this.#active.get(key)
    if (active) this.#note('CLEARED', { ...active, clearedAt: at, clearReason }, at)
  }

  #note(kind: AlarmChange['kind'], alarm: Alarm, at: number): void {
    if (kind === 'CLEARED') this.#active.delete(alarm.key)
    else this.#active.set(alarm.key, alarm)
    this.changes.push({ kind, at, alarm })
  }

  #changeLease(at: number): void {
    const permanent = alarmRules.filter((rule) => rule.isPermanent)
    const kept = permanent.flatMap((rule) => (rule.key in this.#memory.states ? [[rule.key, this.#state(rule)]] : []))
    this.#memory = { lease: this.#watch.lease, states: Object.fromEntries(kept) }
    for (const key of [...this.#active.keys()]) {
      if (!permanent.some((rule) => rule.key === key)) this.#clear(key, 'LEASE_ENDED', at)
    }
  }

  #rules(): readonly AnyAlarmRule[] {
    return this.#watch.lease === '' ? alarmRules.filter((rule) => rule.isPermanent) : alarmRules
  }

  #state<State>(rule: AlarmRule<State>): State {
    return (this.#memory.states[rule.key] as State | undefined) ?? rule.fresh
  }

  #set(rule: AnyAlarmRule, state: unknown): void {
    if (state === this.#state(rule)) return
    this.#memory = { ...this.#memory, states: { ...this.#memory.states, [rule.key]: state } }
  }
}

const typeOf = Object.fromEntries(alarmTypes.map((type) => [type.key, type])) as Record<AlarmKey, AlarmType>

/** @param held milliseconds for which the condition has held */
function severityOf(key: AlarmKey, held: number): AlarmSeverity {
  const { severity, rises } = typeOf[key]
  return rises && held >= rises.afterHours * HOUR_MS ? rises.to : severity
}

function rank(severity: AlarmSeverity): number {
  return ALARM_SEVERITIES.indexOf(severity)
}
