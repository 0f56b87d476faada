import { DevicesDocument, type DevicesQuery } from '@tallystick/sdk'
import type { Address } from 'viem'
import { useGraph } from '../../graphql/use-graph'

/** A machine of the register as the records have it. */
export type FleetRow = DevicesQuery['devices'][number]

/** All machines of a manufacturer. */
export function useFleet(manufacturer: Address) {
  const records = useGraph(DevicesDocument, { where: { manufacturer: manufacturer.toLowerCase() as Address } })
  return { ...records, machines: records.data?.devices }
}
