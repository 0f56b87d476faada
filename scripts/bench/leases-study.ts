/**
 * A year of two contracts on the same machines, the same jobs and the same lessees: flat rent, and base rent with metered
 * use. What comes out depends on the assumptions below; it says nothing about a real fleet.
 */
import { billUsage, type Ratio, rentSchedule, type Tariff, usageRent } from '@tallystick/sdk'
import { createRandom, type Random } from '../../oracles/model/random.ts'
import { localDay } from '../../oracles/telemetry/simulator/calendar.ts'
import { planDay } from '../../oracles/telemetry/simulator/day-plan.ts'
import { type MachineProfile, PROFILES } from '../../oracles/telemetry/simulator/profile.ts'

/** Minor units of one yuan. */
const YUAN = 1_000_000n
const HOUR = 3_600
const PERIOD_DAYS = 30
const PERIODS = 12
const FIRST_DAY = localDay(Date.UTC(2026, 0, 5))

/** Terms of the study: what is financed, and how it comes back under either contract. */
const FINANCED = { financed: 540_000n * YUAN, rateBps: 600, periodDays: PERIOD_DAYS, periods: 36 }
const TARIFF: Tariff = [
  { fromHours: 0, pricePerHour: 120n * YUAN },
  { fromHours: 100, pricePerHour: 90n * YUAN },
  { fromHours: 200, pricePerHour: 60n * YUAN },
]
const MINIMUM_USE = 3_000n * YUAN
/** Hours a period at which both contracts cost the same. */
const NEUTRAL_HOURS = 150n

/** Least base rent, in whole yuan, that pays back what is financed. */
const BASE_RENT = leastBaseRent()
const FLAT_RENT = BASE_RENT + usageRent(TARIFF, NEUTRAL_HOURS * BigInt(HOUR))

/** Assumptions on lessees; amounts are yuan. */
const ASSUMED = {
  /** Median of what a working hour earns, net of fuel and operator, and its spread between lessees and between days. */
  hourValue: { median: 400, betweenLessees: 0.25, betweenDays: 0.3 },
  overheadPerPeriod: 5_000,
  /** Cash at the beginning, in flat rents. */
  cash: { least: 0.2, most: 1.5 },
  /** Part of the lessees that lose most of their jobs at some time of the year, and for how many periods. */
  slump: { share: 0.25, periods: 4, jobsLeft: 0.2 },
  /** Part of the periods whose customers pay one period later. */
  latePayers: 0.15,
  attendance: { least: 0.3, most: 0.95 },
} as const

/** A lease counts as defaulted when its oldest unpaid bill is more than 90 days old: it is unpaid at the third bill after. */
const BILLS_TO_DEFAULT = 3

export type Contract = 'flat' | 'metered'

/** A machine and whoever could lease it, the same under both contracts. */
interface Candidate {
  readonly days: readonly JobDay[]
  readonly lateCustomers: readonly boolean[]
  readonly cash: number
  readonly expectedHours: number
  readonly expectedValue: number
}

/** A day's job: what it takes and what it earns. */
interface JobDay {
  readonly period: number
  readonly opSec: number
  readonly workSec: number
  readonly hourValue: number
}

/** What a year of one contract on one fleet came to. */
export interface Outcome {
  readonly machines: number
  readonly signed: number
  readonly defaulted: number
  /** Principal unpaid at default over what was financed, minor units. */
  readonly defaultedValue: Ratio
  /** Operating seconds over all seconds of all machines. */
  readonly utilisation: Ratio
  /** Minor units. */
  readonly billed: bigint
  readonly collected: bigint
  /** Ends of periods at which a bill was unpaid for 30 days or more, over all ends of periods of signed leases. */
  readonly arrears: Ratio
}

/** Both contracts on one fleet, and on those of its lessees that sign either. */
export interface Study {
  readonly fleet: Readonly<Record<Contract, Outcome>>
  readonly paired: Readonly<Record<Contract, Outcome>>
}

/** What the figures rest on, for the report. */
export const STUDY_TERMS = { BASE_RENT, FLAT_RENT, NEUTRAL_HOURS, MINIMUM_USE, TARIFF, PERIODS, PERIOD_DAYS, ASSUMED }

/** The assumptions on which the result hangs most, for the report to vary. */
export interface Demand {
  /** Median of what a working hour earns, in yuan. */
  readonly hourValue: number
  /** Part of the working days on which the least busy lessee has a job. */
  readonly leastAttendance: number
}

