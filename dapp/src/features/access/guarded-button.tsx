import type { ReactNode } from 'react'
import { useTx } from '../../chain/tx'
import { Button, type ButtonVariant } from '../../ui/button'
import { announcing, directly, type GuardedCall } from './guarded-call'
import { usePermissionReason } from './permission-reason'
import { usePermission } from './use-permission'

export interface GuardedButtonProps {
  readonly call: GuardedCall
  readonly variant?: ButtonVariant
  /** Why the call makes no sense now, whoever sends it. */
  readonly refusal?: ReactNode
  readonly onDone?: () => void
  /** Names the button for browser tests. */
  readonly testId?: string
  readonly children: ReactNode
}

/** Sends a guarded call at once, or announces it where the role of the connected account acts with a delay. */
export function GuardedButton({ call, variant = 'secondary', refusal, onDone, testId, children }: GuardedButtonProps) {
  const { run, pending } = useTx()
  const permission = usePermission(call)
  const missing = usePermissionReason(permission)
  const send = () => {
    const write = permission.kind === 'announce' ? announcing(call) : directly(call)
    // A failure is explained in the activity panel.
    run(write).then(onDone, () => undefined)
  }
  return (
    <Button variant={variant} busy={pending} reason={refusal ?? missing} onClick={send} data-testid={testId}>
      {children}
    </Button>
  )
}
