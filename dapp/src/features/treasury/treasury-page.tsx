import { Trans, useLingui } from '@lingui/react/macro'
import { TreasuryDocument } from '@tallystick/sdk'
import { Link } from '@tanstack/react-router'
import { useBank } from '../../chain/deployment'
import { errorText } from '../../chain/errors'
import { RecordsError } from '../../graphql/records-error'
import { useGraph } from '../../graphql/use-graph'
import { useLocale } from '../../i18n/use-locale'
import { buttonClass, ErrorState, Page, Skeleton } from '../../ui'
import { ExposureCard } from '../risk/exposure-card'
import { useRisk } from '../risk/use-risk'
import { HolderCard } from './holder-card'
import { MaturityCard } from './maturity-card'
import { PauseCard } from './pause-card'
import { TreasuryStats } from './treasury-stats'
import { useTreasury } from './use-treasury'

/** The bank's money: what there is, what it is worth, who owes it, when it comes back. */
export function TreasuryPage() {
  const { t } = useLingui()
  const bank = useBank()
  const locale = useLocale()
  const { data: position, error, refetch } = useTreasury()
  const name = locale === 'en' ? bank.name : bank.nameZh
  return (
    <Page
      title={t`${name} treasury`}
      lead={<Trans>One bank’s own money. Totals come from the contract; lists come from the records.</Trans>}
      actions={
        <Link to="/treasury/deals" className={buttonClass('secondary')}>
          <Trans>Deals</Trans>
        </Link>
      }
    >
      {error && !position ? (
        <ErrorState onRetry={() => void refetch()}>{errorText(error)}</ErrorState>
      ) : (
        <TreasuryStats position={position} />
      )}
      <div className="grid gap-5 lg:grid-cols-2">
        <Maturities matured={position?.matured} />
        <Exposures />
        <HolderCard position={position} />
        {position && <PauseCard position={position} />}
      </div>
    </Page>
  )
}

function Maturities({ matured }: { readonly matured: bigint | undefined }) {
  const { treasury } = useBank()
  const { data } = useGraph(TreasuryDocument, { id: treasury.toLowerCase() })
  if (data === undefined || matured === undefined) return <Skeleton className="h-80" />
  const buckets = data.treasury?.buckets.map(({ stopDay, carry }) => ({ stopDay, carry: BigInt(carry) })) ?? []
  return <MaturityCard buckets={buckets} matured={matured} />
}

function Exposures() {
  const { groups, error, refetch } = useRisk()
  if (groups) return <ExposureCard groups={groups} />
  if (error)
    return (
      <ErrorState onRetry={() => void refetch()}>
        <RecordsError />
      </ErrorState>
    )
  return <Skeleton className="h-80" />
}
