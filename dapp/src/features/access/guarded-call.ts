import type { MessageDescriptor } from '@lingui/core'
import { accessManagerAbi } from '@tallystick/sdk'
import {
  type Abi,
  type Address,
  type ContractFunctionArgs,
  type ContractFunctionName,
  encodeFunctionData,
  getAbiItem,
  type Hex,
  toFunctionSelector,
} from 'viem'
import { type Write, write } from '../../chain/tx'

/** A function of one of our contracts and the AccessManager that says who may call it. */
export interface GuardedFunction {
  readonly manager: Address
  readonly target: Address
  readonly abi: Abi
  readonly functionName: string
}

/** A call of such a function with its arguments. */
export interface GuardedCall extends GuardedFunction {
  readonly title: MessageDescriptor
  readonly args: readonly unknown[]
}

type Name<abi extends Abi> = ContractFunctionName<abi, 'nonpayable' | 'payable'>

/** Checks a guarded call against its ABI where it is written; afterwards one set of buttons serves them all. */
export function guardedCall<const abi extends Abi, const name extends Name<abi>>(call: {
  readonly title: MessageDescriptor
  readonly manager: Address
  readonly target: Address
  readonly abi: abi
  readonly functionName: name
  readonly args: ContractFunctionArgs<abi, 'nonpayable' | 'payable', name>
}): GuardedCall {
  return call as unknown as GuardedCall
}

/** First four bytes of the function's signature hash. */
export function selectorOf({ abi, functionName }: GuardedFunction): Hex {
  const item = getAbiItem({ abi, name: functionName })
  if (item?.type !== 'function') throw new RangeError(`the ABI has no function ${functionName}`)
  return toFunctionSelector(item)
}

/** The call's data as it is announced and executed. */
export function callData({ abi, functionName, args }: GuardedCall): Hex {
  return encodeFunctionData({ abi, functionName, args })
}

/** Sends the call straight to its contract. */
export function directly({ title, target, abi, functionName, args }: GuardedCall): Write {
  return { title, address: target, abi, functionName, args: () => args }
}

/** Announces the call; it can be executed after the delay of the caller's role. */
export function announcing(call: GuardedCall): Write {
  return write({
    title: call.title,
    address: call.manager,
    abi: accessManagerAbi,
    functionName: 'schedule',
    // 0 asks for the earliest time that the delay allows.
    args: () => [call.target, callData(call), 0] as const,
  })
}

/** A call as it was announced. */
export interface AnnouncedCall {
  readonly manager: Address
  readonly caller: Address
  readonly target: Address
  readonly data: Hex
}

/** Executes what was announced; only its announcer can. */
export function executing(title: MessageDescriptor, { manager, target, data }: AnnouncedCall): Write {
  return write({
    title,
    address: manager,
    abi: accessManagerAbi,
    functionName: 'execute',
    args: () => [target, data] as const,
  })
}

/** Withdraws what was announced: the announcer, or the guardian of the announcer's role. */
export function cancelling(title: MessageDescriptor, { manager, caller, target, data }: AnnouncedCall): Write {
  return write({
    title,
    address: manager,
    abi: accessManagerAbi,
    functionName: 'cancel',
    args: () => [caller, target, data] as const,
  })
}
