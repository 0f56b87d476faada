import { Trans } from '@lingui/react/macro'
import { hasMemberRole } from '@tallystick/sdk'
import type { ReactNode } from 'react'
import type { Address } from 'viem'
import { useAccount } from '../../chain/account'
import { EmptyState, ErrorState, Notice, Page, Skeleton } from '../../ui'

export interface MerchantPageProps {
  readonly title: ReactNode
  readonly lead: ReactNode
  /** The screen of a registered merchant; one that is frozen or expired sees it too, because it may revoke and repay. */
  readonly children: (merchant: Address) => ReactNode
}

/** A merchant's screen, and what everybody else sees in its place. */
export function MerchantPage({ title, lead, children }: MerchantPageProps) {
  return (
    <Page title={title} lead={lead}>
      <MerchantOnly>{children}</MerchantOnly>
    </Page>
  )
}

function MerchantOnly({ children }: Pick<MerchantPageProps, 'children'>) {
  const { address, member, status } = useAccount()
  if (!address) {
    return (
      <EmptyState title={<Trans>Connect your company's wallet</Trans>}>
        <Trans>Then you see what concerns your shop.</Trans>
      </EmptyState>
    )
  }
  if (status === 'wrong-network') {
    return (
      <EmptyState title={<Trans>Your wallet is on another network</Trans>}>
        <Trans>Use the button at the top to switch it.</Trans>
      </EmptyState>
    )
  }
  if (status === 'unreachable') {
    return (
      <ErrorState title={<Trans>The network node cannot be reached</Trans>}>
        <Trans>Nothing is lost. The page tries again by itself.</Trans>
      </ErrorState>
    )
  }
  if (!member) return <Skeleton className="h-64" />
  if (!hasMemberRole(member.roles, 'MERCHANT')) {
    return (
      <EmptyState title={<Trans>This page is for merchants</Trans>}>
        <Trans>The connected account is not registered as a merchant. Ask the registry to register it.</Trans>
      </EmptyState>
    )
  }
  return (
    <>
      {(status === 'frozen' || status === 'expired') && <Standing status={status} />}
      {children(address)}
    </>
  )
}

function Standing({ status }: { readonly status: 'frozen' | 'expired' }) {
  return (
    <Notice
      tone="warning"
      title={status === 'frozen' ? <Trans>This account is frozen</Trans> : <Trans>The registration has expired</Trans>}
    >
      <Trans>You can still repay and withdraw consents. New money and new scores need the registry first.</Trans>
    </Notice>
  )
}
