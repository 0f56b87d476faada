import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { type PillTone, StatusPill } from '../../ui'
import type { ConsentState } from './consent-state'

const tones: Readonly<Record<ConsentState, PillTone>> = {
  live: 'positive',
  partial: 'warning',
  expired: 'warning',
  none: 'neutral',
  stopped: 'danger',
  'not-needed': 'neutral',
}

export function ConsentPill({ state }: { readonly state: ConsentState }) {
  return <StatusPill tone={tones[state]}>{stateText(state)}</StatusPill>
}

function stateText(state: ConsentState): ReactNode {
  switch (state) {
    case 'live':
      return <Trans>Consent in force</Trans>
    case 'partial':
      return <Trans>Consent incomplete</Trans>
    case 'expired':
      return <Trans>Consent expired</Trans>
    case 'none':
      return <Trans>No consent</Trans>
    case 'stopped':
      return <Trans>Platform stopped</Trans>
    case 'not-needed':
      return <Trans>Not needed</Trans>
  }
}
