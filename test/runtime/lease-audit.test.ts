import { devicesDomain, periodRoot } from '@tallystick/sdk'
import { describe, expect, it } from 'vitest'
import { PROFILES } from '../../oracles/telemetry/simulator/profile.ts'
import { createSigner, derivedPrivateKey } from '../../oracles/telemetry/simulator/signer.ts'
import { deviceSpec, simulateDevice } from '../../oracles/telemetry/simulator/simulate.ts'
import { type ArchivedPeriod, type AuditedDevice, auditPeriods } from '../../scripts/bench/leases-audit.ts'
import { studyFleet } from '../../scripts/bench/leases-study.ts'

const HOUR = 3_600_000
const START = Date.UTC(2026, 10, 23, 0, 0)
const domain = devicesDomain(31_337, '0x5555555555555555555555555555555555555555')
const spec = deviceSpec(PROFILES.busy, 5)
const device: AuditedDevice = {
  domain,
  key: spec.signer.key,
  ratedFuelMlPerHour: spec.profile.ratedFuelMlPerHour,
}
const signed = [...simulateDevice(spec.profile, spec.seed, START, START + 10 * HOUR, { domain })]
const periods: ArchivedPeriod[] = [signed.slice(0, 60), signed.slice(60)].map((readings) => ({
  messages: readings.map(({ message }) => JSON.stringify(message)),
  root: periodRoot(readings.map(({ digest }) => digest)),
}))

/** The archive with the messages of its second period changed. */
function changed(change: (messages: string[]) => string[]): ArchivedPeriod[] {
  return periods.map((period, index) => (index === 1 ? { ...period, messages: change([...period.messages]) } : period))
}

describe('auditPeriods', () => {
  it('accepts what a device has signed', () => {
    expect(auditPeriods(device, periods)).toBe(120)
  })

  it.each([
    [
      'a reading that was taken out',
      changed((messages) => messages.toSpliced(3, 1)),
      'period 2, reading 65: number 64',
    ],
    ['two that were exchanged', changed(([a = '', b = '', ...rest]) => [b, a, ...rest]), 'number 61 is missing'],
    [
      'the last reading with other hours',
      changed((messages) => messages.with(-1, (messages.at(-1) ?? '').replace('"engine":1', '"engine":0'))),
      'period 2: signature 60',
    ],
    ['a root of other readings', [periods[0], { ...periods[1], root: periods[0]?.root }], 'period 2: the root'],
  ])('notices %s', (_, archive, problem) => {
    expect(() => auditPeriods(device, archive as ArchivedPeriod[])).toThrow(problem)
  })

  it('notices that another key has signed', () => {
    const { key } = createSigner('secp256k1', derivedPrivateKey(6))
    expect(() => auditPeriods({ ...device, key }, periods)).toThrow('period 1: signature 1')
  })
})

describe('studyFleet', () => {
  it('gives equal figures for equal seeds, and counts the same machines under both contracts', () => {
    const study = studyFleet(40, 3)
    expect(studyFleet(40, 3)).toEqual(study)
    expect(study.fleet.flat.machines).toBe(40)
    expect(study.fleet.metered.utilisation.denominator).toBe(study.fleet.flat.utilisation.denominator)
    expect(study.paired.flat.signed).toBe(study.paired.metered.signed)
    expect(study.fleet.metered.collected).toBeLessThanOrEqual(study.fleet.metered.billed)
  })
})
