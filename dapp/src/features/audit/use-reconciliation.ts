import {
  assetAbi,
  type BankDeployment,
  type Deployment,
  graphQuery,
  MetaDocument,
  TotalsAtDocument,
  treasuryAbi,
} from '@tallystick/sdk'
import { useQuery } from '@tanstack/react-query'
import type { Address, Client } from 'viem'
import { getBlock, readContract } from 'viem/actions'
import { useClient } from 'wagmi'
import { useBank, useDeployment } from '../../chain/deployment'
import { keyOf, type ReconciledTotal, reconcile, type Total, totalsFromEvents } from './reconciliation'

/** All totals at one block, from both sources. */
export interface Reconciliation {
  readonly block: number
  readonly hash: string
  readonly totals: readonly ReconciledTotal[]
}

/** Recomputes every total from the records at their newest block, and reads the contracts at the same block. */
export function useReconciliation() {
  const client = useClient()
  const deployment = useDeployment()
  const bank = useBank()
  return useQuery({
    queryKey: ['reconciliation', bank.treasury],
    enabled: client !== undefined,
    queryFn: ({ signal }) => reconcileAtHead(client as Client, deployment, bank, signal),
  })
}

async function reconcileAtHead(
  client: Client,
  deployment: Deployment,
  bank: BankDeployment,
  signal: AbortSignal,
): Promise<Reconciliation> {
  const { _meta } = await graphQuery('/graphql', MetaDocument, {}, { signal })
  const number = _meta?.block.number ?? 0
  const [records, block] = await Promise.all([
    graphQuery('/graphql', TotalsAtDocument, { treasury: bank.treasury.toLowerCase(), number }, { signal }),
    getBlock(client, { blockNumber: BigInt(number) }),
  ])
  if (!records.treasury) return { block: number, hash: block.hash, totals: [] }
  const totals = totalsFromEvents(records.treasury, records.receivables, block.timestamp)
  const contract = await contractTotals(client, deployment, bank, totals, block.number)
  return { block: number, hash: block.hash, totals: reconcile(totals, contract) }
}

/** The same totals from the contracts, by their keys. */
async function contractTotals(
  client: Client,
  { asset, network }: Deployment,
  { treasury }: BankDeployment,
  totals: readonly Total[],
  blockNumber: bigint,
): Promise<ReadonlyMap<string, bigint>> {
  const at = { address: treasury, abi: treasuryAbi, blockNumber } as const
  const read = ({ name, of }: Total): Promise<bigint> => {
    switch (name) {
      case 'cash':
      case 'owed':
      case 'principal':
      case 'impaired':
        return readContract(client, { ...at, functionName: name })
      case 'nav':
        return readContract(client, { ...at, functionName: 'totalAssets' })
      case 'exit-nav':
        return readContract(client, { ...at, functionName: 'exitAssets' })
      case 'shares':
        return readContract(client, { ...at, functionName: 'totalSupply' })
      case 'book-cap':
      case 'book-out':
        return readContract(client, { ...at, functionName: 'book', args: [of as Address] }).then(({ cap, out }) =>
          name === 'book-cap' ? cap : out,
        )
      case 'limit':
      case 'exposure':
        return readContract(client, { ...at, functionName: 'obligor', args: [Number(of)] }).then((row) => row[name])
      case 'escrow':
        return readContract(client, {
          address: asset.address,
          abi: assetAbi,
          functionName: 'balanceOf',
          args: [network.receivables],
          blockNumber,
        })
    }
  }
  return new Map(await Promise.all(totals.map(async (total) => [keyOf(total), await read(total)] as const)))
}
