import { msg } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { treasuryAbi } from '@tallystick/sdk'
import type { Address } from 'viem'
import { useReadContract } from 'wagmi'
import { useBank, useDeployment } from '../../chain/deployment'
import { useTx, write } from '../../chain/tx'
import { Button, Card, Money } from '../../ui'

/** Holdbacks that a treasury keeps for a seller after settlement. Shown only when there is something to collect. */
export function OwedCard({ account }: { readonly account: Address }) {
  const { treasury } = useBank()
  const { asset } = useDeployment()
  const { run, pending } = useTx()
  const { data: owed } = useReadContract({
    address: treasury,
    abi: treasuryAbi,
    functionName: 'owedTo',
    args: [account],
  })
  if (!owed) return null
  const claim = () => {
    const call = write({
      title: msg`Collect the holdback`,
      address: treasury,
      abi: treasuryAbi,
      functionName: 'claim',
      args: () => [account] as const,
    })
    run(call).catch(() => undefined)
  }
  return (
    <Card title={<Trans>Holdback to collect</Trans>}>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-muted">
          <Trans>The debtor has paid; the bank keeps this part for you.</Trans>
        </p>
        <Button variant="primary" busy={pending} onClick={claim}>
          <Trans>
            Collect <Money value={owed} decimals={asset.decimals} symbol={asset.symbol} />
          </Trans>
        </Button>
      </div>
    </Card>
  )
}
