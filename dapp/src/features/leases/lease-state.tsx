import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { LEASE_OFFER_STATES, LEASE_STATES, type LeaseStateName } from '@tallystick/sdk'
import { type PillTone, StatusPill } from '../../ui'

/** Where an agreement stands, from the offer to the end. */
export type LeaseStage = Exclude<LeaseStateName, 'None'> | 'Open' | 'Withdrawn'

/** The stage by the numbers of offer and lease in their contracts; undefined when there is no such offer. */
export function stageOf(offerState: number, leaseState: number): LeaseStage | undefined {
  const lease = LEASE_STATES[leaseState]
  if (lease !== undefined && lease !== 'None') return lease
  const offer = LEASE_OFFER_STATES[offerState]
  return offer === 'Open' || offer === 'Withdrawn' ? offer : undefined
}

const STAGES: Readonly<Record<LeaseStage, { readonly tone: PillTone; readonly label: MessageDescriptor }>> = {
  Open: { tone: 'info', label: msg`offered` },
  Withdrawn: { tone: 'neutral', label: msg`withdrawn` },
  Signed: { tone: 'info', label: msg`signed, at the bank` },
  Approved: { tone: 'info', label: msg`approved, to be delivered` },
  Active: { tone: 'positive', label: msg`active` },
  Noticed: { tone: 'warning', label: msg`notice given` },
  Defaulted: { tone: 'danger', label: msg`in default` },
  Repossessed: { tone: 'danger', label: msg`repossessed` },
  WrittenOff: { tone: 'danger', label: msg`written off` },
  Ended: { tone: 'neutral', label: msg`ended` },
  Cancelled: { tone: 'neutral', label: msg`cancelled` },
}

/** Where a lease stands, in words. */
export function LeaseStatePill({ stage }: { readonly stage: LeaseStage }) {
  const { t } = useLingui()
  const { tone, label } = STAGES[stage]
  return <StatusPill tone={tone}>{t(label)}</StatusPill>
}
