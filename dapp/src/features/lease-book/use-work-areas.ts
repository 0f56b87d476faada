import { useLingui } from '@lingui/react/macro'
import { regionOf } from '@tallystick/sdk'
import type { WorkArea } from '../fleet/fleet-map'
import { isOnBalance } from './book-row'
import { useLeaseBook } from './use-lease-book'

/** Areas of work of the bank's leases under way. */
export function useWorkAreas(): readonly WorkArea[] {
  const { t } = useLingui()
  const { data = [] } = useLeaseBook()
  return data.filter(isOnBalance).map(({ id, number, offer }) => ({
    key: id,
    label: t`Area of lease #${number}`,
    region: regionOf(offer.region),
  }))
}
