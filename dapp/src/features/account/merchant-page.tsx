import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { Address } from 'viem'
import { EmptyState, Notice, Page } from '../../ui'
import { MemberOnly } from './member-only'

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
      <MemberOnly
        roles={['MERCHANT']}
        promise={<Trans>Then you see what concerns your shop.</Trans>}
        refusal={
          <EmptyState title={<Trans>This page is for merchants</Trans>}>
            <Trans>The connected account is not registered as a merchant. Ask the registry to register it.</Trans>
          </EmptyState>
        }
      >
        {(merchant, status) => (
          <>
            {(status === 'frozen' || status === 'expired') && <Standing status={status} />}
            {children(merchant)}
          </>
        )}
      </MemberOnly>
    </Page>
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
