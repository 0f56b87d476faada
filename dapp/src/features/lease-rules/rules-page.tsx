import { Trans } from '@lingui/react/macro'
import { useState } from 'react'
import { errorText } from '../../chain/errors'
import { Button, Card, ErrorState, Page, Skeleton } from '../../ui'
import { LeaseRulesDialog } from './rules-dialog'
import { LeaseRulesHistory } from './rules-history'
import { LeaseRulesList } from './rules-list'
import { useLeaseRules } from './use-lease-rules'

/** What leases the bank finances, and the changes of that. */
export function LeaseRulesPage() {
  const { data: rules, error, refetch } = useLeaseRules()
  const [open, setOpen] = useState(false)
  return (
    <Page
      title={<Trans>Rules for leases</Trans>}
      lead={
        <Trans>
          The contract refuses to approve a lease outside these rules. Tightening acts at once; loosening is announced
          first.
        </Trans>
      }
      actions={
        rules && (
          <Button variant="primary" onClick={() => setOpen(true)} data-testid="change-lease-rules">
            <Trans>Change the rules</Trans>
          </Button>
        )
      }
    >
      {error && !rules && <ErrorState onRetry={() => void refetch()}>{errorText(error)}</ErrorState>}
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <Card title={<Trans>Rules</Trans>}>
          {rules ? <LeaseRulesList rules={rules} /> : <Skeleton className="h-48" />}
        </Card>
        <LeaseRulesHistory />
      </div>
      {rules && <LeaseRulesDialog open={open} current={rules} onClose={() => setOpen(false)} />}
    </Page>
  )
}
