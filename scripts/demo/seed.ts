import type { Deployment } from '@tallystick/sdk'
import { isLocalChain } from '../deploy/guards.ts'
import { fiatToken } from '../deploy/modules/circle.ts'
import { company, type DemoKey, issuer } from './companies.ts'
import { senderOf } from './sender.ts'

/** Minor units of one DCNY. */
const yuan = 1_000_000n

/**
 * What the demo companies begin with: the bank has money to lend and the core enterprise money to pay with; the merchants
 * have a little, for the interest, and the lessee has deposits and rents to pay. The suppliers begin with nothing: their first money is the price of a receivable.
 */
const openingBalances: readonly (readonly [DemoKey, bigint])[] = [
  ['jiangnan', 50_000_000n * yuan],
  ['donghai', 20_000_000n * yuan],
  ['qingteng', 50_000n * yuan],
  ['lubang', 5_000n * yuan],
  ['hengtong', 3_000_000n * yuan],
]

/**
 * Mints the opening balances.
 * @throws RangeError on a chain that is not local
 */
export async function seed(rpcUrl: string, deployment: Deployment): Promise<void> {
  if (!isLocalChain(deployment.chainId)) throw new RangeError('the demo exists on local chains only')
  const send = senderOf(rpcUrl, issuer)
  const { address } = deployment.asset
  for (const [key, amount] of openingBalances) {
    await send({ address, abi: fiatToken.abi, functionName: 'mint', args: [company(key).address, amount] })
  }
}
