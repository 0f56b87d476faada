import type { ReactNode } from 'react'
import { classNames } from './class-names'

export interface PageProps {
  readonly title: ReactNode
  readonly lead?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** One screen: its heading, one sentence about it, its main actions, its content. */
export function Page({ title, lead, actions, children }: PageProps) {
  return (
    <div className="mx-auto grid w-full max-w-6xl min-w-0 gap-5">
      <header className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 max-w-3xl">
          <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
          {lead && <p className="mt-1 text-muted">{lead}</p>}
        </div>
        {actions && (
          <div className="flex flex-wrap items-start gap-2" data-print="hide">
            {actions}
          </div>
        )}
      </header>
      {children}
    </div>
  )
}

export interface CardProps {
  readonly title?: ReactNode
  readonly actions?: ReactNode
  readonly className?: string
  readonly children: ReactNode
}

export function Card({ title, actions, className, children }: CardProps) {
  return (
    <section
      className={classNames('grid min-w-0 content-start gap-3 rounded-lg border border-line bg-surface p-4', className)}
    >
      {(title || actions) && (
        <header className="flex flex-wrap items-center justify-between gap-2">
          {title && <h2 className="text-sm font-semibold">{title}</h2>}
          {actions}
        </header>
      )}
      {children}
    </section>
  )
}

/** A row of figures that share one line on a desktop and stack on a phone. */
export function StatGroup({ children }: { readonly children: ReactNode }) {
  return (
    <dl className="flex min-w-0 flex-wrap gap-px overflow-hidden rounded-lg border border-line bg-line">{children}</dl>
  )
}

export interface StatProps {
  readonly label: ReactNode
  readonly value: ReactNode
  readonly hint?: ReactNode
  /** Names the figure for browser tests. */
  readonly testId?: string
}

export function Stat({ label, value, hint, testId }: StatProps) {
  return (
    <div className="grid grow basis-44 content-start gap-0.5 bg-surface px-4 py-3">
      <dt className="text-xs text-muted">{label}</dt>
      <dd className="text-lg font-semibold tracking-tight" data-testid={testId}>
        {value}
      </dd>
      {hint && <dd className="text-xs text-muted">{hint}</dd>}
    </div>
  )
}

export interface KeyValue {
  readonly key: string
  readonly label: ReactNode
  readonly value: ReactNode
}

/** Labelled values: beside their labels where the list is wide enough, below them elsewhere. */
export function KeyValueList({ items }: { readonly items: readonly KeyValue[] }) {
  return (
    <dl className="@container grid min-w-0">
      {items.map(({ key, label, value }) => (
        <div
          key={key}
          className="grid min-w-0 gap-x-4 border-b border-line py-2 last:border-b-0 @sm:grid-cols-[minmax(8rem,14rem)_1fr]"
        >
          <dt className="text-muted">{label}</dt>
          <dd className="min-w-0 @sm:text-right @sm:[&>span]:justify-end">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
