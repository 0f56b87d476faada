import { ackDigest, distanceOutside, flags, type Reading, regionOf, verifySignature } from '@tallystick/sdk'
import { type Hex, zeroHash } from 'viem'
import { describe, expect, it } from 'vitest'
import { judge, type LastReading } from '../ingest/rules.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from './calendar.ts'
import { type SignedReading, SimulatedDevice } from './device.ts'
import { type IncidentKind, incidentAt } from './incident.ts'
import { PROFILES, type ProfileName } from './profile.ts'
import { createSigner, derivedPrivateKey } from './signer.ts'
import { deviceSpec, simulateDevice } from './simulate.ts'
import { DOMAIN, device, MONDAY } from './testing.ts'

const NINE = MONDAY + 9 * HOUR_MS
const THREE_AT_NIGHT = MONDAY + 3 * HOUR_MS
const LOCK = { v: 1, commandId: '1', command: 1, leaseId: '3' } as const
const UNLOCK = { v: 1, commandId: '2', command: 0, leaseId: '3' } as const

/** Readings of a device every `step` from where it is up to `to`. */
function run(simulated: SimulatedDevice, to: number, step = 5 * MINUTE_MS): SignedReading[] {
  const found: SignedReading[] = []
  for (let time = simulated.state.machine.ts + step; time <= to; time += step) found.push(simulated.measure(time))
  return found
}

/** An ordinary machine at work, and one that something has befallen. */
function befallen(kind: IncidentKind, at: number, hours?: number): SimulatedDevice {
  const simulated = device('ordinary', 1)
  run(simulated, at)
  simulated.start(incidentAt(kind, at, hours))
  return simulated
}

const last = (readings: readonly SignedReading[]): Reading => (readings.at(-1) as SignedReading).reading

/** Codes with which the gateway refuses readings that arrive at once. */
function refusals(readings: readonly SignedReading[], profile: ProfileName = 'ordinary'): (string | undefined)[] {
  let before: LastReading | undefined
  const seen = new Map<bigint, Hex>()
  return readings.map(({ reading, digest }) => {
    const verdict = judge({
      reading,
      digest,
      last: before,
      sameSeq: seen.get(reading.seq),
      now: Number(reading.ts),
      ratedFuelMlPerHour: PROFILES[profile].ratedFuelMlPerHour,
    })
    if (verdict.kind !== 'accepted') return verdict.kind === 'refused' ? verdict.refusal.code : verdict.kind
    before = { reading, digest }
    seen.set(reading.seq, digest)
    return undefined
  })
}

describe('simulateDevice', () => {
  it('gives equal readings for equal arguments, and others for another seed', () => {
    const month = (seed: number) => [
      ...simulateDevice(PROFILES.ordinary, seed, MONDAY, MONDAY + 3 * DAY_MS, { domain: DOMAIN }),
    ]
    expect(month(5)).toEqual(month(5))
    expect(month(5).at(-1)?.digest).not.toBe(month(6).at(-1)?.digest)
    expect(month(5)).toHaveLength(3 * 288)
  })

  it.each(Object.keys(PROFILES) as ProfileName[])(
    'of profile %s passes every rule of the gateway for a month',
    (name) => {
      const options = { domain: DOMAIN, intervalMs: 15 * MINUTE_MS }
      const readings = [...simulateDevice(PROFILES[name], 11, MONDAY, MONDAY + 30 * DAY_MS, options)]
      expect(refusals(readings, name).filter((code) => code !== undefined)).toEqual([])
    },
  )

  it('chains its readings from number 1 without a gap', () => {
    const readings = [...simulateDevice(PROFILES.busy, 2, MONDAY, MONDAY + DAY_MS, { domain: DOMAIN })]
    let before: Hex = zeroHash
    readings.forEach(({ reading, digest }, index) => {
      expect(reading.seq).toBe(BigInt(index + 1))
      expect(reading.prevHash).toBe(before)
      before = digest
    })
  })

  it.each(['secp256k1', 'P-256'] as const)('signs with %s as the chain accepts it', async (type) => {
    const signer = createSigner(type, derivedPrivateKey(42))
    const readings = [...simulateDevice(PROFILES.busy, 2, MONDAY, MONDAY + 3 * HOUR_MS, { domain: DOMAIN, signer })]
    for (const { digest, message } of readings)
      expect(await verifySignature(signer.key, digest, message.sig)).toBe(true)
    expect(readings[0]?.message.alg).toBe(`EIP712-${type.replace('P-256', 'P256')}`)
  })

  it('is carried to its next site with the engine off', () => {
    const readings = [...simulateDevice(PROFILES.itinerant, 4, MONDAY, MONDAY + 22 * DAY_MS, { domain: DOMAIN })]
    const carried = readings.filter(({ reading }, index) => {
      const before = readings[index - 1]?.reading ?? reading
      return Math.hypot(reading.latE7 - before.latE7, reading.lonE7 - before.lonE7) > 50_000
    })
    expect(carried.length).toBeGreaterThan(0)
    expect(carried.every(({ reading }) => reading.engine === 0)).toBe(true)
    const worksSince = readings.filter(({ reading }) => reading.engine === 1 && reading.seq > last(carried).seq)
    expect(worksSince.length).toBeGreaterThan(0)
  })

  it('burns what the work needs', () => {
    const { opSec, idleSec, fuelMl } = last([
      ...simulateDevice(PROFILES.ordinary, 1, MONDAY, MONDAY + 30 * DAY_MS, { domain: DOMAIN }),
    ])
    const [working, idling] = [Number(opSec - idleSec) / 3_600, Number(idleSec) / 3_600]
    const { ratedFuelMlPerHour, idleFuelMlPerHour, load } = PROFILES.ordinary
    const expected = working * ratedFuelMlPerHour * load + idling * idleFuelMlPerHour
    expect(Number(opSec)).toBeGreaterThan(100 * 3_600)
    expect(Math.abs(Number(fuelMl) / expected - 1)).toBeLessThan(0.15)
  })
})

