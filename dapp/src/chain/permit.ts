import { assetAbi, permitTypedData, receivablesAbi } from '@tallystick/sdk'
import { type Address, encodeFunctionData, erc20Abi, type Hex, slice } from 'viem'
import type { Config } from 'wagmi'
import { getBlock, readContract, signTypedData } from 'wagmi/actions'

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
export async function signedPermit(config: Config, allowance: Allowance): Promise<Hex> {
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
