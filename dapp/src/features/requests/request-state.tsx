import { Trans, useLingui } from '@lingui/react/macro'
import { StatusPill } from '../../ui'
import { DECLINE_REASONS } from './decline-reason'
import type { RequestRow } from './request-row'

/** Where a request stands. A request can only be confirmed while no other copy of the invoice has been. */
export function RequestState({ row }: { readonly row: RequestRow }) {
  const { i18n } = useLingui()
  const reason = DECLINE_REASONS[row.declineReason ?? 0]
  switch (row.state) {
    case 'Open':
      return row.receivable ? (
        <StatusPill tone="warning">
          <Trans>Another copy is registered</Trans>
        </StatusPill>
      ) : (
        <StatusPill tone="info">
          <Trans>Waiting for the debtor</Trans>
        </StatusPill>
      )
    case 'Created':
      return (
        <StatusPill tone="positive">
          <Trans>Confirmed</Trans>
        </StatusPill>
      )
    case 'Withdrawn':
      return (
        <StatusPill tone="neutral">
          <Trans>Withdrawn</Trans>
        </StatusPill>
      )
    case 'Declined':
      return (
        <StatusPill tone="danger">
          <Trans>Declined</Trans>
          {row.declineReason ? `: ${reason ? i18n._(reason) : ''}` : ''}
        </StatusPill>
      )
  }
}
