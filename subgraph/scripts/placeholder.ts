import type { Deployment } from '@tallystick/sdk'

const zero = `0x${'0'.repeat(40)}` as const

/** A deployment of one bank at address zero: enough to generate types, to compile and to ask for the API's schema. */
export const placeholderDeployment: Deployment = {
  name: 'local',
  chainId: 31337,
  genesisHash: `0x${'0'.repeat(64)}`,
  startBlock: 0,
  pepper: `0x${'0'.repeat(64)}`,
  network: { manager: zero, members: zero, receivables: zero },
  banks: [{ name: 'Bank', nameZh: '银行', manager: zero, treasury: zero, desk: zero }],
  asset: { address: zero, symbol: 'DCNY', name: 'Digital Yuan', currency: 'CNY', decimals: 6, version: '2' },
  local: true,
}
