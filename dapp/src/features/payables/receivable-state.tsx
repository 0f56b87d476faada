import { Trans } from '@lingui/react/macro'
import type { ReceivableState } from '@tallystick/sdk'
import { StatusPill } from '../../ui'

/** Where a receivable stands. */
export function ReceivableStatePill({ state }: { readonly state: ReceivableState }) {
  switch (state) {
    case 'Open':
      return (
        <StatusPill tone="info">
          <Trans>Open</Trans>
        </StatusPill>
      )
    case 'Overdue':
      return (
        <StatusPill tone="danger">
          <Trans>Overdue</Trans>
        </StatusPill>
      )
    case 'Settled':
      return (
        <StatusPill tone="positive">
          <Trans>Settled</Trans>
        </StatusPill>
      )
  }
}
