import { CHINA_UTC_OFFSET, creditLinesAbi, debtAt, LINE_STATES, type LineDebt, treasuryAbi } from '@tallystick/sdk'
import type { Address } from 'viem'
import { useReadContracts } from 'wagmi'
import { useBank } from '../../chain/deployment'
import { useChainNow } from '../../chain/now'
import type { LineSituation } from './line-actions'

/** A merchant's line as the contract has it, with what is owed at this second. */
export interface BankLine {
  readonly situation: LineSituation
  readonly debt: LineDebt
  readonly limit: bigint
  readonly rateBps: number
  /** Index of the band, the best is 0. */
  readonly band: number | undefined
  readonly principal: bigint
  readonly impaired: bigint
  readonly obligor: number
  /** Last day on which the bank's own decision stands, 0 for none. */
  readonly overrideUntil: number
  readonly policyVersion: number
  /** Highest price of the book. */
  readonly maxRateBps: number
}

const NO_BAND = 255
const POLL_MS = 4_000

/** Reads a line from the contracts; undefined while it is being read. */
export function useBankLine(merchant: Address): BankLine | undefined {
  const { lines, treasury } = useBank()
  const now = useChainNow()
  const read = { address: lines, abi: creditLinesAbi } as const
  const { data } = useReadContracts({
    allowFailure: false,
    contracts: [
      { ...read, functionName: 'line', args: [merchant] },
      { ...read, functionName: 'penaltyBps' },
      { ...read, functionName: 'graceDays' },
      { address: treasury, abi: treasuryAbi, functionName: 'book', args: [lines] },
    ],
    query: { refetchInterval: POLL_MS },
  })
  if (!data) return undefined
  const [line, penaltyBps, graceDays, { maxRateBps }] = data
  const debt = debtAt(line, { penaltyBps, graceDays, utcOffset: CHINA_UTC_OFFSET }, now)
  return {
    situation: {
      state: LINE_STATES[line.state] ?? 'None',
      impairedPct: line.impairedPct,
      daysPastDue: debt.daysPastDue,
      owes: debt.total > 0n,
      hasUnwrittenBill: debt.billDay !== line.billDay,
    },
    debt,
    limit: line.limit,
    rateBps: line.rateBps,
    band: line.band === NO_BAND ? undefined : line.band,
    principal: line.principal,
    impaired: line.impaired,
    obligor: line.obligor,
    overrideUntil: line.overrideUntil,
    policyVersion: line.policyVersion,
    maxRateBps,
  }
}
