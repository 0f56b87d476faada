import { Trans } from '@lingui/react/macro'
import { useState } from 'react'
import { errorText } from '../../chain/errors'
import { Button, Card, ErrorState, Page, Skeleton } from '../../ui'
import { usePolicy } from '../scores/use-policy'
import { BandsTable } from './bands-table'
import { PolicyDialog } from './policy-dialog'
import { PolicyHistory } from './policy-history'
import { RulesList } from './rules-list'

/** The public rule from a score to limit and price, and its changes. */
export function PolicyPage() {
  const { data: policy, error, refetch } = usePolicy()
  const [open, setOpen] = useState(false)
  return (
    <Page
      title={<Trans>Line policy</Trans>}
      lead={
        <Trans>
          The contract turns a score into limit and price by these bands. Tightening acts at once; loosening is
          announced first.
        </Trans>
      }
      actions={
        policy && (
          <Button variant="primary" onClick={() => setOpen(true)} data-testid="change-policy">
            <Trans>Change the policy</Trans>
          </Button>
        )
      }
    >
      {error && !policy && <ErrorState onRetry={() => void refetch()}>{errorText(error)}</ErrorState>}
      <Card title={<Trans>Bands</Trans>}>
        <BandsTable bands={policy?.bands ?? []} loading={policy === undefined} />
      </Card>
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <Card title={<Trans>Rules</Trans>}>
          {policy ? <RulesList rules={policy.rules} version={policy.version} /> : <Skeleton className="h-56" />}
        </Card>
        <PolicyHistory />
      </div>
      {policy && <PolicyDialog open={open} current={policy} onClose={() => setOpen(false)} />}
    </Page>
  )
}
