import { msg } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { formatAmount, receivablesAbi } from '@tallystick/sdk'
import { useAccount } from '../../chain/account'
import { useDeployment } from '../../chain/deployment'
import { useTx, write } from '../../chain/tx'
import { useVerdict } from '../../chain/use-verdict'
import { Button } from '../../ui'
import type { HeldUnits } from './use-receivable'

/** Turns the units of a settled receivable into money, to the holder's own account. */
export function RedeemButton({ held }: { readonly held: HeldUnits }) {
  const { asset, network } = useDeployment()
  const { address } = useAccount()
  const { run, pending } = useTx()
  const redeem = { address: network.receivables, abi: receivablesAbi, functionName: 'redeem' } as const
  const args = address && ([held.tokenId, held.units, address] as const)
  const { refusal, result } = useVerdict(args && { ...redeem, args })
  const amount = formatAmount(typeof result === 'bigint' ? result : held.units, asset.decimals)
  const send = () => {
    if (!args) return
    run(write({ title: msg`Redeem units`, ...redeem, args: () => args })).catch(() => undefined)
  }
  return (
    <Button variant="primary" busy={pending} reason={refusal} onClick={send}>
      <Trans>
        Redeem {amount} {asset.symbol}
      </Trans>
    </Button>
  )
}
