import { factoringDeskAbi } from '@tallystick/sdk'
import { useReadContracts } from 'wagmi'
import { useBank } from '../../chain/deployment'
import type { ReceivableRow } from './rows'

/** What the bank would pay today for each holding, by row; a holding that it does not finance has no entry. */
export function useOffers(rows: readonly ReceivableRow[]): ReadonlyMap<string, bigint> {
  const { desk } = useBank()
  const open = rows.filter(({ tokenId, receivable }) => tokenId !== undefined && receivable.state === 'Open')
  const { data } = useReadContracts({
    contracts: open.map(
      ({ tokenId, units }) =>
        ({ address: desk, abi: factoringDeskAbi, functionName: 'quote', args: [tokenId ?? 0n, units] }) as const,
    ),
    query: { enabled: open.length > 0 },
  })
  return new Map(
    open.flatMap(({ key }, index) => {
      const answer = data?.[index]
      return answer?.status === 'success' ? [[key, answer.result.price] as const] : []
    }),
  )
}
