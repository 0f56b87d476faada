import { Trans, useLingui } from '@lingui/react/macro'
import { ConsentsDocument, type ConsentsQuery } from '@tallystick/sdk'
import { AccountName } from '../../chain/account-name'
import { useChainNow } from '../../chain/now'
import { RecordsError } from '../../graphql/records-error'
import { useGraph } from '../../graphql/use-graph'
import { type Column, DataTable, EmptyState, HashText, InstantText, type PillTone, StatusPill } from '../../ui'
import { usePlatformName } from '../consents/platform-name'
import { ScopeNames } from '../models/scope-names'

type RecordedConsent = ConsentsQuery['consents'][number]

const NO_CONSENTS: readonly RecordedConsent[] = []
const LISTED = 1_000

/** What every merchant allows, and what has ended. */
export function ConsentsTable() {
  const { t } = useLingui()
  const { data, isPending, error, refetch } = useGraph(ConsentsDocument, { where: {}, first: LISTED })
  const columns = useColumns()
  return (
    <DataTable
      caption={t`Consents of merchants`}
      columns={columns}
      rows={data?.consents ?? NO_CONSENTS}
      rowKey={({ id }) => id}
      loading={isPending}
      error={error && <RecordsError />}
      onRetry={() => void refetch()}
      empty={
        <EmptyState title={<Trans>No consent yet</Trans>}>
          <Trans>Merchants sign which platform may release which data to which bank.</Trans>
        </EmptyState>
      }
    />
  )
}

function useColumns(): readonly Column<RecordedConsent>[] {
  const { t } = useLingui()
  return [
    { id: 'merchant', header: t`Merchant`, cell: ({ merchant }) => <AccountName address={merchant} short /> },
    { id: 'platform', header: t`Platform`, cell: ({ provider }) => <PlatformName provider={provider} /> },
    { id: 'recipient', header: t`Recipient`, cell: ({ recipient }) => <AccountName address={recipient} short /> },
    { id: 'scopes', header: t`Kinds of data`, cell: ({ scopes }) => <ScopeNames scopes={Number(scopes)} /> },
    { id: 'state', header: t`Status`, cell: (consent) => <ConsentState consent={consent} /> },
    { id: 'until', header: t`Until`, cell: (consent) => <InstantText at={endOf(consent)} />, sortBy: endOf },
    { id: 'transaction', header: t`Transaction`, cell: ({ transaction }) => <HashText value={transaction} /> },
  ]
}

/** When it was revoked, else when it ends. */
function endOf({ revokedAt, expiry }: RecordedConsent): bigint {
  return BigInt(revokedAt ?? expiry)
}

function PlatformName({ provider }: Pick<RecordedConsent, 'provider'>) {
  return usePlatformName(provider.id)
}

function ConsentState({ consent }: { readonly consent: RecordedConsent }) {
  const [tone, label] = useLook(consent)
  return <StatusPill tone={tone}>{label}</StatusPill>
}

function useLook({ expiry, revokedAt, provider }: RecordedConsent): [PillTone, string] {
  const { t } = useLingui()
  const now = useChainNow()
  if (BigInt(expiry) > now && provider.active) return ['positive', t`live`]
  if (revokedAt !== null && BigInt(expiry) === 0n) return ['neutral', t`revoked`]
  return provider.active ? ['neutral', t`expired`] : ['warning', t`platform stopped`]
}
