import { Trans, useLingui } from '@lingui/react/macro'
import { useDeployment } from '../../chain/deployment'
import { Bps, Card, EmptyState, Money } from '../../ui'
import { policyOf } from '../line-policy/use-policy-versions'
import { ComparedTable, comparedRow } from './compared-table'
import { recomputeLimit } from './recompute'
import type { AuditedDecision } from './use-decision'

/** The decision taken again: from the recorded score and the version of the policy that was in force. */
export function PolicyCheckCard({ decision }: { readonly decision: AuditedDecision }) {
  const { t } = useLingui()
  const { asset } = useDeployment()
  const { policyVersion } = decision
  const again = recomputeLimit(decision, policyVersion ? policyOf(policyVersion) : undefined, asset.decimals)
  const version = policyVersion?.version ?? 0
  return (
    <Card title={<Trans>From the score to the limit</Trans>}>
      {again ? (
        <>
          <p className="text-muted">
            <Trans>
              Computed in this page from the recorded score and version {version} of the policy, with its steps.
            </Trans>
          </p>
          <ComparedTable
            caption={t`The decision, recorded and recomputed`}
            withContract={false}
            rows={[
              comparedRow('limit', t`Limit`, again.limit, (value) => (
                <Money value={value} decimals={asset.decimals} symbol={asset.symbol} />
              )),
              comparedRow('rate', t`Price`, again.rateBps, (value) => <Bps value={value} />),
              comparedRow('band', t`Band`, again.band, (value) => (value === undefined ? '–' : value + 1)),
            ]}
          />
        </>
      ) : (
        <EmptyState title={<Trans>No policy decided this</Trans>}>
          <Trans>There is no rule to compute it from.</Trans>
        </EmptyState>
      )}
    </Card>
  )
}