export const ASSUMED_DEMAND: Demand = {
  hourValue: ASSUMED.hourValue.median,
  leastAttendance: ASSUMED.attendance.least,
}

/** @param seed equal seeds give equal fleets */
export function studyFleet(machines: number, seed: number, demand: Demand = ASSUMED_DEMAND): Study {
  const random = createRandom(seed)
  const candidates = Array.from({ length: machines }, (_, index) =>
    drawCandidate(random, seed * machines + index, demand),
  )
  const both = candidates.filter((candidate) => signs(candidate, 'flat') && signs(candidate, 'metered'))
  return {
    fleet: { flat: outcome(candidates, 'flat'), metered: outcome(candidates, 'metered') },
    paired: { flat: outcome(both, 'flat'), metered: outcome(both, 'metered') },
  }
}

function drawCandidate(random: Random, machineSeed: number, demand: Demand): Candidate {
  const { hourValue, cash, slump, latePayers, attendance } = ASSUMED
  const least = demand.leastAttendance
  const profile: MachineProfile = {
    ...PROFILES.ordinary,
    attendance: least + (attendance.most - least) * random.uniform(),
    workdays: 5 + random.integer(3),
    idleShare: 0.12 + 0.25 * random.uniform(),
  }
  const expectedValue = demand.hourValue * Math.exp(hourValue.betweenLessees * random.normal())
  const slumpStart = random.uniform() < slump.share ? random.integer(PERIODS) : Number.POSITIVE_INFINITY
  const all = planYear(profile, machineSeed).map((day) => ({
    ...day,
    hourValue: expectedValue * Math.exp(hourValue.betweenDays * random.normal()),
  }))
  const inSlump = ({ period }: JobDay) => period >= slumpStart && period < slumpStart + slump.periods
  return {
    days: all.filter((day) => !inSlump(day) || random.uniform() < slump.jobsLeft),
    lateCustomers: Array.from({ length: PERIODS }, () => random.uniform() < latePayers),
    cash: (cash.least + (cash.most - cash.least) * random.uniform()) * toYuan(FLAT_RENT),
    expectedHours: all.reduce((sum, { opSec }) => sum + opSec, 0) / HOUR / PERIODS,
    expectedValue: (expectedValue * all.reduce((sum, { workSec }) => sum + workSec, 0)) / HOUR / PERIODS,
  }
}

function planYear(profile: MachineProfile, seed: number): Omit<JobDay, 'hourValue'>[] {
  return Array.from({ length: PERIODS * PERIOD_DAYS }, (_, index) => {
    const { activities } = planDay(profile, seed, FIRST_DAY + index)
    const seconds = (kind?: 'work') =>
      activities.reduce((sum, { kind: own, from, to }) => sum + (kind && own !== kind ? 0 : (to - from) / 1_000), 0)
    return { period: Math.floor(index / PERIOD_DAYS), opSec: seconds(), workSec: seconds('work') }
  }).filter(({ opSec }) => opSec > 0)
}

/** A lessee signs when an ordinary period leaves it something; slumps and late customers it does not foresee. */
function signs({ expectedHours, expectedValue }: Candidate, contract: Contract): boolean {
  const rent = toYuan(rentOf(contract, expectedHours * HOUR))
  return expectedValue - ASSUMED.overheadPerPeriod - rent > 0
}

function rentOf(contract: Contract, opSec: number): bigint {
  if (contract === 'flat') return FLAT_RENT
  return BASE_RENT + billUsage({ tariff: TARIFF, opSec: wholeSeconds(opSec), periods: 1, floor: MINIMUM_USE })
}

interface YearOfLease {
  readonly opSec: number
  readonly billed: bigint
  readonly collected: bigint
  readonly periods: number
  readonly lateEnds: number
  /** Principal unpaid at default; undefined without one. */
  readonly lost: bigint | undefined
}

