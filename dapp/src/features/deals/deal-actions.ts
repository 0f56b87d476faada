import { markAt, WRITE_OFF_DAYS } from '@tallystick/sdk'

/** What decides which actions a deal allows. */
export interface DealSituation {
  readonly state: 'Open' | 'Impaired' | 'WrittenOff' | 'Collected' | 'Recovered'
  /** State of the receivable that the deal bought. */
  readonly receivable: 'Open' | 'Overdue' | 'Settled'
  /** Mark in percent of the advance. */
  readonly impairedPct: number
  readonly daysPastDue: number
  /** Days past due after which the receivable may be flagged overdue. */
  readonly graceDays: number
}

export type DealAction = 'collect' | 'flagOverdue' | 'mark' | 'markEarly' | 'releaseMark' | 'writeOff' | 'writeOffEarly'

/** Why an action cannot be taken now. */
export type DealRefusal =
  | 'closed'
  | 'not-settled'
  | 'settled'
  | 'written-off'
  | 'not-past-due'
  | 'in-grace'
  | 'flagged'
  | 'mark-reached'
  | 'not-marked'
  | 'not-fully-marked'
  | 'write-off-too-early'

/** Why `action` is refused, or undefined when the rules allow it. Roles are a separate question. */
export function refusalOf(action: DealAction, deal: DealSituation): DealRefusal | undefined {
  if (deal.state === 'Collected' || deal.state === 'Recovered') return 'closed'
  if (action === 'collect') return deal.receivable === 'Settled' ? undefined : 'not-settled'
  if (deal.receivable === 'Settled') return 'settled'
  if (action === 'flagOverdue') return flagRefusal(deal)
  if (deal.state === 'WrittenOff') return 'written-off'
  return markRefusal(action, deal)
}

function flagRefusal({ receivable, daysPastDue, graceDays }: DealSituation): DealRefusal | undefined {
  if (receivable === 'Overdue') return 'flagged'
  return daysPastDue > graceDays ? undefined : 'in-grace'
}

function markRefusal(action: DealAction, deal: DealSituation): DealRefusal | undefined {
  const { daysPastDue, impairedPct } = deal
  switch (action) {
    case 'mark':
      if (daysPastDue === 0) return 'not-past-due'
      return markAt(daysPastDue) > impairedPct ? undefined : 'mark-reached'
    case 'markEarly':
      if (daysPastDue === 0) return 'not-past-due'
      return impairedPct < 100 ? undefined : 'mark-reached'
    case 'releaseMark':
      return impairedPct > 0 ? undefined : 'not-marked'
    case 'writeOff':
      if (impairedPct < 100) return 'not-fully-marked'
      return daysPastDue >= WRITE_OFF_DAYS ? undefined : 'write-off-too-early'
    default:
      return impairedPct < 100 ? 'not-fully-marked' : undefined
  }
}
