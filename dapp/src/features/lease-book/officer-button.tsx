import type { ReactNode } from 'react'
import { useVerdict } from '../../chain/use-verdict'
import type { ButtonVariant } from '../../ui'
import { GuardedButton } from '../access/guarded-button'
import type { GuardedCall } from '../access/guarded-call'
import { usePermission } from '../access/use-permission'

export interface OfficerButtonProps {
  readonly call: GuardedCall
  readonly variant?: ButtonVariant
  /** Why the call makes no sense now; comes before what the contract says. */
  readonly refusal?: ReactNode
  readonly onDone?: () => void
  readonly testId: string
  readonly children: ReactNode
}

/** A guarded call that says what its contract would refuse before it is pressed. */
export function OfficerButton({ call, refusal, ...button }: OfficerButtonProps) {
  const { kind } = usePermission(call)
  // Whoever lacks the role is told so, and an announced call is not yet the contract's business.
  const verdict = useVerdict(kind === 'now' && !refusal ? { ...call, address: call.target } : undefined)
  return <GuardedButton call={call} refusal={refusal || verdict.refusal} {...button} />
}
