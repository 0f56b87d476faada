import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { Address } from 'viem'
import { EmptyState, Page } from '../../ui'
import { MemberOnly } from '../account/member-only'

export interface ManufacturerPageProps {
  readonly title: ReactNode
  readonly lead?: ReactNode
  readonly actions?: ReactNode
  readonly children: (manufacturer: Address) => ReactNode
}

/** A manufacturer's screen, and what everybody else sees in its place. */
export function ManufacturerPage({ title, lead, actions, children }: ManufacturerPageProps) {
  return (
    <Page title={title} lead={lead} actions={actions}>
      <MemberOnly
        roles={['MANUFACTURER']}
        promise={<Trans>Then you see your machines.</Trans>}
        refusal={
          <EmptyState title={<Trans>This page is for manufacturers</Trans>}>
            <Trans>The connected account is not registered as a manufacturer. Ask the registry to register it.</Trans>
          </EmptyState>
        }
      >
        {children}
      </MemberOnly>
    </Page>
  )
}
