import { Plural, Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { Address } from 'viem'
import { buttonClass } from '../../ui'
import { ToDoCard, ToDoGrid } from '../home/to-do-card'
import { useLeaseRecords } from './lease-record'
import { isSame } from './parties'

/** What a lessee must look at: offers to sign, deliveries to accept, machines that work. */
export function LesseeHome({ account }: { readonly account: Address }) {
  const { leases } = useLeaseRecords(account)
  const own = leases?.filter(({ terms }) => isSame(terms.lessee, account))
  const count = (...stages: readonly string[]) => own?.filter(({ stage }) => stages.includes(stage)).length
  const noticed = count('Noticed', 'Defaulted') ?? 0
  return (
    <ToDoGrid>
      <ToDoCard title={<Trans>Offers to sign</Trans>} count={count('Open')}>
        <Trans>Leases that manufacturers offer to you. See every term before you sign.</Trans>
        <LeasesLink isFirst />
      </ToDoCard>
      <ToDoCard title={<Trans>Machines to accept</Trans>} count={count('Approved')}>
        <Trans>The bank has approved. Accept the delivery when the machine is there.</Trans>
        <LeasesLink />
      </ToDoCard>
      <ToDoCard title={<Trans>Machines on lease</Trans>} count={count('Active', 'Noticed', 'Defaulted')}>
        {noticed > 0 ? (
          <span className="text-danger">
            <Plural value={noticed} one="# lease needs a payment now." other="# leases need a payment now." />
          </span>
        ) : (
          <Trans>Hours, position and rent as they are now.</Trans>
        )}
        <LeasesLink />
      </ToDoCard>
    </ToDoGrid>
  )
}

function LeasesLink({ isFirst = false }: { readonly isFirst?: boolean }) {
  return (
    <Link to="/leases" className={buttonClass(isFirst ? 'primary' : 'secondary')}>
      <Trans>My leases</Trans>
    </Link>
  )
}
