import type { ReactNode } from 'react'

/** A sentence about what went wrong, announced when it appears. */
export function ErrorText({ children }: { readonly children: ReactNode }) {
  return (
    <p role="alert" className="text-danger">
      {children}
    </p>
  )
}
