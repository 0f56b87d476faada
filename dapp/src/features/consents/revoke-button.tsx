import { msg } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { CREDIT_SCORING_PURPOSE, consentsAbi } from '@tallystick/sdk'
import type { Hex } from 'viem'
import { useBank, useDeployment } from '../../chain/deployment'
import { useTx, write } from '../../chain/tx'
import { Button } from '../../ui'

/** Withdraws a consent with one click; it works for frozen and expired merchants too. */
export function RevokeButton({ provider }: { readonly provider: Hex }) {
  const { network } = useDeployment()
  const { scoreOracle } = useBank()
  const { run, pending } = useTx()
  const revoke = write({
    title: msg`Withdraw the consent at once`,
    address: network.consents,
    abi: consentsAbi,
    functionName: 'revoke',
    args: () => [provider, scoreOracle, CREDIT_SCORING_PURPOSE] as const,
  })
  return (
    <Button busy={pending} onClick={() => void run(revoke).catch(() => undefined)} data-testid="revoke">
      <Trans>Withdraw the consent</Trans>
    </Button>
  )
}
