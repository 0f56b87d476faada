import {
  type AuditedKey,
  type BankDeployment,
  type BillFacts,
  type BillRecord,
  billFacts,
  type Deployment,
  devicesAbi,
  devicesDomain,
  keyType,
  leasesAbi,
} from '@tallystick/sdk'
import { useQuery } from '@tanstack/react-query'
import type { Client } from 'viem'
import { getLogs, readContract } from 'viem/actions'
import { useClient } from 'wagmi'
import { useBank, useDeployment } from '../../chain/deployment'

/** What the chain says of one bill, read in this page from events and state. */
export function useBillRecord(leaseId: bigint, period: number) {
  const deployment = useDeployment()
  const bank = useBank()
  const client = useClient()
  return useQuery({
    queryKey: ['bill-record', bank.leases, String(leaseId), period],
    queryFn: () => readRecord(client as Client, deployment, bank, leaseId, period),
    enabled: client !== undefined,
    // A bill does not change any more.
    staleTime: Number.POSITIVE_INFINITY,
    retry: 1,
  })
}

async function readRecord(
  client: Client,
  deployment: Deployment,
  bank: BankDeployment,
  leaseId: bigint,
  period: number,
): Promise<BillRecord> {
  const { chainId, network, startBlock } = deployment
  const address = [bank.leaseOffers, bank.leases, bank.meter]
  const logs = await getLogs(client, { address, fromBlock: BigInt(startBlock), toBlock: 'latest' })
  const facts = billFacts(logs, leaseId, period)
  const { billedAt, reportedAt: _, ...rest } = facts
  const account = await readContract(client, {
    address: bank.leases,
    abi: leasesAbi,
    functionName: 'account',
    args: [leaseId],
    blockNumber: billedAt - 1n,
  })
  const domain = devicesDomain(chainId, network.devices)
  return { ...rest, domain, account, keys: await readKeys(client, deployment, facts) }
}

/** Every key that the machine has had, as the register had them when the closing reading was brought. */
async function readKeys(
  client: Client,
  { network }: Deployment,
  { deviceId, reportedAt: blockNumber }: BillFacts,
): Promise<Readonly<Record<number, AuditedKey>>> {
  const read = { address: network.devices, abi: devicesAbi, blockNumber } as const
  const { keyVersion } = await readContract(client, { ...read, functionName: 'device', args: [deviceId] })
  const versions = Array.from({ length: keyVersion }, (_, index) => index + 1)
  const entries = versions.map(async (version) => {
    const [key, validUntil] = await readContract(client, {
      ...read,
      functionName: 'keyOf',
      args: [deviceId, version],
    })
    const type = key.keyType === keyType.p256 ? keyType.p256 : keyType.secp256k1
    return [version, { keyType: type, x: key.x, y: key.y, validUntil: BigInt(validUntil) }] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}
