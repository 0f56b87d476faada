import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { AccountName } from '../../chain/account-name'
import { useDeployment } from '../../chain/deployment'
import { Card, Money, StatusPill } from '../../ui'
import type { ProvenanceNode } from './provenance'

/** Who passed what to whom, tier by tier. */
export function ProvenanceCard({ root }: { readonly root: ProvenanceNode }) {
  return (
    <Card title={<Trans>Provenance</Trans>}>
      <ul className="grid gap-2">
        <Branch node={root} />
      </ul>
    </Card>
  )
}

function Branch({ node }: { readonly node: ProvenanceNode }) {
  return (
    <li className="grid min-w-0 gap-2">
      <div className="flex min-w-0 flex-wrap items-baseline gap-x-3 gap-y-1">
        <StatusPill>
          <Trans>tier {node.tier}</Trans>
        </StatusPill>
        <AccountName address={node.account} />
        {node.received !== undefined && <Figure label={<Trans>received</Trans>} value={node.received} />}
        {!node.repeated && (
          <>
            <Figure label={<Trans>holds</Trans>} value={node.units} />
            {node.redeemed > 0n && <Figure label={<Trans>redeemed</Trans>} value={node.redeemed} />}
          </>
        )}
        {node.repeated && (
          <span className="text-muted">
            <Trans>shown above</Trans>
          </span>
        )}
      </div>
      {node.children.length > 0 && (
        <ul className="ml-3 grid gap-2 border-l border-line pl-4">
          {node.children.map((child) => (
            <Branch key={child.key} node={child} />
          ))}
        </ul>
      )}
    </li>
  )
}

function Figure({ label, value }: { readonly label: ReactNode; readonly value: bigint }) {
  const { asset } = useDeployment()
  return (
    <span className="text-muted">
      {label} <Money value={value} decimals={asset.decimals} />
    </span>
  )
}
