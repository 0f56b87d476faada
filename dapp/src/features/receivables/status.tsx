import { Trans } from '@lingui/react/macro'
import type { ReceivableState } from '@tallystick/sdk'
import { useToday } from '../../chain/now'
import { StatusPill } from '../../ui'

/** Days before the due day from which a receivable counts as due soon. */
const SOON_DAYS = 14

export interface ReceivableStatusProps {
  readonly state: ReceivableState
  readonly dueDay: number
}

/** Where a receivable stands today, by the chain's clock. */
export function ReceivableStatus({ state, dueDay }: ReceivableStatusProps) {
  const today = useToday()
  if (state === 'Settled') {
    return (
      <StatusPill tone="positive">
        <Trans>Settled</Trans>
      </StatusPill>
    )
  }
  if (state === 'Overdue') {
    return (
      <StatusPill tone="danger">
        <Trans>Overdue</Trans>
      </StatusPill>
    )
  }
  return <OpenStatus daysLeft={dueDay - today} />
}

function OpenStatus({ daysLeft }: { readonly daysLeft: number }) {
  if (daysLeft < 0) {
    return (
      <StatusPill tone="warning">
        <Trans>Past due day</Trans>
      </StatusPill>
    )
  }
  if (daysLeft <= SOON_DAYS) {
    return (
      <StatusPill tone="warning">
        <Trans>Due soon</Trans>
      </StatusPill>
    )
  }
  return (
    <StatusPill tone="info">
      <Trans>Open</Trans>
    </StatusPill>
  )
}
