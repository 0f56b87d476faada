import { msg } from '@lingui/core/macro'
import { type BankDeployment, creditLinesAbi, scoreOracleAbi } from '@tallystick/sdk'
import type { Address } from 'viem'
import { type Write, write } from '../../chain/tx'
import { type GuardedCall, guardedCall } from '../access/guarded-call'
import type { Override } from './override-form'

const TITLES = {
  refresh: msg`Apply the latest score`,
  bill: msg`Write the bills that are due`,
  mark: msg`Mark a line down`,
  declareDefault: msg`Declare default`,
  writeOff: msg`Write a line off`,
} as const

/** What anybody may do with a merchant's line. */
export type PublicLineCall = keyof typeof TITLES

export function publicLineCall({ lines }: BankDeployment, functionName: PublicLineCall, merchant: Address): Write {
  return write({
    title: TITLES[functionName],
    address: lines,
    abi: creditLinesAbi,
    functionName,
    args: () => [merchant] as const,
  })
}

/** Sets another mark than the ladder's: higher at once, lower announced. */
export function setLineMarkCall(bank: BankDeployment, merchant: Address, from: number, to: number): GuardedCall {
  const isLower = to < from
  return guardedCall({
    title: isLower ? msg`Lower a mark` : msg`Mark a line down early`,
    manager: bank.manager,
    target: bank.lines,
    abi: creditLinesAbi,
    functionName: isLower ? 'releaseMark' : 'markEarly',
    args: [merchant, to],
  })
}

/** Takes a fully marked line in default off the balance sheet before anyone may. */
export function writeLineOffEarlyCall(bank: BankDeployment, merchant: Address): GuardedCall {
  return guardedCall({
    title: msg`Write a line off early`,
    manager: bank.manager,
    target: bank.lines,
    abi: creditLinesAbi,
    functionName: 'writeOffEarly',
    args: [merchant],
  })
}

/** Ends a line without debt for its merchant. */
export function closeLineCall(bank: BankDeployment, merchant: Address): GuardedCall {
  return guardedCall({
    title: msg`Close a merchant’s line`,
    manager: bank.manager,
    target: bank.lines,
    abi: creditLinesAbi,
    functionName: 'closeFor',
    args: [merchant],
  })
}

/** Asks the oracle network for a merchant's score. */
export function requestScoreCall(bank: BankDeployment, merchant: Address): GuardedCall {
  return guardedCall({
    title: msg`Ask for a merchant’s score`,
    manager: bank.manager,
    target: bank.scoreOracle,
    abi: scoreOracleAbi,
    functionName: 'requestScoreFor',
    args: [merchant],
  })
}

/** The bank's own decision in place of the policy's. */
export function overrideCall(
  bank: BankDeployment,
  merchant: Address,
  functionName: 'tightenLine' | 'loosenLine',
  { limit, rateBps, untilDay, reason }: Override,
): GuardedCall {
  return guardedCall({
    title: functionName === 'tightenLine' ? msg`Cut one merchant’s line` : msg`Raise one merchant’s line`,
    manager: bank.manager,
    target: bank.lines,
    abi: creditLinesAbi,
    functionName,
    args: [merchant, limit, rateBps, untilDay, reason],
  })
}
