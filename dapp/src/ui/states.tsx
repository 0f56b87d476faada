import { Trans } from '@lingui/react/macro'
import { CircleAlert, Clock, Inbox, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from './button'
import { classNames } from './class-names'

/** Holds the place of content that is being loaded, at the height it will have. */
export function Skeleton({ className }: { readonly className?: string }) {
  return <div aria-hidden className={classNames('animate-pulse rounded bg-hover', className ?? 'h-5')} />
}

export interface EmptyStateProps {
  readonly title: ReactNode
  /** The next step. */
  readonly children?: ReactNode
}

export function EmptyState({ title, children }: EmptyStateProps) {
  return (
    <div className="grid place-items-center gap-2 px-4 py-10 text-center">
      <Inbox size={22} className="text-muted" aria-hidden />
      <p className="font-medium">{title}</p>
      {children && <div className="grid max-w-md justify-items-center gap-3 text-muted">{children}</div>}
    </div>
  )
}

export interface ErrorStateProps {
  readonly title?: ReactNode
  readonly children?: ReactNode
  readonly onRetry?: () => void
}

export function ErrorState({ title, children, onRetry }: ErrorStateProps) {
  return (
    <div role="alert" className="grid place-items-center gap-2 px-4 py-8 text-center">
      <CircleAlert size={22} className="text-danger" aria-hidden />
      <p className="font-medium">{title ?? <Trans>This could not be loaded</Trans>}</p>
      {children && <div className="max-w-md text-muted">{children}</div>}
      {onRetry && (
        <Button onClick={onRetry}>
          <Trans>Try again</Trans>
        </Button>
      )}
    </div>
  )
}

export type NoticeTone = 'info' | 'warning' | 'danger' | 'positive'

const notices: Readonly<Record<NoticeTone, { readonly look: string; readonly icon: typeof Info }>> = {
  info: { look: 'border-info/40 bg-info-soft', icon: Info },
  positive: { look: 'border-positive/40 bg-positive-soft', icon: Info },
  warning: { look: 'border-warning/40 bg-warning-soft', icon: TriangleAlert },
  danger: { look: 'border-danger/40 bg-danger-soft', icon: CircleAlert },
}

export interface NoticeProps {
  readonly tone?: NoticeTone
  readonly title?: ReactNode
  readonly children?: ReactNode
}

/** A sentence that matters now, in its place on the page. */
export function Notice({ tone = 'info', title, children }: NoticeProps) {
  const { look, icon: Icon } = notices[tone]
  return (
    <div
      role={tone === 'danger' ? 'alert' : 'status'}
      className={classNames('flex gap-3 rounded-md border px-3 py-2.5', look)}
    >
      <Icon size={16} className="mt-0.5 shrink-0" aria-hidden />
      <div className="grid min-w-0 gap-1">
        {title && <p className="font-medium">{title}</p>}
        {children && <div className="min-w-0">{children}</div>}
      </div>
    </div>
  )
}

/** Says that what is shown may be older than the chain. */
export function StaleBanner({ children }: { readonly children: ReactNode }) {
  return (
    <div role="status" className="flex items-center gap-2 rounded-md bg-warning-soft px-3 py-2 text-warning">
      <Clock size={16} className="shrink-0" aria-hidden />
      <span className="min-w-0">{children}</span>
    </div>
  )
}
