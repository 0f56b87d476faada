import {
  type BillingTerms,
  CHINA_UTC_OFFSET,
  creditLinesAbi,
  LINE_STATES,
  type LineAccount,
  type LineState,
} from '@tallystick/sdk'
import type { Address } from 'viem'
import { useReadContracts } from 'wagmi'
import { useBank } from '../../chain/deployment'

/** A line as the contract has it. */
export interface CreditLine extends LineAccount {
  /** Most principal, after the policy's steps; a newer score or policy may change it at the next draw. */
  readonly limit: bigint
  /** Yearly price of the next draw. */
  readonly rateBps: number
  /** When the score was stored that the limit follows. */
  readonly scoreAt: number
  /** Day of the last rise of the limit. */
  readonly raisedDay: number
  readonly policyVersion: number
  /** Last day on which the bank's own limit stands instead of the policy's, 0 for none. */
  readonly overrideUntil: number
}

export interface LineReading {
  readonly line: CreditLine
  readonly state: LineState
  readonly billing: BillingTerms
}

/** A merchant's line and how it is billed, from the contract. */
export function useLine(merchant: Address) {
  const { lines } = useBank()
  const read = { address: lines, abi: creditLinesAbi } as const
  return useReadContracts({
    allowFailure: false,
    contracts: [
      { ...read, functionName: 'line', args: [merchant] },
      { ...read, functionName: 'penaltyBps' },
      { ...read, functionName: 'graceDays' },
    ],
    query: {
      refetchInterval: 4_000,
      select: ([line, penaltyBps, graceDays]): LineReading => ({
        line,
        state: LINE_STATES[line.state] ?? 'None',
        billing: { penaltyBps, graceDays, utcOffset: CHINA_UTC_OFFSET },
      }),
    },
  })
}
