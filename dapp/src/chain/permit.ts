import { assetAbi, permitTypedData, receivablesAbi } from '@tallystick/sdk'
import { type Address, encodeFunctionData, erc20Abi, type Hex, slice } from 'viem'
import type { Config } from 'wagmi'
import {
  getBlock,
  getBytecode,
  readContract,
  signTypedData,
  waitForTransactionReceipt,
  writeContract,
} from 'wagmi/actions'
import { explain } from './errors'
import type { Call } from './write'

/** An allowance that a call needs. */
export interface Allowance {
  readonly asset: { readonly address: Address; readonly name: string; readonly version: string }
  readonly chainId: number
  readonly owner: Address
  readonly spender: Address
  /** Minor units of the asset, exactly what the call takes. */
  readonly value: bigint
}

/** Whether the owner has to release money first. */
export async function lacksAllowance(config: Config, { asset, owner, spender, value }: Allowance): Promise<boolean> {
  const given = await readContract(config, {
    address: asset.address,
    abi: erc20Abi,
    functionName: 'allowance',
    args: [owner, spender],
  })
  return given < value
}

/** A permit is good for this many seconds of chain time. */
const PERMIT_SECONDS = 1_800n

/** Has the owner sign an exact permit, and encodes it as the `selfPermit` call that all our contracts share. */
async function signedPermit(config: Config, allowance: Allowance): Promise<Hex> {
  const { asset, chainId, owner, spender, value } = allowance
  const [nonce, { timestamp }] = await Promise.all([
    readContract(config, { address: asset.address, abi: assetAbi, functionName: 'nonces', args: [owner] }),
    getBlock(config),
  ])
  // The chain's clock decides, not the browser's.
  const deadline = timestamp + PERMIT_SECONDS
  const typedData = permitTypedData({ chainId, asset }, { owner, spender, value, nonce, deadline })
  const { r, s, v } = splitSignature(await signTypedData(config, typedData))
  return encodeFunctionData({
    abi: receivablesAbi,
    functionName: 'selfPermit',
    args: [asset.address, value, deadline, v, r, s],
  })
}

/** Parts of a 65-byte signature. Some wallets write 0 or 1 where `permit` wants 27 or 28. */
function splitSignature(signature: Hex): { readonly r: Hex; readonly s: Hex; readonly v: number } {
  const last = Number(slice(signature, 64, 65))
  return { r: slice(signature, 0, 32), s: slice(signature, 32, 64), v: last < 27 ? last + 27 : last }
}

/**
 * The call with a signed permit before it in one transaction. Accounts with code (a company's multisig) and wallets that
 * sign no typed data get an exact approval first instead.
 */
export async function permitted(config: Config, call: Call, allowance: Allowance): Promise<Call> {
  if (await hasCode(config, allowance.owner)) {
    await approve(config, allowance)
    return call
  }
  try {
    const permit = await signedPermit(config, allowance)
    const data = encodeFunctionData(call)
    return { address: call.address, abi: receivablesAbi, functionName: 'multicall', args: [[permit, data]] }
  } catch (error) {
    if (explain(error).code !== 'wallet_unsupported') throw error
    await approve(config, allowance)
    return call
  }
}

async function hasCode(config: Config, address: Address): Promise<boolean> {
  return (await getBytecode(config, { address })) !== undefined
}

async function approve(config: Config, { asset, spender, value }: Allowance): Promise<void> {
  const call = { address: asset.address, abi: erc20Abi, functionName: 'approve', args: [spender, value] } as const
  const hash = await writeContract(config, call as never)
  await waitForTransactionReceipt(config, { hash })
}
