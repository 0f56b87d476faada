import { LEASE_STATES, type LeaseStateName, markAt, NOTICE_FROM_DAYS, WRITE_OFF_DAYS } from '@tallystick/sdk'
import type { LeaseReading } from '../leases/use-lease'

/** What decides which steps of a bad debt a lease allows, at this moment. */
export interface WorkoutSituation {
  readonly state: LeaseStateName
  readonly daysPastDue: number
  readonly impairedPct: number
  /** It has been marked: what accrues is not on the treasury's ledger. */
  readonly isMarked: boolean
  /** Days since the notice, and days that it gives. */
  readonly daysNoticed: number
  readonly noticeDays: number
  /** The machine has been sold, or went back. */
  readonly isFreed: boolean
}

export const WORKOUT_STEPS = ['mark', 'notice', 'declareDefault', 'repossess', 'sell', 'writeOff'] as const
export type WorkoutStep = (typeof WORKOUT_STEPS)[number]

/** Why a step cannot be taken now. */
export type WorkoutRefusal =
  | 'over'
  | 'not-past-due'
  | 'mark-reached'
  | 'notice-too-early'
  | 'noticed'
  | 'notice-first'
  | 'default-too-early'
  | 'in-default'
  | 'default-first'
  | 'repossessed'
  | 'repossess-first'
  | 'sold'
  | 'written-off'
  | 'not-fully-marked'
  | 'write-off-too-early'

const OWING: ReadonlySet<LeaseStateName> = new Set(['Active', 'Noticed', 'Defaulted', 'Repossessed'])

/** Why `step` is refused, or undefined when the contract allows it. Roles are a separate question. */
export function workoutRefusal(
  step: WorkoutStep | 'markEarly' | 'releaseMark' | 'writeOffEarly',
  lease: WorkoutSituation,
): WorkoutRefusal | undefined {
  if (step === 'sell') return sellRefusal(lease)
  if (lease.state === 'WrittenOff') return 'written-off'
  if (!OWING.has(lease.state)) return 'over'
  switch (step) {
    case 'mark':
      return markRefusal(lease, markAt(lease.daysPastDue))
    case 'markEarly':
      return markRefusal(lease, 100)
    case 'releaseMark':
      return lease.impairedPct > 0 ? undefined : 'not-past-due'
    case 'notice':
      return noticeRefusal(lease)
    case 'declareDefault':
      return defaultRefusal(lease)
    case 'repossess':
      return repossessRefusal(lease)
    default:
      return writeOffRefusal(lease, step === 'writeOffEarly')
  }
}

/** The first mark of a lease that accrues stops the accrual, even at the percentage that it has already. */
function markRefusal({ daysPastDue, impairedPct, isMarked }: WorkoutSituation, pct: number) {
  if (daysPastDue === 0) return 'not-past-due'
  return pct > impairedPct || (!isMarked && pct > 0) ? undefined : 'mark-reached'
}

function noticeRefusal({ state, daysPastDue }: WorkoutSituation) {
  if (state !== 'Active') return 'noticed'
  return daysPastDue >= NOTICE_FROM_DAYS ? undefined : 'notice-too-early'
}

function defaultRefusal({ state, daysNoticed, noticeDays }: WorkoutSituation) {
  if (state === 'Active') return 'notice-first'
  if (state !== 'Noticed') return 'in-default'
  return daysNoticed >= noticeDays ? undefined : 'default-too-early'
}

function repossessRefusal({ state }: WorkoutSituation) {
  if (state === 'Repossessed') return 'repossessed'
  return state === 'Defaulted' ? undefined : 'default-first'
}

function sellRefusal({ state, isFreed }: WorkoutSituation) {
  if (isFreed) return 'sold'
  return state === 'Repossessed' || state === 'WrittenOff' ? undefined : 'repossess-first'
}

function writeOffRefusal({ state, impairedPct, daysPastDue }: WorkoutSituation, isEarly: boolean) {
  if (state !== 'Defaulted' && state !== 'Repossessed') return 'default-first'
  if (impairedPct < 100) return 'not-fully-marked'
  return isEarly || daysPastDue >= WRITE_OFF_DAYS ? undefined : 'write-off-too-early'
}

/** @param today local day */
export function workoutOf({ lease, account, debt, noticeDays }: LeaseReading, today: number): WorkoutSituation {
  const state = LEASE_STATES[lease.state] ?? 'None'
  return {
    state,
    daysPastDue: debt.daysPastDue,
    impairedPct: account.impairedPct,
    isMarked: account.nonAccrual,
    daysNoticed: state === 'Noticed' ? today - lease.day : 0,
    noticeDays,
    isFreed: lease.deviceFreed,
  }
}
