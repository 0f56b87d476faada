import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { Address } from 'viem'
import { buttonClass } from '../../ui'
import { ToDoCard, ToDoGrid } from '../home/to-do-card'
import { useLeaseRecords } from '../leases/lease-record'
import { isSame } from '../leases/parties'
import { useFleet } from './use-fleet'

/** What a manufacturer has to do: free machines, offers on their way. */
export function ManufacturerHome({ account }: { readonly account: Address }) {
  const { machines } = useFleet(account)
  const { leases } = useLeaseRecords(account)
  const own = leases?.filter(({ manufacturer }) => isSame(manufacturer, account))
  return (
    <ToDoGrid>
      <ToDoCard title={<Trans>Free machines</Trans>} count={machines?.filter(({ book }) => book === null).length}>
        <Trans>Offer a lease; the bank pays you at delivery.</Trans>
        <Link to="/leases/new" className={buttonClass('primary')}>
          <Trans>Offer a lease</Trans>
        </Link>
      </ToDoCard>
      <ToDoCard
        title={<Trans>Offers and approvals under way</Trans>}
        count={own?.filter(({ stage }) => stage === 'Open' || stage === 'Signed' || stage === 'Approved').length}
      >
        <Trans>Waiting for the lessee or the bank.</Trans>
        <Link to="/leases" className={buttonClass('secondary')}>
          <Trans>My leases</Trans>
        </Link>
      </ToDoCard>
      <ToDoCard title={<Trans>The fleet</Trans>} count={machines?.length}>
        <Trans>Where your machines are and what they do.</Trans>
        <Link to="/fleet" className={buttonClass('secondary')}>
          <Trans>Fleet</Trans>
        </Link>
      </ToDoCard>
    </ToDoGrid>
  )
}
