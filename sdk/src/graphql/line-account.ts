import { LINE_STATES, type LineAccount } from '../lines.ts'
import type { LineFieldsFragment } from './generated/documents.ts'

/** The part of an indexed line that says what is owed, as `debtAt` and `bringUp` take it. */
export function lineAccountOf(
  line: Pick<LineFieldsFragment, Exclude<keyof LineAccount, 'last'> | 'accruedAt'>,
): LineAccount {
  return {
    state: LINE_STATES.indexOf(line.state),
    principal: BigInt(line.principal),
    rateX18: BigInt(line.rateX18),
    last: Number(line.accruedAt),
    accruedX18: BigInt(line.accruedX18),
    duePrincipal: BigInt(line.duePrincipal),
    dueInterest: BigInt(line.dueInterest),
    dueSince: line.dueSince,
    billDay: line.billDay,
    penalty: BigInt(line.penalty),
    penaltyDay: line.penaltyDay,
  }
}
