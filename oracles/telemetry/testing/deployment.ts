import { type Address, type Hex, zeroHash } from 'viem'
import { TEST_DOMAIN } from './fleet.ts'

/** Stands for all contracts that a test does not ask anything. */
export const SOME_CONTRACT: Address = '0x00000000000000000000000000000000000000b1'

/** A deployment file with one bank, whose devices sign for the domain of the test fleet. */
export function deploymentOf(genesisHash: Hex): unknown {
  const bank = Object.fromEntries(
    [
      ...['manager', 'treasury', 'desk', 'models', 'scoreOracle', 'policy', 'lines', 'meter', 'leaseOffers'],
      ...['leases', 'immobiliser', 'deviceOracle'],
    ].map((name) => [name, SOME_CONTRACT]),
  )
  return {
    ...{ name: 'test', chainId: 31_337, genesisHash, startBlock: 1, pepper: zeroHash, platforms: [], local: true },
    network: {
      ...{ manager: SOME_CONTRACT, members: SOME_CONTRACT, receivables: SOME_CONTRACT, consents: SOME_CONTRACT },
      devices: TEST_DOMAIN.verifyingContract,
    },
    banks: [{ name: 'Bank', nameZh: '银行', ...bank }],
    telemetry: { url: '/telemetry' },
    asset: { address: SOME_CONTRACT, symbol: 'DCNY', name: 'DCNY', currency: 'CNY', decimals: 6, version: '1' },
  }
}
