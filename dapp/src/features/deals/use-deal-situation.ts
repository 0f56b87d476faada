import { factoringDeskAbi, receivablesAbi } from '@tallystick/sdk'
import { useReadContract, useReadContracts } from 'wagmi'
import { useBank, useDeployment } from '../../chain/deployment'
import { useToday } from '../../chain/now'
import type { DealSituation } from './deal-actions'
import type { Deal } from './use-deals'

const WRITTEN_OFF = 255
const RECEIVABLE_STATES = ['Open', 'Open', 'Overdue', 'Settled'] as const

/** What decides about a deal's actions, from the contracts; undefined while it is being read. */
export function useDealSituation(deal: Deal): DealSituation | undefined {
  const { desk } = useBank()
  const { network } = useDeployment()
  const today = useToday()
  const register = { address: network.receivables, abi: receivablesAbi } as const
  const { data } = useReadContracts({
    allowFailure: false,
    contracts: [
      {
        address: desk,
        abi: factoringDeskAbi,
        functionName: 'deal',
        args: [BigInt(deal.tokenId), Number(deal.number)],
      },
      { ...register, functionName: 'receivable', args: [BigInt(deal.receivable.id)] },
    ],
  })
  const version = data?.[1].profile
  const { data: profile } = useReadContract({
    ...register,
    functionName: 'profile',
    args: version === undefined ? undefined : [version],
    query: { enabled: version !== undefined },
  })
  if (data === undefined || profile === undefined) return undefined
  const [stored, receivable] = data
  return {
    state: stateOf(deal, stored.impairedPct),
    receivable: RECEIVABLE_STATES[receivable.state] ?? 'Open',
    impairedPct: stored.impairedPct === WRITTEN_OFF ? 100 : stored.impairedPct,
    daysPastDue: Math.max(0, today - deal.stopDay),
    graceDays: profile.graceDays,
  }
}

/** The desk forgets a collected deal, so that only the records know how it ended. */
function stateOf(deal: Deal, impairedPct: number): DealSituation['state'] {
  if (deal.state === 'Collected' || deal.state === 'Recovered') return deal.state
  if (impairedPct === WRITTEN_OFF) return 'WrittenOff'
  return impairedPct > 0 ? 'Impaired' : 'Open'
}
