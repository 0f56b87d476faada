import { Trans } from '@lingui/react/macro'
import { useState } from 'react'
import type { Address } from 'viem'
import { AccountName } from '../../chain/account-name'
import { useBank } from '../../chain/deployment'
import { Button, Card, Page, Skeleton } from '../../ui'
import { GuardedButton } from '../access/guarded-button'
import { MarkTimeline } from '../deals/mark-timeline'
import { LineHistory } from '../lines/line-history'
import { DecisionsTable } from './decisions-table'
import { refusalOf } from './line-actions'
import { OfficerActions, PublicActions } from './line-buttons'
import { requestScoreCall } from './line-calls'
import { LineFigures } from './line-figures'
import { OverrideDialog } from './override-dialog'
import { useRefusalText } from './refusal-text'
import { ScoreCard } from './score-card'
import { type BankLine, useBankLine } from './use-bank-line'
import { useLineDecisions } from './use-line-decisions'

/** One merchant's line as the bank sees it: figures, decisions, actions, history. */
export function LinePage({ merchant }: { readonly merchant: Address }) {
  const line = useBankLine(merchant)
  const bank = useBank()
  return (
    <Page
      title={<Trans>Line of a merchant</Trans>}
      lead={<AccountName address={merchant} />}
      actions={
        <GuardedButton call={requestScoreCall(bank, merchant)} testId="request-score-for">
          <Trans>Ask for a new score</Trans>
        </GuardedButton>
      }
    >
      {line ? <LineContent merchant={merchant} line={line} /> : <Skeleton className="h-96" />}
      <DecisionsCard merchant={merchant} />
      <LineHistory merchant={merchant} />
    </Page>
  )
}

interface LineContentProps {
  readonly merchant: Address
  readonly line: BankLine
}

function LineContent({ merchant, line }: LineContentProps) {
  return (
    <>
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <Card title={<Trans>Line</Trans>} actions={<OverrideButton merchant={merchant} line={line} />}>
          <LineFigures line={line} />
        </Card>
        <ScoreCard merchant={merchant} />
      </div>
      <Card title={<Trans>What can be done</Trans>}>
        {line.debt.daysPastDue > 0 && line.situation.state !== 'WrittenOff' && (
          <MarkTimeline
            stopDay={line.debt.dueSince}
            daysPastDue={line.debt.daysPastDue}
            advance={line.principal + line.debt.interest}
          />
        )}
        <PublicActions merchant={merchant} line={line} />
        <OfficerActions merchant={merchant} line={line} />
      </Card>
    </>
  )
}

function OverrideButton({ merchant, line }: LineContentProps) {
  const [open, setOpen] = useState(false)
  const text = useRefusalText(line.debt.daysPastDue)
  const refusal = refusalOf('override', line.situation)
  return (
    <>
      <Button onClick={() => setOpen(true)} reason={refusal && text(refusal)} data-testid="override">
        <Trans>Decide otherwise</Trans>
      </Button>
      <OverrideDialog open={open} merchant={merchant} line={line} onClose={() => setOpen(false)} />
    </>
  )
}

function DecisionsCard({ merchant }: { readonly merchant: Address }) {
  const list = useLineDecisions(merchant)
  return (
    <Card title={<Trans>Decisions on the limit</Trans>}>
      <DecisionsTable {...list} />
    </Card>
  )
}
