import type { ReactNode } from 'react'
import { classNames } from './class-names'

export type PillTone = 'neutral' | 'info' | 'positive' | 'warning' | 'danger'

const tones: Readonly<Record<PillTone, string>> = {
  neutral: 'bg-hover text-muted',
  info: 'bg-info-soft text-info',
  positive: 'bg-positive-soft text-positive',
  warning: 'bg-warning-soft text-warning',
  danger: 'bg-danger-soft text-danger',
}

export interface StatusPillProps {
  readonly tone?: PillTone
  readonly children: ReactNode
}

/** A state in words; the colour only repeats them. */
export function StatusPill({ tone = 'neutral', children }: StatusPillProps) {
  return (
    <span
      className={classNames(
        'inline-flex items-center gap-1.5 rounded-full px-2 py-0.5 text-xs font-medium whitespace-nowrap',
        tones[tone],
      )}
    >
      <span aria-hidden className="size-1.5 rounded-full bg-current" />
      {children}
    </span>
  )
}
