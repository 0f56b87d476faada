import { Trans } from '@lingui/react/macro'
import { type ReactNode, useState } from 'react'
import type { Address } from 'viem'
import { AccountName } from '../../chain/account-name'
import { useBank } from '../../chain/deployment'
import { useChainNow } from '../../chain/now'
import { Button, Card, InstantText, type KeyValue, KeyValueList } from '../../ui'
import { useCannotAct } from '../account/use-cannot-act'
import { ConsentDialog } from './consent-dialog'
import { ConsentPill } from './consent-pill'
import { type ConsentState, consentState } from './consent-state'
import { usePlatformName } from './platform-name'
import { RevokeButton } from './revoke-button'
import { ScopeFields } from './scope-fields'
import type { PlatformConsent } from './use-consents'

export interface PlatformCardProps {
  readonly merchant: Address
  readonly consent: PlatformConsent
}

/** One platform: what it would release, to whom, for what and until when; consent and withdrawal. */
export function PlatformCard({ merchant, consent }: PlatformCardProps) {
  const now = useChainNow()
  const name = usePlatformName(consent.id)
  const [signing, setSigning] = useState(false)
  const { grant } = consent
  const state = consentState(grant, consent, now)
  const isInForce = state === 'live' || state === 'partial'
  return (
    <Card title={name} actions={<ConsentPill state={state} />}>
      <ConsentTerms
        scopes={isInForce ? grant.scopes : consent.needed}
        until={isInForce && <InstantText at={BigInt(grant.expiry)} />}
      />
      <div className="flex flex-wrap items-start gap-2">
        <ConsentButton state={state} onClick={() => setSigning(true)} />
        {grant.expiry !== 0 && <RevokeButton provider={consent.id} />}
      </div>
      {isInForce && (
        <p className="text-xs text-muted">
          <Trans>
            Withdrawing acts at once: no new score, no new money from the line, no higher limit, until you consent
            again. Repaying goes on as before, and what you owe does not change.
          </Trans>
        </p>
      )}
      <ConsentDialog merchant={merchant} consent={consent} open={signing} onClose={() => setSigning(false)} />
    </Card>
  )
}

export interface ConsentTermsProps {
  readonly scopes: number
  /** Left out while no end has been chosen. */
  readonly until: ReactNode
}

/** The same four questions before, in and after the signature: what, to whom, for what, until when. */
export function ConsentTerms({ scopes, until }: ConsentTermsProps) {
  const { scoreOracle } = useBank()
  const items: readonly KeyValue[] = [
    { key: 'to', label: <Trans>Recipient</Trans>, value: <AccountName address={scoreOracle} /> },
    { key: 'for', label: <Trans>Purpose</Trans>, value: <Trans>Credit scoring</Trans> },
    ...(until ? [{ key: 'until', label: <Trans>Until</Trans>, value: until }] : []),
  ]
  return (
    <>
      <section className="grid gap-2">
        <h3 className="text-muted">
          <Trans>May release</Trans>
        </h3>
        <ScopeFields scopes={scopes} />
      </section>
      <KeyValueList items={items} />
    </>
  )
}

function ConsentButton({ state, onClick }: { readonly state: ConsentState; readonly onClick: () => void }) {
  const cannotAct = useCannotAct('MERCHANT')
  const isNew = state === 'none' || state === 'expired' || state === 'partial'
  return (
    <Button
      variant={isNew ? 'primary' : 'secondary'}
      reason={cannotAct ?? stateReason(state)}
      onClick={onClick}
      data-testid="consent"
    >
      {isNew ? <Trans>Give consent</Trans> : <Trans>Change its end</Trans>}
    </Button>
  )
}

function stateReason(state: ConsentState): ReactNode {
  switch (state) {
    case 'stopped':
      return <Trans>The network has stopped this platform: no consent for it counts.</Trans>
    case 'not-needed':
      return <Trans>The bank's model asks nothing of this platform.</Trans>
    default:
      return undefined
  }
}