describe('SimulatedDevice', () => {
  it('goes on from its remembered state as if it had not been stopped', () => {
    const spec = deviceSpec(PROFILES.exposed, 9)
    const whole = SimulatedDevice.fresh(spec, DOMAIN, MONDAY)
    const first = SimulatedDevice.fresh(spec, DOMAIN, MONDAY)
    run(first, NINE)
    const second = new SimulatedDevice(spec, DOMAIN, JSON.parse(JSON.stringify(first.state)))
    expect(run(second, MONDAY + 3 * DAY_MS)).toEqual(run(whole, MONDAY + 3 * DAY_MS).slice(9 * 12))
  })

  it('measures at multiples of its interval, farther apart after a long time, never more than four hundred at once', () => {
    const simulated = device('ordinary', 1)
    expect(simulated.due(MONDAY + 16 * MINUTE_MS)).toEqual([5, 10, 15].map((minute) => MONDAY + minute * MINUTE_MS))
    expect(simulated.due(MONDAY + 299_999)).toEqual([])
    const month = simulated.due(MONDAY + 30 * DAY_MS)
    expect(month).toHaveLength(393)
    expect((month[1] as number) - (month[0] as number)).toBe(110 * MINUTE_MS)
    expect(month.at(-1)).toBeGreaterThan(MONDAY + 30 * DAY_MS - 110 * MINUTE_MS)
  })

  it('marks readings as backfilled when they are sent late or the network is gone', () => {
    const simulated = device('ordinary', 1)
    const first = MONDAY + 5 * MINUTE_MS
    expect(simulated.measure(first, first + 23 * HOUR_MS).reading.flags).toBe(0)
    expect(simulated.measure(first + 1, first + 25 * HOUR_MS).reading.flags).toBe(flags.backfilled)
    expect(simulated.measure(first + 2, Number.POSITIVE_INFINITY).reading.flags).toBe(flags.backfilled)
    simulated.start(incidentAt('offline', first + 2, 1))
    expect(simulated.isOnline(first + 3)).toBe(false)
    expect(simulated.measure(first + 3).reading.flags).toBe(flags.backfilled)
    expect(simulated.isOnline(first + 2 + HOUR_MS)).toBe(true)
  })
})

