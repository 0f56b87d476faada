import type { ReactNode } from 'react'
import { classNames } from './class-names'

export interface TimelineItem {
  readonly key: string
  readonly title: ReactNode
  readonly meta?: ReactNode
  readonly children?: ReactNode
  /** `next` is announced but has not happened. */
  readonly state?: 'done' | 'current' | 'next'
}

const dots = { done: 'bg-brand', current: 'bg-surface ring-2 ring-brand', next: 'bg-line' } as const

/** What happened, oldest first. */
export function Timeline({ items }: { readonly items: readonly TimelineItem[] }) {
  return (
    <ol className="grid min-w-0">
      {items.map(({ key, title, meta, children, state = 'done' }) => (
        <li key={key} className="group grid min-w-0 grid-cols-[1rem_1fr] gap-x-3">
          <span aria-hidden className="relative grid justify-items-center">
            <span className={classNames('z-10 mt-1.5 size-2.5 rounded-full', dots[state])} />
            <span className="absolute top-4 bottom-0 w-px bg-line group-last:hidden" />
          </span>
          <div className="grid min-w-0 gap-0.5 pb-4">
            <div className={classNames('font-medium', state === 'next' && 'text-muted')}>{title}</div>
            {meta && <div className="text-xs text-muted">{meta}</div>}
            {children && <div className="min-w-0">{children}</div>}
          </div>
        </li>
      ))}
    </ol>
  )
}
