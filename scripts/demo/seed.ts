import type { Deployment } from '@tallystick/sdk'
import { createWalletClient, http, publicActions } from 'viem'
import { hardhat } from 'viem/chains'
import { isLocalChain } from '../deploy/guards.ts'
import { fiatToken } from '../deploy/modules/circle.ts'
import { company, type DemoKey, issuer } from './companies.ts'

/** Minor units of one DCNY. */
const yuan = 1_000_000n

/**
 * What the demo companies begin with: the bank has money to lend and the core enterprise money to pay with. The
 * suppliers begin with nothing; their first money is the price of a receivable.
 */
const openingBalances: readonly (readonly [DemoKey, bigint])[] = [
  ['jiangnan', 50_000_000n * yuan],
  ['donghai', 20_000_000n * yuan],
]

/**
 * Mints the opening balances.
 * @throws RangeError on a chain that is not local
 */
export async function seed(rpcUrl: string, deployment: Deployment): Promise<void> {
  if (!isLocalChain(deployment.chainId)) throw new RangeError('the demo exists on local chains only')
  const wallet = createWalletClient({ account: issuer, chain: hardhat, transport: http(rpcUrl) }).extend(publicActions)
  for (const [key, amount] of openingBalances) {
    const { address } = deployment.asset
    const hash = await wallet.writeContract({
      address,
      abi: fiatToken.abi,
      functionName: 'mint',
      args: [company(key).address, amount],
    })
    const receipt = await wallet.waitForTransactionReceipt({ hash, pollingInterval: 20 })
    if (receipt.status !== 'success') throw new Error(`could not mint the opening balance of ${key}`)
  }
}