describe('incidents', () => {
  /** A square of two kilometres around the yard. */
  const site = regionOf([
    361_860_000, 1_170_780_000, 361_860_000, 1_171_000_000, 362_040_000, 1_171_000_000, 362_040_000, 1_170_780_000,
  ])
  const outside = ({ latE7, lonE7 }: Reading) => distanceOutside(site, latE7, lonE7)

  it('theft takes the machine off its site with the engine off, and brings it back', () => {
    const simulated = befallen('theft', THREE_AT_NIGHT, 2)
    const stolen = run(simulated, THREE_AT_NIGHT + 2 * HOUR_MS, MINUTE_MS)
    expect(outside((stolen[4] as SignedReading).reading)).toBeGreaterThan(1_000)
    expect(outside(last(stolen))).toBeGreaterThan(50_000)
    expect(stolen.every(({ reading }) => reading.engine === 0)).toBe(true)
    expect(outside(last(run(simulated, THREE_AT_NIGHT + 4 * HOUR_MS)))).toBeLessThan(-500)
    expect(refusals(stolen).filter((code) => code !== undefined)).toEqual([])
  })

  it('fuel theft lowers the level by a third of the tank and counts as no use', () => {
    const simulated = befallen('fuel_theft', THREE_AT_NIGHT)
    const before = simulated.measure(THREE_AT_NIGHT + 1).reading
    const after = simulated.measure(THREE_AT_NIGHT + 5 * MINUTE_MS).reading
    expect(before.fuelPctBp - after.fuelPctBp).toBeGreaterThan(3_400)
    expect(after.fuelMl).toBe(before.fuelMl)
    expect([before.engine, after.engine]).toEqual([0, 0])
  })

  it.each([
    ['unused', 0, 0],
    ['breakdown', 0, 0],
    ['stop', 0, 0],
    ['idle', 3_600, 3_600],
    ['work', 3_600, 0],
  ] as const)('%s makes an hour of %d s of operation, %d s of them idle', (kind, opSec, idleSec) => {
    const simulated = befallen(kind, NINE, 1)
    const before = simulated.measure(NINE + 1).reading
    const after = simulated.measure(NINE + HOUR_MS).reading
    expect(Math.abs(Number(after.opSec - before.opSec) - opSec)).toBeLessThanOrEqual(1)
    expect(Math.abs(Number(after.idleSec - before.idleSec) - idleSec)).toBeLessThanOrEqual(1)
  })

  it('burn takes a third more fuel than the data sheet says, which is still possible', () => {
    const simulated = befallen('burn', NINE, 1)
    const before = simulated.measure(NINE + 1)
    const after = simulated.measure(NINE + HOUR_MS)
    expect(Number(after.reading.fuelMl - before.reading.fuelMl) / 22_000).toBeCloseTo(1.33, 2)
    expect(refusals([before, after])).toEqual([undefined, undefined])
  })

  it.each([
    ['tamper', flags.tamper, 250],
    ['jam', flags.gnssJammed, 5_000],
  ] as const)('%s sets flag %d', (kind, flag, accuracyCm) => {
    const simulated = befallen(kind, NINE)
    expect(simulated.measure(NINE + MINUTE_MS).reading).toMatchObject({ flags: flag, accuracyCm })
    expect(simulated.measure(NINE + 3 * HOUR_MS).reading.flags).toBe(0)
  })

  it('rollback turns the counters back in one reading, which the gateway refuses', () => {
    const simulated = befallen('rollback', NINE)
    const readings = run(simulated, NINE + HOUR_MS)
    expect(refusals([...run(device('ordinary', 1), NINE), ...readings].slice(-20)).filter(Boolean)).toEqual([
      'ROLLBACK',
    ])
  })

  it('clone signs another reading under a number that is taken', () => {
    const simulated = befallen('clone', NINE)
    const signed = simulated.measure(NINE + MINUTE_MS)
    const copy = simulated.cloned(signed) as SignedReading
    expect(copy.reading.seq).toBe(signed.reading.seq)
    expect(refusals([signed, copy])).toEqual([undefined, 'EQUIVOCATION'])
    expect(simulated.cloned(simulated.measure(NINE + 2 * MINUTE_MS))).toBeNull()
  })
})

describe('commands', () => {
  it('lock only when the engine is off, and sign what was done', async () => {
    const simulated = device('busy', 4)
    simulated.start(incidentAt('work', NINE, 2))
    run(simulated, NINE + HOUR_MS)
    simulated.receive(LOCK)
    expect(simulated.isRunning).toBe(true)
    expect(simulated.carryOut()).toBeNull()

    simulated.start(incidentAt('stop', NINE + HOUR_MS, 1))
    const done = simulated.carryOut()
    expect(done?.ack).toMatchObject({ commandId: '1', command: 1, ts: String(NINE + HOUR_MS) })
    const { key } = simulated.spec.signer
    const { deviceId } = simulated.spec
    const digest = ackDigest(DOMAIN, { deviceId, commandId: 1n, command: 1, ts: BigInt(NINE + HOUR_MS) })
    expect(await verifySignature(key, digest, done?.sig as Hex)).toBe(true)
  })

  it('keep a locked machine from working until it is unlocked', () => {
    const simulated = device('busy', 4)
    simulated.receive(LOCK)
    expect(simulated.carryOut()).not.toBeNull()
    expect(last(run(simulated, MONDAY + 3 * DAY_MS)).opSec).toBe(0n)
    simulated.receive(UNLOCK)
    expect(simulated.carryOut()?.ack.command).toBe(0)
    expect(last(run(simulated, MONDAY + 6 * DAY_MS)).opSec).toBeGreaterThan(10n * 3_600n)
  })

  it('are carried out once, however often the broker repeats them', () => {
    const simulated = device('unused', 4)
    simulated.receive(LOCK)
    simulated.receive(LOCK)
    expect(simulated.carryOut()).not.toBeNull()
    simulated.receive(LOCK)
    expect(simulated.carryOut()).toBeNull()
    simulated.receive({ ...LOCK, leaseId: '4' })
    expect(simulated.carryOut()).not.toBeNull()
  })
})
