import { msg } from '@lingui/core/macro'
import { type BankDeployment, deviceOracleAbi } from '@tallystick/sdk'
import type { Hex } from 'viem'
import { type GuardedCall, guardedCall } from '../access/guarded-call'

/** Says that the bank has seen alarms of a machine. */
export function acknowledgeCall(
  { manager, deviceOracle }: BankDeployment,
  deviceId: Hex,
  alarms: number,
  note: Hex,
): GuardedCall {
  return guardedCall({
    title: msg`Acknowledge an alarm`,
    manager,
    target: deviceOracle,
    abi: deviceOracleAbi,
    functionName: 'acknowledge',
    args: [deviceId, alarms, note],
  })
}

/** Puts something to do on record, with the day by which it is due. */
export function openFollowUpCall(
  { manager, deviceOracle }: BankDeployment,
  deviceId: Hex,
  alarms: number,
  note: Hex,
  dueDay: number,
): GuardedCall {
  return guardedCall({
    title: msg`Open a follow-up`,
    manager,
    target: deviceOracle,
    abi: deviceOracleAbi,
    functionName: 'openFollowUp',
    args: [deviceId, alarms, note, dueDay],
  })
}

/** Says what came of a follow-up. */
export function closeFollowUpCall(
  { manager, deviceOracle }: BankDeployment,
  deviceId: Hex,
  followUpId: bigint,
  note: Hex,
): GuardedCall {
  return guardedCall({
    title: msg`Close a follow-up`,
    manager,
    target: deviceOracle,
    abi: deviceOracleAbi,
    functionName: 'closeFollowUp',
    args: [deviceId, followUpId, note],
  })
}
