import { Trans } from '@lingui/react/macro'
import { useState } from 'react'
import type { Address } from 'viem'
import { RecordsError } from '../../graphql/records-error'
import { Button, Card, Page } from '../../ui'
import { BookCapCard } from './book-cap-card'
import { LimitDialog } from './limit-dialog'
import { LimitsTable } from './limits-table'
import { TermsDialog } from './terms-dialog'
import { TermsTable } from './terms-table'
import { type DebtorPolicy, type RiskGroup, useRisk } from './use-risk'

const NO_GROUPS: readonly RiskGroup[] = []
const NO_POLICIES: readonly DebtorPolicy[] = []

/** The bank's risk policy: what it lends to whom, at what price and for how long. */
export function LimitsPage() {
  const { groups, policies, isPending, error, refetch } = useRisk()
  const [group, setGroup] = useState<number | 'new'>()
  const [debtor, setDebtor] = useState<Address | 'new'>()
  const list = { loading: isPending, error: error && <RecordsError />, onRetry: () => void refetch() }
  return (
    <Page
      title={<Trans>Limits and terms</Trans>}
      lead={<Trans>A cut acts at once. A raise is announced first and can be executed after the bank’s delay.</Trans>}
    >
      <Card
        title={<Trans>Limits of debtor groups</Trans>}
        actions={
          <Button onClick={() => setGroup('new')}>
            <Trans>New limit</Trans>
          </Button>
        }
      >
        <LimitsTable {...list} groups={groups ?? NO_GROUPS} onChange={({ obligor }) => setGroup(obligor)} />
      </Card>
      <Card
        title={<Trans>Terms of debtors</Trans>}
        actions={
          <Button onClick={() => setDebtor('new')}>
            <Trans>New debtor</Trans>
          </Button>
        }
      >
        <TermsTable {...list} policies={policies ?? NO_POLICIES} onChange={(policy) => setDebtor(policy.debtor)} />
      </Card>
      <BookCapCard />
      <LimitDialog group={group} onClose={() => setGroup(undefined)} />
      <TermsDialog debtor={debtor} onClose={() => setDebtor(undefined)} />
    </Page>
  )
}
