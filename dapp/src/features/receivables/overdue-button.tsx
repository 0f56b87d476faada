import { msg } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { receivablesAbi } from '@tallystick/sdk'
import { useAccount } from '../../chain/account'
import { useDeployment } from '../../chain/deployment'
import { useToday } from '../../chain/now'
import { useTx, write } from '../../chain/tx'
import { useVerdict } from '../../chain/use-verdict'
import { Button } from '../../ui'

export interface OverdueButtonProps {
  readonly baseId: bigint
  readonly dueDay: number
}

/** Records an unpaid receivable as overdue after its grace period. Anybody may; it suspends the debtor's group. */
export function OverdueButton({ baseId, dueDay }: OverdueButtonProps) {
  const { network } = useDeployment()
  const { address } = useAccount()
  const { run, pending } = useTx()
  const isPast = useToday() > dueDay
  const flag = { address: network.receivables, abi: receivablesAbi, functionName: 'flagOverdue' } as const
  const args = [baseId] as const
  const { refusal } = useVerdict(isPast ? { ...flag, args } : undefined)
  if (!isPast || !address) return null
  const send = () => {
    run(write({ title: msg`Record as overdue`, ...flag, args: () => args })).catch(() => undefined)
  }
  return (
    <Button busy={pending} reason={refusal} onClick={send}>
      <Trans>Record as overdue</Trans>
    </Button>
  )
}
