import { Trans } from '@lingui/react/macro'
import { lazy, type ReactNode, Suspense } from 'react'
import { type Account, useAccount } from '../../chain/account'
import { AccountName } from '../../chain/account-name'
import { loadLeaseTexts } from '../../i18n'
import { Notice, Page, Skeleton } from '../../ui'
import { BankHome } from './bank-home'
import { CoreHome } from './core-home'
import { MerchantHome } from './merchant-home'
import { Overview } from './overview'
import { AuditorHome, StrangerHome } from './role-links'
import { SupplierHome } from './supplier-home'

// Leases come with texts of their own, which most readers never need.
const LesseeHome = lazy(async () => {
  const [{ LesseeHome: home }] = await Promise.all([import('../leases/lessee-home'), loadLeaseTexts()])
  return { default: home }
})
const ManufacturerHome = lazy(async () => {
  const [{ ManufacturerHome: home }] = await Promise.all([import('../fleet/manufacturer-home'), loadLeaseTexts()])
  return { default: home }
})

const BankLeasesHome = lazy(async () => {
  const [{ BankLeasesHome: home }] = await Promise.all([import('../lease-book/bank-home'), loadLeaseTexts()])
  return { default: home }
})

/** What waits for the connected company, by its roles; an introduction for everybody else. */
export function HomePage() {
  const account = useAccount()
  return (
    <Page title={<Trans>Home</Trans>} lead={account.address && <AccountName address={account.address} />}>
      <Standing account={account} />
      <HomeOf account={account} />
    </Page>
  )
}

/** Says when a member may not act although it is registered. */
function Standing({ account }: { readonly account: Account }): ReactNode {
  switch (account.status) {
    case 'frozen':
      return (
        <Notice tone="danger" title={<Trans>This account is frozen</Trans>}>
          <Trans>It can still pay, settle and collect its own money. Ask the registry why.</Trans>
        </Notice>
      )
    case 'expired':
      return (
        <Notice tone="warning" title={<Trans>The registration has expired</Trans>}>
          <Trans>It can still pay, settle and collect its own money. Ask the registry to renew it.</Trans>
        </Notice>
      )
    case 'wrong-network':
      return (
        <Notice tone="warning" title={<Trans>Your wallet is on another network</Trans>}>
          <Trans>Use the button at the top to switch it.</Trans>
        </Notice>
      )
    case 'unreachable':
      return (
        <Notice tone="danger" title={<Trans>The network node cannot be reached</Trans>}>
          <Trans>Nothing is lost. The page tries again by itself.</Trans>
        </Notice>
      )
    default:
      return null
  }
}

function HomeOf({ account }: { readonly account: Account }): ReactNode {
  const { address, status, hasRole } = account
  if (!address || status === 'wrong-network') return <Overview />
  if (status === 'loading') return <Skeleton className="h-40" />
  if (status === 'stranger') return <StrangerHome />
  return (
    <>
      {hasRole('SUPPLIER') && <SupplierHome address={address} />}
      {hasRole('CORE') && <CoreHome address={address} />}
      {hasRole('MERCHANT') && <MerchantHome merchant={address} />}
      <Suspense fallback={<Skeleton className="h-40" />}>
        {hasRole('LESSEE') && <LesseeHome account={address} />}
        {hasRole('MANUFACTURER') && <ManufacturerHome account={address} />}
      </Suspense>
      {hasRole('BANK') && <BankHome />}
      <Suspense fallback={<Skeleton className="h-40" />}>{hasRole('BANK') && <BankLeasesHome />}</Suspense>
      {hasRole('AUDITOR') && <AuditorHome />}
    </>
  )
}
