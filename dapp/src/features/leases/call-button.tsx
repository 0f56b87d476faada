import type { ReactNode } from 'react'
import { useTx, type Write } from '../../chain/tx'
import { type Rehearsal, useVerdict } from '../../chain/use-verdict'
import { Button, type ButtonVariant } from '../../ui'

/** A call that takes nothing but what is on screen. */
export interface PlainCall extends Rehearsal, Pick<Write, 'title' | 'payment'> {}

export interface CallButtonProps {
  readonly call: PlainCall
  readonly variant?: ButtonVariant
  /** Why the call is not offered now; comes before what the contract says. */
  readonly reason?: ReactNode
  readonly onDone?: () => void
  readonly testId: string
  readonly children: ReactNode
}

/** Sends a call at a press; says what the contract would refuse before it is pressed. */
export function CallButton({ call, variant = 'secondary', reason, onDone, testId, children }: CallButtonProps) {
  const { run, pending } = useTx()
  const { payment } = call
  // A call that takes money is refused until the money is released, which the press begins with.
  const { refusal } = useVerdict(payment || reason ? undefined : call)
  const send = () => run({ ...call, args: () => call.args, ...(payment && { payment }) }).then(onDone, () => undefined)
  return (
    <Button
      variant={variant}
      busy={pending}
      reason={reason || refusal}
      onClick={() => void send()}
      data-testid={testId}
    >
      {children}
    </Button>
  )
}
