import type { ReactNode } from 'react'
import { Card, Skeleton } from '../../ui'

export interface ToDoCardProps {
  readonly title: ReactNode
  /** How many things wait: undefined while they are counted, absent where nothing is counted. */
  readonly count?: number | undefined
  readonly amount?: ReactNode
  /** The sentence under the count, and the way to the screen that deals with it. */
  readonly children: ReactNode
}

/** One kind of thing that waits for the connected company. */
export function ToDoCard(props: ToDoCardProps) {
  const { title, children } = props
  return (
    <Card title={title}>
      {'count' in props && <Count {...props} />}
      <div className="grid justify-items-start gap-3 text-muted">{children}</div>
    </Card>
  )
}

function Count({ count, amount }: ToDoCardProps) {
  if (count === undefined) return <Skeleton className="h-8 w-24" />
  return (
    <p className="flex flex-wrap items-baseline gap-x-3">
      <span className="text-2xl font-semibold">{count}</span>
      {amount && <span className="text-muted">{amount}</span>}
    </p>
  )
}

/** To-do cards side by side where there is room. */
export function ToDoGrid({ children }: { readonly children: ReactNode }) {
  return <div className="grid grid-cols-[repeat(auto-fit,minmax(min(18rem,100%),1fr))] gap-4">{children}</div>
}
