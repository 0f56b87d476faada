import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { type ReceivableTerms, receivablesAbi, termsHash } from '@tallystick/sdk'
import { type ReactElement, useState } from 'react'
import { useReadContract } from 'wagmi'
import { useAccount } from '../../chain/account'
import { useDeployment } from '../../chain/deployment'
import { useTx, write } from '../../chain/tx'
import { Button, SelectInput } from '../../ui'
import { useCannotAct } from '../account/use-cannot-act'
import { DECLINE_REASONS } from './decline-reason'
import { SignConfirmation } from './sign-confirmation'

export interface RequestActionsProps {
  readonly terms: ReceivableTerms
  readonly onDone: () => void
}

/** What the debtor can do about a request: confirm it, sign it for the supplier to submit, or turn it down. */
export function DebtorActions({ terms, onDone }: RequestActionsProps) {
  const obstacle = useRequestObstacle(terms, 'debtor')
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-start gap-2">
        <ConfirmButton terms={terms} obstacle={obstacle} onDone={onDone} />
        <SignConfirmation terms={terms} obstacle={obstacle} />
      </div>
      <Decline terms={terms} obstacle={obstacle} onDone={onDone} />
    </div>
  )
}

interface ActionProps extends RequestActionsProps {
  readonly obstacle: ReactElement | undefined
}

function ConfirmButton({ terms, obstacle, onDone }: ActionProps) {
  const { network } = useDeployment()
  const { run, pending } = useTx()
  const confirm = async () => {
    await run(
      write({
        title: msg`Confirm a receivable`,
        address: network.receivables,
        abi: receivablesAbi,
        functionName: 'confirm',
        args: () => [terms] as const,
      }),
    )
    onDone()
  }
  return (
    <Button
      variant="primary"
      busy={pending}
      reason={obstacle}
      onClick={() => void confirm().catch(() => undefined)}
      data-testid="confirm"
    >
      <Trans>Confirm the debt</Trans>
    </Button>
  )
}

function Decline({ terms, obstacle, onDone }: ActionProps) {
  const { i18n } = useLingui()
  const { network } = useDeployment()
  const { run, pending } = useTx()
  const [reason, setReason] = useState('0')
  const decline = async () => {
    await run(
      write({
        title: msg`Decline a request`,
        address: network.receivables,
        abi: receivablesAbi,
        functionName: 'decline',
        args: () => [terms, Number(reason)] as const,
      }),
    )
    onDone()
  }
  return (
    <div className="flex flex-wrap items-end gap-2 border-t border-line pt-4">
      <div className="w-60 max-w-full">
        <SelectInput
          label={<Trans>Reason for declining</Trans>}
          value={reason}
          onChange={setReason}
          options={DECLINE_REASONS.map((text, index) => ({ value: String(index), label: i18n._(text) }))}
        />
      </div>
      <Button
        busy={pending}
        reason={obstacle}
        onClick={() => void decline().catch(() => undefined)}
        data-testid="decline"
      >
        <Trans>Decline</Trans>
      </Button>
    </div>
  )
}

/** What the supplier can do about its own request while it is open. */
export function WithdrawButton({ terms, onDone }: RequestActionsProps) {
  const { network } = useDeployment()
  const { run, pending } = useTx()
  const obstacle = useRequestObstacle(terms, 'supplier')
  const withdraw = async () => {
    await run(
      write({
        title: msg`Withdraw a request`,
        address: network.receivables,
        abi: receivablesAbi,
        functionName: 'withdrawRequest',
        args: () => [terms] as const,
      }),
    )
    onDone()
  }
  return (
    <Button busy={pending} reason={obstacle} onClick={() => void withdraw().catch(() => undefined)}>
      <Trans>Withdraw the request</Trans>
    </Button>
  )
}

/** Why the connected account cannot act on a request in its part; the register is asked whether it is still open. */
function useRequestObstacle(terms: ReceivableTerms, part: 'debtor' | 'supplier'): ReactElement | undefined {
  const { network } = useDeployment()
  const { address } = useAccount()
  const cannotAct = useCannotAct(part === 'debtor' ? 'CORE' : 'SUPPLIER')
  const { data: isOpen } = useReadContract({
    address: network.receivables,
    abi: receivablesAbi,
    functionName: 'isRequested',
    args: [termsHash(terms)],
  })
  if (cannotAct) return cannotAct
  if (address?.toLowerCase() !== terms[part].toLowerCase()) {
    return part === 'debtor' ? (
      <Trans>Only the debtor of this request can do this.</Trans>
    ) : (
      <Trans>Only the supplier of this request can do this.</Trans>
    )
  }
  return isOpen === false ? <Trans>This request is not open any more.</Trans> : undefined
}
