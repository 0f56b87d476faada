import { Trans } from '@lingui/react/macro'
import { Download, Printer } from 'lucide-react'
import { useDeployment } from '../../chain/deployment'
import { useRecordState } from '../../chain/record-state'
import { Button, Card, Page } from '../../ui'
import { PrintStamp } from '../audit/print-stamp'
import { DecisionsTable } from '../line-book/decisions-table'
import { type LimitDecision, useLineDecisions } from '../line-book/use-line-decisions'
import { ConsentsTable } from './consents-table'
import { exportDecisions } from './decision-export'

const NO_DECISIONS: readonly LimitDecision[] = []

/** Every decision on a merchant's limit, and what merchants allow to be read. No wallet is needed. */
export function DecisionsPage() {
  const list = useLineDecisions()
  const decisions = list.decisions ?? NO_DECISIONS
  return (
    <Page
      title={<Trans>Decisions and consents</Trans>}
      lead={<Trans>Open a decision to see it computed again from score, policy and the merchant’s own figures.</Trans>}
      actions={<ExportActions decisions={decisions} />}
    >
      <Card title={<Trans>Decisions on limits</Trans>}>
        <DecisionsTable {...list} ofAllMerchants />
        <PrintStamp rows={decisions} />
      </Card>
      <Card title={<Trans>Register of consents</Trans>}>
        <ConsentsTable />
      </Card>
    </Page>
  )
}

function ExportActions({ decisions }: { readonly decisions: readonly LimitDecision[] }) {
  const deployment = useDeployment()
  const { indexed } = useRecordState()
  return (
    <>
      {(['csv', 'jsonl'] as const).map((format) => (
        <Button key={format} onClick={() => exportDecisions(decisions, format, deployment, indexed)}>
          <Download size={16} aria-hidden />
          {format === 'csv' ? 'CSV' : 'JSON Lines'}
        </Button>
      ))}
      <Button onClick={() => window.print()}>
        <Printer size={16} aria-hidden />
        <Trans>Print</Trans>
      </Button>
    </>
  )
}
