import { DEFAULT_DAYS, type LineState, markAt, WRITE_OFF_DAYS } from '@tallystick/sdk'

/** What decides which actions a line allows, at this moment. */
export interface LineSituation {
  readonly state: LineState
  /** Mark in percent of the value on the books. */
  readonly impairedPct: number
  readonly daysPastDue: number
  /** Something is owed. */
  readonly owes: boolean
  /** A bill's day has come and nobody has written it. */
  readonly hasUnwrittenBill: boolean
}

export type LineAction =
  | 'refresh'
  | 'bill'
  | 'mark'
  | 'markEarly'
  | 'releaseMark'
  | 'declareDefault'
  | 'writeOff'
  | 'writeOffEarly'
  | 'override'
  | 'close'

/** Why an action cannot be taken now. */
export type LineRefusal =
  | 'not-open'
  | 'closed'
  | 'not-active'
  | 'no-bill'
  | 'written-off'
  | 'not-past-due'
  | 'mark-reached'
  | 'not-marked'
  | 'mark-first'
  | 'in-default'
  | 'default-too-early'
  | 'not-in-default'
  | 'not-fully-marked'
  | 'write-off-too-early'
  | 'owes'
  | 'bad-debt'

/** Why `action` is refused, or undefined when the rules allow it. Roles are a separate question. */
export function refusalOf(action: LineAction, line: LineSituation): LineRefusal | undefined {
  if (action === 'override') return isBad(line) ? 'bad-debt' : undefined
  if (line.state === 'None') return 'not-open'
  if (line.state === 'Closed') return 'closed'
  switch (action) {
    case 'refresh':
      return line.state === 'Active' ? undefined : 'not-active'
    case 'bill':
      return line.hasUnwrittenBill ? undefined : 'no-bill'
    case 'close':
      return closeRefusal(line)
    default:
      return line.state === 'WrittenOff' ? 'written-off' : badDebtRefusal(action, line)
  }
}

function isBad({ state }: LineSituation): boolean {
  return state === 'NonAccrual' || state === 'Defaulted' || state === 'WrittenOff'
}

function closeRefusal({ state, owes }: LineSituation): LineRefusal | undefined {
  if (owes) return 'owes'
  return state === 'Active' || state === 'WrittenOff' ? undefined : 'not-active'
}

function badDebtRefusal(action: LineAction, line: LineSituation): LineRefusal | undefined {
  switch (action) {
    case 'mark':
      return markRefusal(line, markAt(line.daysPastDue))
    case 'markEarly':
      return markRefusal(line, 100)
    case 'releaseMark':
      return line.impairedPct > 0 ? undefined : 'not-marked'
    case 'declareDefault':
      return defaultRefusal(line)
    default:
      return writeOffRefusal(action, line)
  }
}

/** The first mark of a line that accrues stops the accrual, even at the percentage that it has already. */
function markRefusal({ state, daysPastDue, impairedPct }: LineSituation, pct: number): LineRefusal | undefined {
  if (daysPastDue === 0) return 'not-past-due'
  return pct > impairedPct || (state === 'Active' && pct > 0) ? undefined : 'mark-reached'
}

function defaultRefusal({ state, daysPastDue }: LineSituation): LineRefusal | undefined {
  if (state === 'Active') return 'mark-first'
  if (state === 'Defaulted') return 'in-default'
  return daysPastDue >= DEFAULT_DAYS ? undefined : 'default-too-early'
}

function writeOffRefusal(action: LineAction, { state, daysPastDue, impairedPct }: LineSituation) {
  if (state !== 'Defaulted') return 'not-in-default'
  if (impairedPct < 100) return 'not-fully-marked'
  return action === 'writeOffEarly' || daysPastDue >= WRITE_OFF_DAYS ? undefined : 'write-off-too-early'
}
