import { Trans, useLingui } from '@lingui/react/macro'
import { type ReceivableQuery, receivablesAbi } from '@tallystick/sdk'
import { useReadContract } from 'wagmi'
import { useDeployment } from '../../chain/deployment'
import { Card, Money, StatusPill } from '../../ui'

export interface UnitsCardProps {
  readonly receivable: NonNullable<ReceivableQuery['receivable']>
}

/** The sum that must always hold: units of all holders and tiers, and those redeemed, make up the face. */
export function UnitsCard({ receivable }: UnitsCardProps) {
  const { t } = useLingui()
  const { network } = useDeployment()
  const onChain = useReadContract({
    address: network.receivables,
    abi: receivablesAbi,
    functionName: 'receivable',
    args: [BigInt(receivable.id)],
  })
  const held = receivable.holdings.reduce((sum, { units }) => sum + BigInt(units), 0n)
  const redeemed = BigInt(receivable.redeemedUnits)
  const face = onChain.data?.face
  return (
    <Card title={<Trans>Units and face</Trans>}>
      <dl className="grid gap-2">
        <Line label={t`Units held, over all holders and tiers`} value={held} />
        <Line label={t`Units redeemed`} value={redeemed} />
        <Line label={t`Together (records)`} value={held + redeemed} />
        <Line label={t`Face (contract)`} value={face} />
      </dl>
      <div>
        {face !== undefined &&
          (face === held + redeemed ? (
            <StatusPill tone="positive">
              <Trans>equal</Trans>
            </StatusPill>
          ) : (
            <StatusPill tone="danger">
              <Trans>different</Trans>
            </StatusPill>
          ))}
      </div>
    </Card>
  )
}

function Line({ label, value }: { readonly label: string; readonly value: bigint | undefined }) {
  const { asset } = useDeployment()
  return (
    <div className="flex flex-wrap justify-between gap-x-4 border-b border-line pb-2">
      <dt className="text-muted">{label}</dt>
      <dd>
        <Money value={value} decimals={asset.decimals} />
      </dd>
    </div>
  )
}
