import { type DealFieldsFragment, DealsDocument } from '@tallystick/sdk'
import type { Address } from 'viem'
import { useBank } from '../../chain/deployment'
import { useGraph } from '../../graphql/use-graph'
import type { DealList } from './deal-list'

export type Deal = DealFieldsFragment

const NOT_PAID: readonly Deal['state'][] = ['Open', 'Impaired', 'WrittenOff']

/** Deals of the bank's desk, newest first, at most 1,000. */
export function useDeals(list: DealList) {
  const { desk } = useBank()
  const where = { desk: desk.toLowerCase() as Address, ...(list === 'open' && { state_in: NOT_PAID }) }
  const records = useGraph(DealsDocument, { where, first: 1_000 })
  return { ...records, deals: records.data?.deals }
}

/** Whether the deal's units have not been paid. */
export function isUnpaid({ state }: Pick<Deal, 'state'>): boolean {
  return NOT_PAID.includes(state)
}
