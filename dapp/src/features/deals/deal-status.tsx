import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { type PillTone, StatusPill } from '../../ui'
import type { Deal } from './use-deals'

const STATES: Readonly<Record<Deal['state'], { readonly tone: PillTone; readonly label: MessageDescriptor }>> = {
  Open: { tone: 'info', label: msg`running` },
  Impaired: { tone: 'warning', label: msg`marked down` },
  WrittenOff: { tone: 'danger', label: msg`written off` },
  Collected: { tone: 'positive', label: msg`collected` },
  Recovered: { tone: 'positive', label: msg`recovered` },
}

/** A deal's state in words, with its mark. */
export function DealStatus({ deal }: { readonly deal: Pick<Deal, 'state' | 'impairedPct' | 'receivable'> }) {
  const { t } = useLingui()
  const { tone, label } = STATES[deal.state]
  if (deal.state === 'Open' && deal.receivable.state === 'Settled') {
    return <StatusPill tone="warning">{t`paid, to collect`}</StatusPill>
  }
  return (
    <StatusPill tone={tone}>
      {t(label)}
      {deal.state === 'Impaired' && ` ${deal.impairedPct} %`}
    </StatusPill>
  )
}
