import { Trans, useLingui } from '@lingui/react/macro'
import { formatBps } from '@tallystick/sdk'
import { AccountName } from '../../chain/account-name'
import { RecordsError } from '../../graphql/records-error'
import { Card, ErrorState, InstantText, Skeleton, Timeline } from '../../ui'
import { type PolicyVersion, usePolicyVersions } from './use-policy-versions'

/** Every policy that was ever in force, the newest first. */
export function PolicyHistory() {
  const { versions, isPending, error, refetch } = usePolicyVersions()
  return (
    <Card title={<Trans>Versions</Trans>}>
      {isPending && <Skeleton className="h-40" />}
      {error && !versions && (
        <ErrorState onRetry={() => void refetch()}>
          <RecordsError />
        </ErrorState>
      )}
      {versions && <VersionLine versions={versions} />}
    </Card>
  )
}

function VersionLine({ versions }: { readonly versions: readonly PolicyVersion[] }) {
  const { t } = useLingui()
  return (
    <Timeline
      items={versions.map(({ version, setAt, by, policy }) => ({
        key: `${version}`,
        title: t`Version ${version}`,
        meta: (
          <span className="inline-flex flex-wrap gap-x-2">
            <InstantText at={setAt} />
            <AccountName address={by} short />
          </span>
        ),
        children: (
          <ul className="text-xs text-muted">
            {policy.bands.map(({ minScore, multipleBps, rateBps }) => {
              const [share, price] = [formatBps(multipleBps), formatBps(rateBps)]
              return (
                <li key={minScore}>
                  <Trans>
                    from {minScore}: {share} of turnover at {price}
                  </Trans>
                </li>
              )
            })}
          </ul>
        ),
      }))}
    />
  )
}