/** Works, is paid, pays: period by period, until the year or the lease is over. */
function runLease({ days, lateCustomers, cash: initial }: Candidate, contract: Contract): YearOfLease {
  const principals = rentSchedule({ ...FINANCED, baseRent: BASE_RENT }).map(({ remaining }) => remaining)
  let [cash, expected, opSec, collected, billed, lateEnds] = [initial, 0, 0, 0n, 0n, 0]
  const unpaid: { readonly period: number; due: bigint }[] = []
  for (let period = 0; period < PERIODS; period++) {
    const jobs = days.filter((day) => day.period === period)
    const { used, earned } = contract === 'flat' ? takeAll(jobs) : takeWorthwhile(jobs)
    cash += expected - ASSUMED.overheadPerPeriod + (lateCustomers[period] ? 0 : earned)
    expected = lateCustomers[period] ? earned : 0
    opSec += used
    const rent = rentOf(contract, used)
    billed += rent
    unpaid.push({ period, due: rent })
    const paid = payOldest(unpaid, fromYuan(Math.max(0, cash)))
    cash -= toYuan(paid)
    collected += paid
    const oldest = unpaid[0]?.period ?? period
    if (oldest < period) lateEnds++
    if (period - oldest >= BILLS_TO_DEFAULT) {
      const lost = oldest === 0 ? FINANCED.financed : (principals[oldest - 1] as bigint)
      return { opSec, billed, collected, periods: period + 1, lateEnds, lost }
    }
  }
  return { opSec, billed, collected, periods: PERIODS, lateEnds, lost: undefined }
}

/** Under flat rent the next hour costs no rent, so every job is worth taking. */
function takeAll(jobs: readonly JobDay[]): { used: number; earned: number } {
  return jobs.reduce(({ used, earned }, job) => ({ used: used + job.opSec, earned: earned + earningsOf(job) }), {
    used: 0,
    earned: 0,
  })
}

/** Under metered rent a job is taken when it earns more than the rent that it adds. */
function takeWorthwhile(jobs: readonly JobDay[]): { used: number; earned: number } {
  return jobs.reduce(
    ({ used, earned }, job) => {
      const added = usageOf(used + job.opSec) - usageOf(used)
      if (earningsOf(job) <= toYuan(added)) return { used, earned }
      return { used: used + job.opSec, earned: earned + earningsOf(job) }
    },
    { used: 0, earned: 0 },
  )
}

function usageOf(opSec: number): bigint {
  return usageRent(TARIFF, wholeSeconds(opSec))
}

function earningsOf({ workSec, hourValue }: JobDay): number {
  return (workSec / HOUR) * hourValue
}

/** Pays the oldest bills first and takes off those that are paid in full. */
function payOldest(unpaid: { readonly period: number; due: bigint }[], money: bigint): bigint {
  let left = money
  for (let [bill] = unpaid; bill && bill.due <= left; [bill] = unpaid) {
    left -= bill.due
    unpaid.shift()
  }
  const [next] = unpaid
  if (next === undefined) return money - left
  next.due -= left
  return money
}

function outcome(candidates: readonly Candidate[], contract: Contract): Outcome {
  const years = candidates.filter((candidate) => signs(candidate, contract)).map((one) => runLease(one, contract))
  const sum = (amount: (year: YearOfLease) => bigint) => years.reduce((total, year) => total + amount(year), 0n)
  return {
    machines: candidates.length,
    signed: years.length,
    defaulted: years.filter(({ lost }) => lost !== undefined).length,
    defaultedValue: {
      numerator: sum(({ lost }) => lost ?? 0n),
      denominator: FINANCED.financed * BigInt(years.length),
    },
    utilisation: {
      numerator: sum(({ opSec }) => wholeSeconds(opSec)),
      denominator: BigInt(candidates.length * PERIODS * PERIOD_DAYS) * 86_400n,
    },
    arrears: {
      numerator: sum(({ lateEnds }) => BigInt(lateEnds)),
      denominator: sum(({ periods }) => BigInt(periods)),
    },
    billed: sum((year) => year.billed),
    collected: sum((year) => year.collected),
  }
}

function leastBaseRent(): bigint {
  const interest = (FINANCED.financed * BigInt(FINANCED.rateBps * PERIOD_DAYS)) / (10_000n * 365n)
  for (let rent = FINANCED.financed / BigInt(FINANCED.periods); ; rent += YUAN) {
    if (rent > FINANCED.financed / BigInt(FINANCED.periods) + interest) throw new Error('no base rent pays it back')
    if (paysBack(rent)) return rent
  }
}

function paysBack(baseRent: bigint): boolean {
  try {
    return rentSchedule({ ...FINANCED, baseRent }).length <= FINANCED.periods
  } catch {
    return false
  }
}

function wholeSeconds(seconds: number): bigint {
  return BigInt(Math.round(seconds))
}

function toYuan(amount: bigint): number {
  return Number(amount) / Number(YUAN)
}

function fromYuan(yuan: number): bigint {
  return BigInt(Math.floor(yuan * Number(YUAN)))
}
