import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Address } from 'viem'
import { useAccount } from '../../chain/account'
import { buttonClass, Card, EmptyState, Page } from '../../ui'
import { MemberOnly } from '../account/member-only'
import { LeasesTable } from './leases-table'

/** A company's offers and leases, as manufacturer or as lessee. */
export function LeasesPage() {
  const { hasRole } = useAccount()
  return (
    <Page
      title={<Trans>Leases</Trans>}
      lead={<Trans>Offers, leases under way and leases that have ended.</Trans>}
      actions={
        hasRole('MANUFACTURER') && (
          <Link to="/leases/new" className={buttonClass('primary')}>
            <Trans>Offer a lease</Trans>
          </Link>
        )
      }
    >
      <PartiesOnly>{(account) => <List account={account} />}</PartiesOnly>
    </Page>
  )
}

/** For companies that can be party to a lease. */
export function PartiesOnly({ children }: { readonly children: (account: Address) => ReactNode }) {
  return (
    <MemberOnly
      roles={['LESSEE', 'MANUFACTURER']}
      promise={<Trans>Then you see your leases.</Trans>}
      refusal={
        <EmptyState title={<Trans>This page is for lessees and manufacturers</Trans>}>
          <Trans>The connected account is registered as neither. Ask the registry to register it.</Trans>
        </EmptyState>
      }
    >
      {children}
    </MemberOnly>
  )
}

function List({ account }: { readonly account: Address }) {
  return (
    <Card>
      <LeasesTable account={account} />
    </Card>
  )
}
