import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { type PillTone, StatusPill } from '../../ui'

/** By the index of `IDevices.Tier`. */
const TIERS: readonly {
  readonly tone: PillTone
  readonly name: MessageDescriptor
  readonly text: MessageDescriptor
}[] = [
  { tone: 'danger', name: msg`T0 self-reported`, text: msg`Somebody's word. Its readings never bill.` },
  {
    tone: 'warning',
    name: msg`T1 software key`,
    text: msg`Signed by software. Its readings bill once a bank officer has confirmed them.`,
  },
  {
    tone: 'positive',
    name: msg`T2 secure element`,
    text: msg`The key lies in a secure element, attested by the registry. Its readings bill by themselves.`,
  },
  {
    tone: 'positive',
    name: msg`T3 attested`,
    text: msg`As T2, with attested firmware. Its readings bill by themselves.`,
  },
]

/** Tiers that can bill, by their index. */
export const TIER_CHOICES = [1, 2, 3] as const

/** Short name of a tier, in the reader's language. */
export function useTierName(): (tier: number) => string {
  const { t } = useLingui()
  return (tier) => {
    const known = TIERS[tier]
    return known ? t(known.name) : `T${tier}`
  }
}

/** How far a machine's meter can be trusted, in a pill. */
export function TierPill({ tier }: { readonly tier: number }) {
  const { t } = useLingui()
  const known = TIERS[tier]
  return known ? <StatusPill tone={known.tone}>{t(known.name)}</StatusPill> : null
}

/** What a tier means for bills. */
export function TierText({ tier }: { readonly tier: number }) {
  const { t } = useLingui()
  const known = TIERS[tier]
  return known ? t(known.text) : null
}
