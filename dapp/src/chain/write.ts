import type { MessageDescriptor } from '@lingui/core'
import type { Abi, Address, ContractFunctionArgs, ContractFunctionName } from 'viem'

type Name<abi extends Abi> = ContractFunctionName<abi, 'nonpayable' | 'payable'>
type Args<abi extends Abi, name extends Name<abi>> = ContractFunctionArgs<abi, 'nonpayable' | 'payable', name>

/** One call that changes the chain, as a screen asks for it. */
export interface TypedWrite<abi extends Abi, name extends Name<abi>> {
  /** What the person is doing, as the activity panel and the review dialog name it. */
  readonly title: MessageDescriptor
  readonly address: Address
  readonly abi: abi
  readonly functionName: name
  /** Computed after the network check, so that figures are those of the moment. */
  args(): Args<abi, name> | Promise<Args<abi, name>>
  /**
   * Settlement asset, in minor units, that the called contract takes from the sender. Makes the engine obtain an exact
   * allowance first: by a permit in the same transaction where the wallet can sign one, else by an approval.
   */
  payment?(): bigint | Promise<bigint>
}

/** A write whose arguments have been checked against its ABI; the type is forgotten so that one engine runs them all. */
export interface Write {
  readonly title: MessageDescriptor
  readonly address: Address
  readonly abi: Abi
  readonly functionName: string
  args(): readonly unknown[] | Promise<readonly unknown[]>
  payment?(): bigint | Promise<bigint>
}

/** Checks a call against its ABI where it is written. */
export function write<const abi extends Abi, const name extends Name<abi>>(call: TypedWrite<abi, name>): Write {
  return call as unknown as Write
}

/** A call as it goes to the chain. Its ABI is known at run time only; {@link write} checked it where it was written. */
export interface Call {
  readonly address: Address
  readonly abi: Abi
  readonly functionName: string
  readonly args: readonly unknown[]
}
