import { Trans, useLingui } from '@lingui/react/macro'
import { baseOf, idHex, ReceivableDocument, type ReceivableQuery } from '@tallystick/sdk'
import { Link } from '@tanstack/react-router'
import type { Hex } from 'viem'
import { useAccount } from '../../chain/account'
import { AccountName } from '../../chain/account-name'
import { useDeployment } from '../../chain/deployment'
import { errorText } from '../../chain/errors'
import { useGraph } from '../../graphql/use-graph'
import {
  Bps,
  buttonClass,
  Card,
  DayText,
  EmptyState,
  ErrorState,
  HashText,
  KeyValueList,
  Money,
  Page,
  Skeleton,
  Stat,
  StatGroup,
} from '../../ui'
import { DaysLeft } from './days-left'
import { HoldersTable } from './holders-table'
import { HoldingCard } from './holding-card'
import { OverdueButton } from './overdue-button'
import { PlainName } from './plain-name'
import { ReceivableStatus } from './status'
import { Story } from './story'

export type ReceivableDetail = NonNullable<ReceivableQuery['receivable']>

/** One receivable: its figures, what the connected company holds of it and can do, who holds the rest, its story. */
export function ReceivablePage({ baseId }: { readonly baseId: bigint }) {
  const id = idHex(baseOf(baseId))
  const { data, error, refetch } = useGraph(ReceivableDocument, { id })
  if (data?.receivable) return <Found id={id} receivable={data.receivable} />
  if (data) return <Unknown />
  if (error) return <ErrorState onRetry={() => void refetch()}>{errorText(error)}</ErrorState>
  return (
    <Page title={<Trans>Receivable</Trans>}>
      <Skeleton className="h-20" />
      <Skeleton className="h-64" />
    </Page>
  )
}

function Unknown() {
  return (
    <EmptyState title={<Trans>There is no such receivable</Trans>}>
      <Trans>It may not have been confirmed yet. A request becomes a receivable when the debtor confirms it.</Trans>
      <Link to="/receivables" className={buttonClass()}>
        <Trans>All receivables</Trans>
      </Link>
    </EmptyState>
  )
}

interface FoundProps {
  readonly id: Hex
  readonly receivable: ReceivableDetail
}

function Found({ id, receivable }: FoundProps) {
  const { address } = useAccount()
  const baseId = BigInt(id)
  const isDebtor = address?.toLowerCase() === receivable.debtor
  return (
    <Page
      title={
        <Trans>
          Receivable from <PlainName address={receivable.debtor} />
        </Trans>
      }
      lead={<HashText value={id} />}
      actions={
        <>
          {receivable.state === 'Open' && <OverdueButton baseId={baseId} dueDay={receivable.dueDay} />}
          {isDebtor && receivable.state !== 'Settled' && (
            <Link to="/payables" className={buttonClass('primary')}>
              <Trans>Settle</Trans>
            </Link>
          )}
          <Link to="/audit/receivables/$baseId" params={{ baseId: id }} className={buttonClass()}>
            <Trans>Ledger</Trans>
          </Link>
        </>
      }
    >
      <Figures receivable={receivable} />
      <HoldingCard baseId={baseId} receivable={receivable} />
      <div className="grid min-w-0 items-start gap-5 lg:grid-cols-2">
        <Card title={<Trans>What happened</Trans>}>
          <Story baseId={id} />
        </Card>
        <div className="grid min-w-0 gap-5">
          <Card title={<Trans>Holders</Trans>}>
            <HoldersTable holdings={receivable.holdings} />
          </Card>
          <Card title={<Trans>Confirmed terms</Trans>}>
            <Terms receivable={receivable} />
          </Card>
        </div>
      </div>
    </Page>
  )
}

function Figures({ receivable }: { readonly receivable: ReceivableDetail }) {
  const { t } = useLingui()
  const { asset } = useDeployment()
  const { face, dueDay, state, financedUnits, deepestTier } = receivable
  const amount = (value: string) => <Money value={BigInt(value)} decimals={asset.decimals} symbol={asset.symbol} />
  return (
    <StatGroup>
      <Stat
        label={t`State`}
        value={<ReceivableStatus state={state} dueDay={dueDay} />}
        hint={state !== 'Settled' && <DaysLeft dueDay={dueDay} />}
      />
      <Stat label={t`Face`} value={amount(face)} />
      <Stat label={t`Due day`} value={<DayText day={dueDay} />} />
      <Stat label={t`Financed by banks`} value={amount(financedUnits)} />
      <Stat label={t`Tiers`} value={deepestTier} hint={t`how often units were passed on`} />
    </StatGroup>
  )
}

function Terms({ receivable }: { readonly receivable: ReceivableDetail }) {
  const { t } = useLingui()
  return (
    <KeyValueList
      items={[
        { key: 'supplier', label: t`Supplier`, value: <AccountName address={receivable.supplier} /> },
        { key: 'debtor', label: t`Debtor`, value: <AccountName address={receivable.debtor} /> },
        { key: 'penalty', label: t`Penalty a year`, value: <Bps value={receivable.penaltyBps} /> },
        { key: 'origin', label: t`How it was confirmed`, value: <OriginText origin={receivable.origin} /> },
        { key: 'profile', label: t`Profile version`, value: receivable.profile },
        { key: 'fingerprint', label: t`Invoice fingerprint`, value: <HashText value={receivable.fingerprint} /> },
        { key: 'content', label: t`Content hash`, value: <HashText value={receivable.contentHash} /> },
        { key: 'document', label: t`File hash`, value: <HashText value={receivable.documentHash} /> },
      ]}
    />
  )
}

function OriginText({ origin }: { readonly origin: ReceivableDetail['origin'] }) {
  switch (origin) {
    case 'Confirmed':
      return <Trans>The debtor confirmed the supplier's request</Trans>
    case 'Accepted':
      return <Trans>The supplier accepted the debtor's offer</Trans>
    case 'Signed':
      return <Trans>By the debtor's signature</Trans>
  }
}
