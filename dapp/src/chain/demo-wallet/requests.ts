import { useSyncExternalStore } from 'react'
import type { Address, Hex } from 'viem'
import type { DemoCompany } from '../demo-companies'

/** Typed data as wallets receive it: integers may be numbers or decimal strings. */
export interface TypedDataRequest {
  readonly domain: Readonly<Record<string, unknown>>
  readonly types: Readonly<Record<string, readonly { readonly name: string; readonly type: string }[]>>
  readonly primaryType: string
  readonly message: Readonly<Record<string, unknown>>
}

/** What a company is asked to approve. */
export type Approval =
  | { readonly kind: 'transaction'; readonly to: Address; readonly data: Hex; readonly value: bigint }
  | { readonly kind: 'typed-data'; readonly typedData: TypedDataRequest }
  | { readonly kind: 'message'; readonly text: string }

/** An approval that waits for its answer. */
export interface PendingApproval {
  readonly id: string
  readonly company: DemoCompany
  readonly approval: Approval
  answer(isApproved: boolean): void
}

let queue: readonly PendingApproval[] = []
const listeners = new Set<() => void>()

function change(next: readonly PendingApproval[]): void {
  queue = next
  for (const listener of listeners) listener()
}

/** EIP-1193: the user said no. */
function rejection(): Error {
  return Object.assign(new Error('User rejected the request.'), { code: 4001 })
}

/** Asks the person at the page. Rejects with EIP-1193's code 4001 when the answer is no. */
export function askApproval(company: DemoCompany, approval: Approval): Promise<void> {
  return new Promise((resolve, reject) => {
    const pending: PendingApproval = {
      id: crypto.randomUUID(),
      company,
      approval,
      answer(isApproved) {
        change(queue.filter((other) => other !== pending))
        if (isApproved) resolve()
        else reject(rejection())
      },
    }
    change([...queue, pending])
  })
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The oldest unanswered request. */
export function usePendingApproval(): PendingApproval | undefined {
  return useSyncExternalStore(subscribe, () => queue[0])
}
