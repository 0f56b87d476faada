import { OperationsDocument, type OperationsQuery } from '@tallystick/sdk'
import type { Address } from 'viem'
import { useGraph } from '../../graphql/use-graph'

export type Operation = OperationsQuery['scheduledOperations'][number]

/** Calls announced at an access manager; the open ones first, then by time. */
export function useOperations(manager: Address) {
  const records = useGraph(OperationsDocument, { where: { manager: manager.toLowerCase() as Address } })
  return { ...records, operations: records.data && [...records.data.scheduledOperations].sort(openFirst) }
}

function openFirst(left: Operation, right: Operation): number {
  const closed = ({ state }: Operation) => (state === 'Scheduled' ? 0 : 1)
  return closed(left) - closed(right) || Number(right.schedule) - Number(left.schedule)
}
