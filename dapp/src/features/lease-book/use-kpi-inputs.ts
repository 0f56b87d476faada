import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useBank } from '../../chain/deployment'
import { readKpiInputs } from './read-kpi-inputs'

const REFETCH_MS = 10_000

/** Settled periods, bills and alarms of the bank's book of leases, all of them, from the records. */
export function useKpiInputs() {
  const { leases, deviceOracle } = useBank()
  return useQuery({
    queryKey: ['graph', 'lease-kpis', leases],
    queryFn: ({ signal }) => readKpiInputs(leases.toLowerCase(), deviceOracle.toLowerCase(), signal),
    placeholderData: keepPreviousData,
    refetchInterval: REFETCH_MS,
  })
}
