import { flags, type Reading } from '@tallystick/sdk'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  DAY_MS,
  firstReading,
  HOUR_MS,
  INTERVAL_MS,
  MINUTE_MS,
  next,
  OFF_SITE,
  ON_SITE,
  START_MS,
  type Step,
  watchOf,
} from '../testing/machine.ts'
import { type Alarm, type AlarmChange, blankMemory, DeviceAlarms, type DeviceMemory } from './engine.ts'
import { unleased, type Watch } from './rule.ts'

/** A device's alarms as the gateway keeps them: memory and active alarms go through JSON between any two events. */
class Gateway {
  readonly changes: AlarmChange[] = []
  watch: Watch = watchOf()
  last: Reading = firstReading()
  heardAt = START_MS
  #memory: DeviceMemory = blankMemory
  #active: readonly Alarm[] = []

  /** @returns what the event changed, such as `RAISED UNUSED WARNING` */
  event(at: number, apply: (alarms: DeviceAlarms) => void): string[] {
    const alarms = new DeviceAlarms(this.#memory, this.#active, this.watch, at)
    apply(alarms)
    this.#memory = JSON.parse(JSON.stringify(alarms.changedMemory ?? this.#memory)) as DeviceMemory
    for (const change of alarms.changes) {
      this.#active = this.#active.filter(({ key }) => key !== change.alarm.key)
      if (change.kind !== 'CLEARED') this.#active = [...this.#active, change.alarm]
    }
    this.changes.push(...alarms.changes)
    return alarms.changes.map(({ kind, alarm }) => `${kind} ${alarm.key} ${alarm.severity}`)
  }

  read(step: Step = {}): string[] {
    const sample = next(this.last, step)
    this.last = sample.reading
    this.heardAt = Number(sample.reading.ts)
    return this.event(this.heardAt, (alarms) => alarms.observe(sample, INTERVAL_MS, this.heardAt))
  }

  /** The same step again and again. @returns all that happened */
  readMany(count: number, step: Step): string[] {
    return Array.from({ length: count }, () => this.read(step)).flat()
  }

  tick(now: number): string[] {
    const moment = { now, last: this.last, heardAt: this.heardAt, interval: INTERVAL_MS }
    return this.event(now, (alarms) => alarms.judge(moment, now))
  }

  get active(): string[] {
    return this.#active.map(({ key, severity }) => `${key} ${severity}`)
  }
}

let gateway: Gateway
beforeEach(() => {
  gateway = new Gateway()
})

const working = { minutes: 5, opMinutes: 5 } as const
const standing = { minutes: 60 } as const

describe('UNUSED', () => {
  it('is raised when the operating hours stand still for the time of the lease, to the millisecond', () => {
    expect(gateway.readMany(23, standing)).toEqual([])
    expect(gateway.read({ minutes: 60, set: { ts: BigInt(START_MS + DAY_MS - 1) } })).toEqual([])
    expect(gateway.tick(START_MS + DAY_MS)).toContain('RAISED UNUSED WARNING')
    expect(gateway.changes[0]?.alarm.since).toBe(START_MS)
  })

  it('rises with time and never falls', () => {
    gateway.readMany(30, standing)
    expect(gateway.readMany(42, standing)).toEqual(['SEVERITY UNUSED MINOR'])
    expect(gateway.readMany(100, standing)).toEqual([])
  })

  it('clears after ten minutes of operation, not before', () => {
    gateway.readMany(24, standing)
    expect(gateway.read({ minutes: 5, opMinutes: 4 })).toEqual([])
    expect(gateway.readMany(10, standing)).toEqual([])
    expect(gateway.read({ minutes: 10, opMinutes: 6 })).toEqual(['CLEARED UNUSED WARNING'])
  })

  it('is not put off by a few minutes of operation a day', () => {
    gateway.readMany(24, standing)
    for (let day = 0; day < 5; day++) {
      expect(gateway.read({ minutes: 5, opMinutes: 4 })).toEqual([])
      expect(gateway.readMany(25, standing)).toEqual([])
    }
  })

  it('counts a lease from its delivery', () => {
    gateway.last = { ...firstReading(), ts: BigInt(START_MS - 10 * DAY_MS) }
    expect(gateway.tick(START_MS + DAY_MS - 1)).not.toContain('RAISED UNUSED WARNING')
    expect(gateway.tick(START_MS + DAY_MS)).toContain('RAISED UNUSED WARNING')
  })
})

describe('OUT_OF_REGION', () => {
  const outside = { minutes: 5, opMinutes: 5, set: OFF_SITE } as const
  const inside = { minutes: 5, opMinutes: 5, set: ON_SITE } as const

  it('takes three fixes in a row to be raised, and to be cleared', () => {
    expect(gateway.readMany(2, outside)).toEqual([])
    expect(gateway.read(inside)).toEqual([])
    expect(gateway.readMany(2, outside)).toEqual([])
    expect(gateway.read(outside)).toEqual(['RAISED OUT_OF_REGION MAJOR'])
    expect(gateway.readMany(2, inside)).toEqual([])
    expect(gateway.read(inside)).toEqual(['CLEARED OUT_OF_REGION MAJOR'])
  })

  it('becomes critical after an hour outside, also when the device falls silent', () => {
    gateway.readMany(3, outside)
    const begin = START_MS + 5 * MINUTE_MS
    expect(gateway.tick(begin + HOUR_MS - 1)).not.toContain('SEVERITY OUT_OF_REGION CRITICAL')
    expect(gateway.tick(begin + HOUR_MS)).toContain('SEVERITY OUT_OF_REGION CRITICAL')
  })

  it('does not flap on the edge: within the margin nothing is raised and nothing cleared', () => {
    // 50 m north of the region, then 50 m south of its northern edge.
    const [beyond, within] = [{ latE7: 310_204_500 }, { latE7: 310_195_500 }]
    for (const set of [beyond, within, beyond, within]) expect(gateway.readMany(3, { ...working, set })).toEqual([])
    gateway.readMany(3, outside)
    for (const set of [beyond, within, beyond, within]) expect(gateway.readMany(3, { ...working, set })).toEqual([])
    expect(gateway.active).toEqual(['OUT_OF_REGION MAJOR'])
  })

  it('allows for the accuracy of the fix, and takes no fix of a jammed receiver', () => {
    expect(gateway.readMany(5, { ...working, set: { ...OFF_SITE, accuracyCm: 250_000 } })).toEqual([])
    const jammed = { ...OFF_SITE, accuracyCm: 500, flags: flags.gnssJammed }
    expect(gateway.readMany(5, { ...working, set: jammed })).toEqual([])
  })

  it('never is where the lease sets no region', () => {
    gateway.watch = { ...watchOf(), region: [] }
    expect(gateway.readMany(5, outside)).toEqual([])
  })
})

describe('FUEL_RATE_HIGH', () => {
  it('is judged over two operating hours, with a lower limit to clear', () => {
    expect(gateway.readMany(24, { ...working, litresPerHour: 24 })).toEqual([])
    expect(gateway.readMany(26, { ...working, litresPerHour: 25 })).toEqual(['RAISED FUEL_RATE_HIGH MAJOR'])
    expect(gateway.readMany(60, { ...working, litresPerHour: 23 })).toEqual([])
    expect(gateway.readMany(60, { ...working, litresPerHour: 21 })).toEqual(['CLEARED FUEL_RATE_HIGH MAJOR'])
  })

  it('is not judged for a machine of which the rated burn is not known', () => {
    gateway.watch = { ...watchOf(), ratedFuelMlPerHour: 0 }
    expect(gateway.readMany(60, { ...working, litresPerHour: 90 })).toEqual([])
  })
})

describe('FUEL_DROP', () => {
  const level = (fuelPctBp: number) => ({ minutes: 5, set: { fuelPctBp } })

  it('is raised when the level falls ten points with the engine off, also step by step', () => {
    gateway.read(level(8_000))
    expect(gateway.read(level(7_500))).toEqual([])
    expect(gateway.read(level(7_001))).toEqual([])
    expect(gateway.read(level(7_000))).toEqual(['RAISED FUEL_DROP MAJOR'])
    expect(gateway.read(level(7_000))).toEqual([])
    expect(gateway.read(level(8_000))).toEqual(['CLEARED FUEL_DROP MAJOR'])
  })

  it('is not raised by burning', () => {
    expect(gateway.read({ ...working, set: { fuelPctBp: 6_000 } })).toEqual([])
    expect(gateway.read(level(5_500))).toEqual([])
    expect(gateway.read(level(5_400))).toEqual([])
  })

  it('is cleared by an officer, and raised again by the next theft', () => {
    gateway.read(level(8_000))
    gateway.read(level(6_500))
    const at = gateway.heardAt
    expect(gateway.event(at, (alarms) => alarms.close('FUEL_DROP', at))).toEqual(['CLEARED FUEL_DROP MAJOR'])
    expect(gateway.changes.at(-1)?.alarm.clearReason).toBe('OFFICER')
    expect(gateway.read(level(6_000))).toEqual([])
    expect(gateway.read(level(5_500))).toEqual(['RAISED FUEL_DROP MAJOR'])
  })
})

describe('EXCESSIVE_IDLING', () => {
  const idling = (share: number) => ({ minutes: 10, opMinutes: 10, idleMinutes: 10 * share })

  it('is judged over eight operating hours, and cleared over four by a lower limit', () => {
    expect(gateway.readMany(48, idling(0.5))).toEqual([])
    expect(gateway.readMany(40, idling(0.6))).toEqual(['RAISED EXCESSIVE_IDLING MINOR'])
    expect(gateway.readMany(96, idling(0.42))).toEqual([])
    expect(gateway.readMany(24, idling(0.3))).toEqual(['CLEARED EXCESSIVE_IDLING MINOR'])
  })
})

describe('OFFLINE', () => {
  it('is raised after twice the interval, rises after a day, clears with the third reading', () => {
    expect(gateway.tick(START_MS + 2 * INTERVAL_MS - 1)).toEqual([])
    expect(gateway.tick(START_MS + 2 * INTERVAL_MS)).toEqual(['RAISED OFFLINE MINOR'])
    expect(gateway.tick(START_MS + DAY_MS)).toContain('SEVERITY OFFLINE MAJOR')
    gateway.heardAt = START_MS + DAY_MS
    expect(gateway.readMany(2, working)).not.toContain('CLEARED OFFLINE MAJOR')
    expect(gateway.read(working)).toContain('CLEARED OFFLINE MAJOR')
  })

  it('begins to count anew when the device falls silent again', () => {
    gateway.tick(START_MS + DAY_MS)
    gateway.readMany(2, working)
    gateway.tick(gateway.heardAt + 2 * INTERVAL_MS)
    expect(gateway.readMany(2, working)).toEqual([])
    expect(gateway.read(working)).toContain('CLEARED OFFLINE MAJOR')
  })

  it('is raised at once by the will', () => {
    gateway.read(working)
    const at = gateway.heardAt + 1_000
    gateway.event(at, (alarms) => alarms.disconnect(at))
    expect(gateway.tick(at)).toEqual(['RAISED OFFLINE MINOR'])
    expect(gateway.readMany(3, working)).toEqual(['CLEARED OFFLINE MINOR'])
  })
})

describe('TAMPER', () => {
  it.each(['EQUIVOCATION', 'ROLLBACK', 'IMPOSSIBLE'] as const)('is raised at once by %s', (code) => {
    expect(gateway.event(START_MS, (alarms) => alarms.refuse(code, START_MS))).toEqual(['RAISED TAMPER CRITICAL'])
  })

  it('is raised by the flag, stays, and is closed by an officer only', () => {
    expect(gateway.read({ ...working, set: { flags: flags.tamper } })).toEqual(['RAISED TAMPER CRITICAL'])
    expect(gateway.readMany(100, { ...working, set: { flags: 0 } })).toEqual([])
    const at = gateway.heardAt
    expect(gateway.event(at, (alarms) => alarms.close('TAMPER', at))).toEqual(['CLEARED TAMPER CRITICAL'])
    expect(gateway.read({ ...working, set: { flags: flags.tamper } })).toEqual(['RAISED TAMPER CRITICAL'])
  })

  it('is raised by the sixth refusal within an hour, not by six in a longer time', () => {
    const refuse = (at: number) => gateway.event(at, (alarms) => alarms.refuse('FORGED', at))
    const slow = Array.from({ length: 6 }, (_, index) => refuse(START_MS + index * 12 * MINUTE_MS))
    expect(slow.flat()).toEqual([])
    expect(refuse(START_MS + 72 * MINUTE_MS - 1)).toEqual(['RAISED TAMPER CRITICAL'])
  })

  it.each(['FUTURE', 'LATE'] as const)('is not raised by %s, which happens to honest machines', (code) => {
    const refusals = Array.from({ length: 20 }, (_, index) =>
      gateway.event(START_MS + index, (alarms) => alarms.refuse(code, START_MS + index)),
    )
    expect(refusals.flat()).toEqual([])
  })

  it('is watched also while the machine serves no lease', () => {
    gateway.watch = unleased(gateway.watch.deviceId)
    expect(gateway.readMany(50, { ...standing, set: OFF_SITE })).toEqual([])
    expect(gateway.read({ ...standing, set: { flags: flags.tamper } })).toEqual(['RAISED TAMPER CRITICAL'])
  })
})

describe('DATA_GAP', () => {
  it('is raised when more than a twentieth of a day is missing, and cleared from 98 %', () => {
    expect(gateway.readMany(288, working)).toEqual([])
    expect(gateway.read({ minutes: 75, opMinutes: 5, lost: 14 })).toEqual([])
    expect(gateway.read({ minutes: 15, opMinutes: 5, lost: 2 })).toEqual(['RAISED DATA_GAP MINOR'])
    expect(gateway.readMany(270, working)).toEqual([])
    expect(gateway.readMany(60, working)).toEqual(['CLEARED DATA_GAP MINOR'])
  })

  it('is not judged before a day has passed', () => {
    expect(gateway.readMany(100, { minutes: 10, opMinutes: 5, lost: 1 })).toEqual([])
  })
})

describe('a lease', () => {
  it('ends with its alarms, and the next begins with a clean memory', () => {
    gateway.readMany(30, { ...standing, set: OFF_SITE })
    expect(gateway.active).toEqual(['OUT_OF_REGION CRITICAL', 'UNUSED WARNING'])
    gateway.watch = { ...watchOf(), lease: '0xbook/2', startedAt: gateway.heardAt }
    expect(gateway.tick(gateway.heardAt)).toEqual(['CLEARED OUT_OF_REGION CRITICAL', 'CLEARED UNUSED WARNING'])
    expect(gateway.changes.at(-1)?.alarm.clearReason).toBe('LEASE_ENDED')
    expect(gateway.readMany(2, { minutes: 5, set: OFF_SITE })).toEqual([])
  })

  it('leaves an alarm of tampering to the officer', () => {
    gateway.read({ ...working, set: { flags: flags.tamper } })
    gateway.watch = unleased(gateway.watch.deviceId)
    expect(gateway.tick(gateway.heardAt)).toEqual([])
    expect(gateway.active).toEqual(['TAMPER CRITICAL'])
  })
})

describe('what is remembered', () => {
  it('is left as it is by readings that change nothing, so that nothing is written', () => {
    gateway.readMany(400, working)
    const writes = Array.from({ length: 60 }, () => {
      let isWritten = false
      const sample = next(gateway.last, working)
      gateway.last = sample.reading
      gateway.event(Number(sample.reading.ts), (alarms) => {
        alarms.observe(sample, INTERVAL_MS, Number(sample.reading.ts))
        isWritten = alarms.changedMemory !== undefined
      })
      return isWritten
    })
    expect(writes.filter(Boolean).length).toBeLessThan(40)
  })
})
