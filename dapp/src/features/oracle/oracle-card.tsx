import { Trans, useLingui } from '@lingui/react/macro'
import type { Hex } from 'viem'
import { RecordsError } from '../../graphql/records-error'
import { useLocale } from '../../i18n/use-locale'
import { formatDuration } from '../../lib/duration'
import { Card, ErrorState, HashText, KeyValueList, Skeleton, Stat, StatGroup, StatusPill } from '../../ui'
import { usePlatformName } from '../consents/platform-name'
import { ScopeNames } from '../models/scope-names'
import { RequestsTable } from './requests-table'
import { budgetStart, type OracleRecord, useOracle, useOracleRequests } from './use-oracle'

/** Whether scores arrive: counts, budget, limits, sources, and the requests themselves. */
export function OracleCard() {
  const { oracle, isPending, error, refetch } = useOracle()
  return (
    <Card title={<Trans>Score oracle</Trans>}>
      {isPending && <Skeleton className="h-64" />}
      {error && !oracle && (
        <ErrorState onRetry={() => void refetch()}>
          <RecordsError />
        </ErrorState>
      )}
      {oracle && (
        <>
          <OracleStats oracle={oracle} />
          <div className="grid gap-x-8 gap-y-4 lg:grid-cols-2">
            <div>
              <OracleRules oracle={oracle} />
            </div>
            <div>
              <OracleSources oracle={oracle} />
            </div>
          </div>
        </>
      )}
      <RequestsTable />
    </Card>
  )
}

function OracleStats({ oracle }: { readonly oracle: OracleRecord }) {
  const { requested, answered, failed, expired, ignored, dailyBudget } = oracle
  const { requests } = useOracleRequests()
  const today = requests?.filter(({ requestedAt }) => BigInt(requestedAt) >= budgetStart()).length
  const open = requested - answered - failed - expired
  return (
    <StatGroup>
      <Stat label={<Trans>Waiting for an answer</Trans>} value={open} />
      <Stat label={<Trans>Answered</Trans>} value={answered} testId="oracle-answered" />
      <Stat label={<Trans>Refused</Trans>} value={failed} hint={<Trans>deliveries ignored: {ignored}</Trans>} />
      <Stat label={<Trans>Expired</Trans>} value={expired} />
      <Stat
        label={<Trans>Requests today (UTC)</Trans>}
        value={today ?? '–'}
        hint={<Trans>budget {dailyBudget}</Trans>}
      />
    </StatGroup>
  )
}

function OracleRules({ oracle }: { readonly oracle: OracleRecord }) {
  const { t } = useLingui()
  const locale = useLocale()
  const duration = (seconds: string) => formatDuration(Number(seconds), locale)
  const { merchantBudget, minSources } = oracle
  return (
    <KeyValueList
      items={[
        {
          key: 'transport',
          label: t`Oracle network`,
          value: oracle.transport === 'Functions' ? 'Chainlink Functions' : 'Chainlink CRE',
        },
        {
          key: 'program',
          label: t`Hash of the program`,
          value: oracle.programHash ? <HashText value={oracle.programHash} /> : '–',
        },
        { key: 'cooldown', label: t`Pause between two requests`, value: duration(oracle.cooldown) },
        { key: 'ttl', label: t`Time for an answer`, value: duration(oracle.timeToLive) },
        { key: 'age', label: t`Oldest data`, value: duration(oracle.maxDataAge) },
        { key: 'merchant', label: t`Requests a day of one merchant`, value: merchantBudget },
        { key: 'sources', label: t`Fewest data sources`, value: minSources },
      ]}
    />
  )
}

function OracleSources({ oracle }: { readonly oracle: OracleRecord }) {
  const sources = oracle.sources.flatMap(({ index, provider }) => (provider ? [{ index, provider }] : []))
  return (
    <KeyValueList
      items={sources.map(({ index, provider }) => ({
        key: String(index),
        label: (
          <span className="grid justify-items-start gap-1">
            <PlatformName id={provider.id} />
            <SourcePill active={provider.active} />
          </span>
        ),
        value: <ScopeNames scopes={Number(provider.scopes)} />,
      }))}
    />
  )
}

function PlatformName({ id }: { readonly id: Hex }) {
  return usePlatformName(id)
}

function SourcePill({ active }: { readonly active: boolean }) {
  if (active) {
    return (
      <StatusPill tone="positive">
        <Trans>active</Trans>
      </StatusPill>
    )
  }
  return (
    <StatusPill tone="danger">
      <Trans>stopped</Trans>
    </StatusPill>
  )
}
