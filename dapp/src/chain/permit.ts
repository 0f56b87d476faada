import { permitTypedData } from '@tallystick/sdk'
import { type Address, encodeFunctionData, erc20Abi, type Hex, parseAbi, parseSignature } from 'viem'
import type { Config } from 'wagmi'
import { getBlock, readContract, signTypedData } from 'wagmi/actions'

/** The part of a contract of ours that takes a permit together with the call that needs it. */
export const selfPermitAbi = parseAbi([
  'function selfPermit(address asset, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s)',
  'function multicall(bytes[] data) returns (bytes[])',
])
const noncesAbi = parseAbi(['function nonces(address owner) view returns (uint256)'])

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

/** Has the owner sign an exact permit, and encodes it as the `selfPermit` call of the spender. */
export async function signedPermit(config: Config, allowance: Allowance): Promise<Hex> {
  const { asset, chainId, owner, spender, value } = allowance
  const [nonce, { timestamp }] = await Promise.all([
    readContract(config, { address: asset.address, abi: noncesAbi, functionName: 'nonces', args: [owner] }),
    getBlock(config),
  ])
  // The chain's clock decides, not the browser's.
  const deadline = timestamp + PERMIT_SECONDS
  const typedData = permitTypedData({ chainId, asset }, { owner, spender, value, nonce, deadline })
  const { r, s, yParity } = parseSignature(await signTypedData(config, typedData))
  return encodeFunctionData({
    abi: selfPermitAbi,
    functionName: 'selfPermit',
    args: [asset.address, value, deadline, 27 + yParity, r, s],
  })
}
