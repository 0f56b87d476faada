import { assetAbi, treasuryAbi } from '@tallystick/sdk'
import type { Address } from 'viem'
import { useReadContracts } from 'wagmi'
import { useBank, useDeployment } from '../../chain/deployment'

/** Verbs of a treasury that can be paused, by their number on chain. */
export const TREASURY_VERBS = { lend: 2, deposit: 3 } as const

/** A treasury's own totals at one block, in minor units. */
export interface TreasuryPosition {
  readonly cash: bigint
  /** Part of the cash that belongs to sellers. */
  readonly owed: bigint
  readonly principal: bigint
  readonly impaired: bigint
  /** Value of positions past their stop day, neither paid nor marked. */
  readonly matured: bigint
  readonly nav: bigint
  readonly exitNav: bigint
  readonly shares: bigint
  readonly accruedX18: bigint
  /** Accrual per second. */
  readonly rateX18: bigint
  /** Second at which the pause of lending ends; 0 when it was never paused. */
  readonly lendPausedUntil: number
  readonly depositPausedUntil: number
}

/** The totals of the bank's treasury, from the contract. */
export function useTreasury() {
  const { treasury } = useBank()
  const read = { address: treasury, abi: treasuryAbi } as const
  return useReadContracts({
    allowFailure: false,
    contracts: [
      { ...read, functionName: 'cash' },
      { ...read, functionName: 'owed' },
      { ...read, functionName: 'principal' },
      { ...read, functionName: 'impaired' },
      { ...read, functionName: 'matured' },
      { ...read, functionName: 'totalAssets' },
      { ...read, functionName: 'exitAssets' },
      { ...read, functionName: 'totalSupply' },
      { ...read, functionName: 'accruedX18' },
      { ...read, functionName: 'rateX18' },
      { ...read, functionName: 'pausedUntil', args: [TREASURY_VERBS.lend] },
      { ...read, functionName: 'pausedUntil', args: [TREASURY_VERBS.deposit] },
    ],
    query: { refetchInterval: 10_000, select: positionOf },
  })
}

type Totals = readonly [
  ...amounts: [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint],
  lendPausedUntil: number,
  depositPausedUntil: number,
]

function positionOf(totals: Totals): TreasuryPosition {
  const [cash, owed, principal, impaired, matured, nav, exitNav, shares, accruedX18, rateX18, lending, deposits] =
    totals
  return {
    cash,
    owed,
    principal,
    impaired,
    matured,
    nav,
    exitNav,
    shares,
    accruedX18,
    rateX18,
    lendPausedUntil: lending,
    depositPausedUntil: deposits,
  }
}

/** What one account can put in and take out, in minor units of asset and share. */
export interface TreasuryHolder {
  readonly shares: bigint
  /** What all of its shares would pay at the exit price, whatever cash there is. */
  readonly value: bigint
  /** Most shares that can leave now. */
  readonly maxExit: bigint
  readonly maxDeposit: bigint
  /** Settlement asset in the account. */
  readonly balance: bigint
}

/** The connected account's part in the bank's treasury. */
export function useTreasuryHolder(account: Address | undefined) {
  const { treasury } = useBank()
  const { asset } = useDeployment()
  const read = { address: treasury, abi: treasuryAbi } as const
  const holder = account ?? treasury
  const amounts = useReadContracts({
    allowFailure: false,
    contracts: [
      { ...read, functionName: 'balanceOf', args: [holder] },
      { ...read, functionName: 'maxExit', args: [holder] },
      { ...read, functionName: 'maxDeposit', args: [holder] },
      { address: asset.address, abi: assetAbi, functionName: 'balanceOf', args: [holder] },
    ],
    query: { enabled: account !== undefined },
  })
  const shares = amounts.data?.[0]
  const value = useReadContracts({
    allowFailure: false,
    contracts: [{ ...read, functionName: 'previewExit', args: [shares ?? 0n] }],
    query: { enabled: shares !== undefined },
  })
  return holderOf(amounts.data, value.data?.[0])
}

function holderOf(
  amounts: readonly [bigint, bigint, bigint, bigint] | undefined,
  value: bigint | undefined,
): TreasuryHolder | undefined {
  if (amounts === undefined || value === undefined) return undefined
  const [shares, maxExit, maxDeposit, balance] = amounts
  return { shares, value, maxExit, maxDeposit, balance }
}
