import { useLingui } from '@lingui/react/macro'
import { useChainNow } from '../../chain/now'
import { StatusPill } from '../../ui'
import { standingOf } from './standing'
import type { MemberRow } from './use-members'

/** Whether a member may act now, in words. */
export function MemberStatus({ member }: { readonly member: Pick<MemberRow, 'frozen' | 'expiry'> }) {
  const { t } = useLingui()
  const now = useChainNow()
  switch (standingOf(member, now)) {
    case 'frozen':
      return <StatusPill tone="danger">{t`frozen`}</StatusPill>
    case 'expired':
      return <StatusPill tone="warning">{t`expired`}</StatusPill>
    default:
      return <StatusPill tone="positive">{t`active`}</StatusPill>
  }
}
