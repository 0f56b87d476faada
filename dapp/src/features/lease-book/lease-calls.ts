import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { type BankDeployment, immobiliserAbi, leasesAbi, usageMeterAbi } from '@tallystick/sdk'
import type { Hex } from 'viem'
import { type GuardedCall, guardedCall } from '../access/guarded-call'

/** Calls of an officer that take nothing but the lease. */
const TITLES = {
  approve: msg`Approve a lease`,
  decline: msg`Decline a lease`,
  notice: msg`Give notice of unpaid rent`,
  declareDefault: msg`Declare a lease in default`,
  writeOffEarly: msg`Write a lease off early`,
  revokeDeviceKey: msg`Revoke the key of a machine`,
} as const satisfies Readonly<Record<string, MessageDescriptor>>

export type OfficerCall = keyof typeof TITLES

export function officerCall(
  { manager, leases }: BankDeployment,
  functionName: OfficerCall,
  leaseId: bigint,
): GuardedCall {
  return guardedCall({
    title: TITLES[functionName],
    manager,
    target: leases,
    abi: leasesAbi,
    functionName,
    args: [leaseId],
  })
}

/** Records that the bank has the machine back. */
export function repossessCall({ manager, leases }: BankDeployment, leaseId: bigint, evidence: Hex): GuardedCall {
  return guardedCall({
    title: msg`Repossess a machine`,
    manager,
    target: leases,
    abi: leasesAbi,
    functionName: 'repossess',
    args: [leaseId, evidence],
  })
}

/** Brings what a repossessed machine was sold for. */
export function sellCall({ manager, leases }: BankDeployment, leaseId: bigint, proceeds: bigint): GuardedCall {
  return guardedCall({
    title: msg`Bring what a machine was sold for`,
    manager,
    target: leases,
    abi: leasesAbi,
    functionName: 'sell',
    args: [leaseId, proceeds],
  })
}

/** Sets another mark than the ladder's: higher at once, lower announced. */
export function setMarkCall(
  { manager, leases }: BankDeployment,
  leaseId: bigint,
  from: number,
  to: number,
): GuardedCall {
  const isLower = to < from
  return guardedCall({
    title: isLower ? msg`Lower the mark of a lease` : msg`Mark a lease down early`,
    manager,
    target: leases,
    abi: leasesAbi,
    functionName: isLower ? 'releaseMark' : 'markEarly',
    args: [leaseId, to],
  })
}

/** Agrees that the manufacturer gives a leased machine another key. */
export function approveKeyCall({ manager, leases }: BankDeployment, leaseId: bigint, keyHash: Hex): GuardedCall {
  return guardedCall({
    title: msg`Agree to another key of a machine`,
    manager,
    target: leases,
    abi: leasesAbi,
    functionName: 'approveDeviceKey',
    args: [leaseId, keyHash],
  })
}

/** Commands a machine to lock or unlock. */
export function lockCall(
  { manager, immobiliser }: BankDeployment,
  functionName: 'lock' | 'unlock',
  leaseId: bigint,
  reason: string,
): GuardedCall {
  return guardedCall({
    title: functionName === 'lock' ? msg`Lock a machine` : msg`Unlock a machine`,
    manager,
    target: immobiliser,
    abi: immobiliserAbi,
    functionName,
    args: [leaseId, reason],
  })
}

/** Lets the closing reading of a machine with a software key count. */
export function confirmReadingCall({ manager, meter }: BankDeployment, leaseId: bigint): GuardedCall {
  return guardedCall({
    title: msg`Confirm the closing reading`,
    manager,
    target: meter,
    abi: usageMeterAbi,
    functionName: 'confirm',
    args: [leaseId],
  })
}
