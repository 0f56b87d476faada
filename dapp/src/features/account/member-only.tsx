import { Trans } from '@lingui/react/macro'
import { hasMemberRole, type MemberRole } from '@tallystick/sdk'
import type { ReactNode } from 'react'
import type { Address } from 'viem'
import { type Account, useAccount } from '../../chain/account'
import { EmptyState, ErrorState, Skeleton } from '../../ui'

export interface MemberOnlyProps {
  /** Any of these roles is enough. */
  readonly roles: readonly MemberRole[]
  /** What a wallet is connected for. */
  readonly promise: ReactNode
  /** Shown to members without the role, and to strangers. */
  readonly refusal: ReactNode
  /** The screen; a member that is frozen or expired sees it too. */
  readonly children: (address: Address, status: Account['status']) => ReactNode
}

/** A screen for members with a role, and what everybody else sees in its place. */
export function MemberOnly({ roles, promise, refusal, children }: MemberOnlyProps) {
  const { address, member, status } = useAccount()
  if (!address) return <EmptyState title={<Trans>Connect your company's wallet</Trans>}>{promise}</EmptyState>
  if (status === 'wrong-network') {
    return (
      <EmptyState title={<Trans>Your wallet is on another network</Trans>}>
        <Trans>Use the button at the top to switch it.</Trans>
      </EmptyState>
    )
  }
  if (status === 'unreachable') {
    return (
      <ErrorState title={<Trans>The network node cannot be reached</Trans>}>
        <Trans>Nothing is lost. The page tries again by itself.</Trans>
      </ErrorState>
    )
  }
  if (!member) return <Skeleton className="h-64" />
  return roles.some((role) => hasMemberRole(member.roles, role)) ? children(address, status) : refusal
}
