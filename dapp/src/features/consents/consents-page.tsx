import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { Address } from 'viem'
import { useChainNow } from '../../chain/now'
import { buttonClass, Card, EmptyState, ErrorState, Notice, Skeleton } from '../../ui'
import { MerchantPage } from '../account/merchant-page'
import { consentState } from './consent-state'
import { PlatformCard } from './platform-card'
import { type PlatformConsent, useConsents } from './use-consents'

/** Which platform may tell whom what about the merchant, for what and until when. */
export function ConsentsPage() {
  return (
    <MerchantPage
      title={<Trans>Data and consent</Trans>}
      lead={
        <Trans>
          Nothing about your shop is read without your signature. What a platform releases never goes on chain.
        </Trans>
      }
    >
      {(merchant) => <Consents merchant={merchant} />}
    </MerchantPage>
  )
}

function Consents({ merchant }: { readonly merchant: Address }) {
  const { consents, isError, refetch } = useConsents(merchant)
  if (isError) {
    return (
      <ErrorState title={<Trans>The network node cannot be reached</Trans>} onRetry={() => void refetch()}>
        <Trans>Consents already given stay as they are.</Trans>
      </ErrorState>
    )
  }
  if (!consents) return <Skeleton className="h-64" />
  if (consents.length === 0) {
    return (
      <Card>
        <EmptyState title={<Trans>The bank's oracle asks no platform</Trans>}>
          <Trans>There is nothing to consent to yet. Ask the bank which platforms it works with.</Trans>
        </EmptyState>
      </Card>
    )
  }
  return (
    <>
      <NextStep consents={consents} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        {consents.map((consent) => (
          <PlatformCard key={consent.id} merchant={merchant} consent={consent} />
        ))}
      </div>
    </>
  )
}

/** With the first consent in force a score can be asked for. */
function NextStep({ consents }: { readonly consents: readonly PlatformConsent[] }) {
  const now = useChainNow()
  if (!consents.some((consent) => consentState(consent.grant, consent, now) === 'live')) return null
  return (
    <Notice tone="positive" title={<Trans>You can ask for a score</Trans>}>
      <Link to="/merchant/score" className={buttonClass('primary')}>
        <Trans>Score and decision</Trans>
      </Link>
    </Notice>
  )
}
