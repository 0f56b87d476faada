import { Trans } from '@lingui/react/macro'
import { useState } from 'react'
import type { Address } from 'viem'
import { useDeployment } from '../../chain/deployment'
import { RecordsError } from '../../graphql/records-error'
import { Button, Card, Page } from '../../ui'
import { OperationsTable } from '../access/operations-table'
import { MemberDialog } from './member-dialog'
import { MembersTable } from './members-table'
import { RegisterDialog } from './register-dialog'
import { RulesCard } from './rules-card'
import { type MemberRow, useMembers } from './use-members'

const NO_MEMBERS: readonly MemberRow[] = []

/** Who belongs to the network, under which rules, and what is going to change. */
export function MembersPage() {
  const { network } = useDeployment()
  const { members, isPending, error, refetch } = useMembers()
  const [registering, setRegistering] = useState(false)
  const [managed, setManaged] = useState<Address>()
  return (
    <Page
      title={<Trans>Members</Trans>}
      lead={<Trans>Companies that may act on the network. The registry records only a hash of their legal id.</Trans>}
      actions={
        <Button variant="primary" onClick={() => setRegistering(true)}>
          <Trans>Register a member</Trans>
        </Button>
      }
    >
      <Card>
        <MembersTable
          members={members ?? NO_MEMBERS}
          loading={isPending}
          error={error && <RecordsError />}
          onRetry={() => void refetch()}
          onManage={({ account }) => setManaged(account)}
        />
      </Card>
      <RulesCard />
      <Card title={<Trans>Announced changes of the network</Trans>}>
        <OperationsTable manager={network.manager} />
      </Card>
      <RegisterDialog open={registering} onClose={() => setRegistering(false)} />
      <MemberDialog account={managed} onClose={() => setManaged(undefined)} />
    </Page>
  )
}
