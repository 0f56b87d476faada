import { useQuery } from '@tanstack/react-query'
import { type AbiEvent, decodeEventLog, type Hex } from 'viem'
import { getTransactionReceipt } from 'viem/actions'
import { useClient } from 'wagmi'
import { useDeployment } from '../../chain/deployment'
import { abiOf } from '../access/describe-operation'
import type { JournalEntry } from './journal-export'

/** One argument of an event, with its Solidity type. */
export interface EventArgument {
  readonly name: string
  readonly type: string
  readonly value: unknown
}

/** The arguments of a journal entry as the chain itself logged them: a second source beside the records. */
export function useEventArguments(entry: JournalEntry) {
  const client = useClient()
  const deployment = useDeployment()
  return useQuery({
    queryKey: ['event-arguments', entry.id],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async (): Promise<readonly EventArgument[]> => {
      const receipt = client && (await getTransactionReceipt(client, { hash: entry.transactionHash }))
      const log = receipt?.logs.find(({ logIndex }) => logIndex === entry.logIndex)
      const abi = abiOf(deployment, entry.emitter)
      if (log === undefined || abi === undefined)
        throw new Error(`no log ${entry.logIndex} in ${entry.transactionHash}`)
      const decoded = decodeEventLog({ abi, data: log.data, topics: log.topics as [Hex, ...Hex[]] })
      const item = abi.find((part): part is AbiEvent => part.type === 'event' && part.name === decoded.eventName)
      const values = (decoded.args ?? {}) as Readonly<Record<string, unknown>>
      return (item?.inputs ?? []).map(({ name = '', type }) => ({ name, type, value: values[name] }))
    },
  })
}
