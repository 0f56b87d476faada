import { type Account, type ContractFunctionParameters, createWalletClient, publicActions } from 'viem'
import { hardhat } from 'viem/chains'
import { httpWithGasMargin } from './gas-margin.ts'

/** Sends one call and waits until it is in a block. */
export type Send = (call: ContractFunctionParameters) => Promise<void>

/**
 * Sends calls of one account to a local chain, one after the other.
 * @throws Error naming the function when a call fails
 */
export function senderOf(rpcUrl: string, account: Account): Send {
  const wallet = createWalletClient({ account, chain: hardhat, transport: httpWithGasMargin(rpcUrl) }).extend(
    publicActions,
  )
  return async (call) => {
    const hash = await wallet.writeContract({ ...call, account, chain: hardhat })
    const { status } = await wallet.waitForTransactionReceipt({ hash, pollingInterval: 20 })
    if (status !== 'success') throw new Error(`${call.functionName} failed: transaction ${hash}`)
  }
}
