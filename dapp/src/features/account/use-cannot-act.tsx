import { Trans } from '@lingui/react/macro'
import type { MemberRole } from '@tallystick/sdk'
import type { ReactElement } from 'react'
import { useAccount } from '../../chain/account'

/** Why the connected account may not act in a role; undefined when it may. */
export function useCannotAct(role: MemberRole): ReactElement | undefined {
  const { status, hasRole } = useAccount()
  switch (status) {
    case 'disconnected':
      return <Trans>Connect your company's wallet first.</Trans>
    case 'wrong-network':
      return <Trans>Switch your wallet to this network first.</Trans>
    case 'loading':
      return <Trans>Checking your account…</Trans>
    case 'unreachable':
      return <Trans>The network node cannot be reached; trying again.</Trans>
    case 'stranger':
      return <Trans>This account is not registered as a member. Ask the registry to register it.</Trans>
    case 'frozen':
      return <Trans>This account is frozen. It can still pay and collect its own money.</Trans>
    case 'expired':
      return <Trans>This account's registration has expired. Ask the registry to renew it.</Trans>
    case 'member':
      return hasRole(role) ? undefined : <WrongRole role={role} />
  }
}

function WrongRole({ role }: { readonly role: MemberRole }) {
  switch (role) {
    case 'SUPPLIER':
      return <Trans>Only a registered supplier can do this.</Trans>
    case 'CORE':
      return <Trans>Only a registered core enterprise can do this.</Trans>
    case 'BANK':
      return <Trans>Only a registered bank can do this.</Trans>
    case 'MERCHANT':
      return <Trans>Only a registered merchant can do this.</Trans>
    case 'MANUFACTURER':
      return <Trans>Only a registered manufacturer can do this.</Trans>
    case 'LESSEE':
      return <Trans>Only a registered lessee can do this.</Trans>
    default:
      return <Trans>This account does not have the role that this needs.</Trans>
  }
}
