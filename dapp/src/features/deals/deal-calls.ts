import { msg } from '@lingui/core/macro'
import { type BankDeployment, type Deployment, factoringDeskAbi, receivablesAbi } from '@tallystick/sdk'
import { type Write, write } from '../../chain/tx'
import { type GuardedCall, guardedCall } from '../access/guarded-call'
import type { Deal } from './use-deals'

/** Identifies a deal at its desk. */
function keyOf(deal: Deal): readonly [tokenId: bigint, dealId: number] {
  return [BigInt(deal.tokenId), Number(deal.number)]
}

/** Brings in the money of a settled receivable. By anyone. */
export function collectCall({ desk }: BankDeployment, deal: Deal): Write {
  return write({
    title: msg`Collect a deal`,
    address: desk,
    abi: factoringDeskAbi,
    functionName: 'collect',
    args: () => keyOf(deal),
  })
}

/** Marks an unpaid deal down by the ladder. By anyone. */
export function markCall({ desk }: BankDeployment, deal: Deal): Write {
  return write({
    title: msg`Mark a deal down`,
    address: desk,
    abi: factoringDeskAbi,
    functionName: 'mark',
    args: () => keyOf(deal),
  })
}

/** Takes a fully marked deal off the balance sheet. By anyone, late. */
export function writeOffCall({ desk }: BankDeployment, deal: Deal): Write {
  return write({
    title: msg`Write a deal off`,
    address: desk,
    abi: factoringDeskAbi,
    functionName: 'writeOff',
    args: () => keyOf(deal),
  })
}

/** Records that the receivable is unpaid after its grace period. By anyone. */
export function flagOverdueCall({ network }: Deployment, deal: Deal): Write {
  return write({
    title: msg`Record a receivable as overdue`,
    address: network.receivables,
    abi: receivablesAbi,
    functionName: 'flagOverdue',
    args: () => [BigInt(deal.receivable.id)] as const,
  })
}

/** Takes a fully marked deal off the balance sheet before anyone may. By the officer. */
export function writeOffEarlyCall({ manager, desk }: BankDeployment, deal: Deal): GuardedCall {
  return guardedCall({
    title: msg`Write a deal off early`,
    manager,
    target: desk,
    abi: factoringDeskAbi,
    functionName: 'writeOffEarly',
    args: keyOf(deal),
  })
}

/** Sets another mark than the ladder's: higher at once, lower announced. */
export function setMarkCall({ manager, desk }: BankDeployment, deal: Deal, from: number, to: number): GuardedCall {
  const isLower = to < from
  return guardedCall({
    title: isLower ? msg`Lower a mark` : msg`Mark a deal down early`,
    manager,
    target: desk,
    abi: factoringDeskAbi,
    functionName: isLower ? 'releaseMark' : 'markEarly',
    args: [...keyOf(deal), to],
  })
}
