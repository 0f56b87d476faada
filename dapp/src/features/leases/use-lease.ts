import { immobiliserAbi, leaseOffersAbi, leasesAbi, usageMeterAbi } from '@tallystick/sdk'
import type { ContractFunctionReturnType } from 'viem'
import { useReadContracts } from 'wagmi'
import { useBank } from '../../chain/deployment'
import { type LeaseStage, stageOf } from './lease-state'

type Read<name extends 'lease' | 'account' | 'debtOf'> = ContractFunctionReturnType<typeof leasesAbi, 'view', name>

/** A lease as the contracts have it. */
export interface LeaseReading {
  readonly leaseId: bigint
  /** Undefined when there is no such offer. */
  readonly stage: LeaseStage | undefined
  readonly offer: ContractFunctionReturnType<typeof leaseOffersAbi, 'view', 'offer'>
  /** Its amounts are zero while the offer is not taken. */
  readonly lease: Read<'lease'>
  readonly account: Read<'account'>
  readonly debt: Read<'debtOf'>
  /** Rent is unpaid and the days of notice are over. */
  readonly mayLock: boolean
  readonly meter: ContractFunctionReturnType<typeof usageMeterAbi, 'view', 'meter'>
  readonly command: ContractFunctionReturnType<typeof immobiliserAbi, 'view', 'commandOf'>
  /** Seconds in which a closing reading can be replaced. */
  readonly window: number
  readonly penaltyBps: number
  readonly graceDays: number
  readonly noticeDays: number
}

const POLL_MS = 4_000

/** A lease from the contracts, asked again every few seconds: what buttons act on. */
export function useLease(leaseId: bigint) {
  const { leaseOffers, leases, meter, immobiliser } = useBank()
  const book = { address: leases, abi: leasesAbi } as const
  const usage = { address: meter, abi: usageMeterAbi } as const
  return useReadContracts({
    allowFailure: false,
    contracts: [
      { address: leaseOffers, abi: leaseOffersAbi, functionName: 'offer', args: [leaseId] },
      { ...book, functionName: 'lease', args: [leaseId] },
      { ...book, functionName: 'account', args: [leaseId] },
      { ...book, functionName: 'debtOf', args: [leaseId] },
      { ...book, functionName: 'mayLock', args: [leaseId] },
      { ...usage, functionName: 'meter', args: [leaseId] },
      { address: immobiliser, abi: immobiliserAbi, functionName: 'commandOf', args: [leaseId] },
      { ...usage, functionName: 'window' },
      { ...book, functionName: 'penaltyBps' },
      { ...book, functionName: 'graceDays' },
      { ...book, functionName: 'noticeDays' },
    ],
    query: {
      refetchInterval: POLL_MS,
      select: ([
        offer,
        lease,
        account,
        debt,
        mayLock,
        reading,
        command,
        window,
        penaltyBps,
        graceDays,
        noticeDays,
      ]): LeaseReading => ({
        leaseId,
        stage: stageOf(offer.state, lease.state),
        ...{ offer, lease, account, debt, mayLock, meter: reading, command, window, penaltyBps, graceDays, noticeDays },
      }),
    },
  })
}
