import { Loader } from 'lucide-react'
import { type ComponentProps, type MouseEvent, type ReactNode, useId } from 'react'
import { classNames } from './class-names'

export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger'

const base =
  'inline-flex min-h-9 items-center justify-center gap-2 rounded-md px-3.5 py-1.5 text-sm font-medium whitespace-nowrap ' +
  'transition-colors aria-disabled:cursor-not-allowed aria-disabled:opacity-55'

const variants: Readonly<Record<ButtonVariant, string>> = {
  primary: 'bg-brand text-on-brand hover:bg-brand-strong',
  secondary: 'border border-line bg-surface hover:bg-hover',
  ghost: 'hover:bg-hover',
  danger: 'bg-danger text-on-danger hover:opacity-90',
}

/** The look of a button, for links that lead to an action. */
export function buttonClass(variant: ButtonVariant = 'secondary', className?: string): string {
  return classNames(base, variants[variant], className)
}

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled'> {
  readonly variant?: ButtonVariant
  /** True while the action runs: shows a spinner and ignores clicks. */
  readonly busy?: boolean
  /** Why the action is not possible now. The button stays focusable so that everybody can read it. */
  readonly reason?: ReactNode
}

/** A button that never goes dead silently: when it cannot be used it says why. */
export function Button({ variant = 'secondary', busy = false, reason, className, onClick, ...rest }: ButtonProps) {
  const reasonId = useId()
  const blocked = busy || Boolean(reason)
  const guard = (event: MouseEvent<HTMLButtonElement>) => {
    if (blocked) event.preventDefault()
    else onClick?.(event)
  }
  const button = (
    <button
      type="button"
      {...rest}
      aria-disabled={blocked || undefined}
      aria-busy={busy || undefined}
      aria-describedby={reason ? reasonId : rest['aria-describedby']}
      onClick={guard}
      className={buttonClass(variant, className)}
    >
      {busy && <Loader size={16} className="animate-spin" aria-hidden />}
      {rest.children}
    </button>
  )
  if (!reason) return button
  return (
    <span className="inline-grid max-w-full justify-items-start gap-1">
      {button}
      <span id={reasonId} className="text-xs text-muted">
        {reason}
      </span>
    </span>
  )
}
