import type { immobiliserAbi } from '@tallystick/sdk'
import type { Address, GetContractEventsReturnType, Hex } from 'viem'

export type CommandEvents = GetContractEventsReturnType<typeof immobiliserAbi, undefined, true>

/** A lock command with the machine's word. */
export interface CommandRow {
  readonly commandId: bigint
  readonly leaseId: bigint
  readonly locked: boolean
  readonly reason: string
  readonly by: Address
  readonly block: bigint
  readonly transaction: Hex
  /** Unix seconds by the machine; undefined while it has not told. */
  readonly doneAt: bigint | undefined
}

const MS_PER_SECOND = 1_000n

/** Commands, the newest first. */
export function commandRows(events: CommandEvents): readonly CommandRow[] {
  const words = new Map<bigint, bigint>()
  for (const event of events) {
    if (event.eventName === 'CommandAcknowledged') words.set(event.args.commandId, event.args.ts / MS_PER_SECOND)
  }
  return events
    .flatMap((event): readonly CommandRow[] => {
      if (event.eventName !== 'CommandIssued') return []
      const { commandId, leaseId, locked, reason, by } = event.args
      const { blockNumber: block, transactionHash: transaction } = event
      return [{ commandId, leaseId, locked, reason, by, block, transaction, doneAt: words.get(commandId) }]
    })
    .toReversed()
}
