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

/** A deployment with two banks and an address of its own for each contract, for tests on a mock chain. */
export const mockDeployment: Deployment = {
  ...placeholderDeployment,
  network: { manager: address(0xa1), members: address(0xa2), receivables: address(0xa3) },
  banks: [
    { name: 'Jiangnan Bank', nameZh: '江南银行', manager: address(0xb1), treasury: address(0xb2), desk: address(0xb3) },
    { name: 'Second Bank', nameZh: '第二银行', manager: address(0xc1), treasury: address(0xc2), desk: address(0xc3) },
  ],
  asset: { ...placeholderDeployment.asset, address: address(0xd1) },
}

/** The address with this number. */
export function address(number: number): `0x${string}` {
  return `0x${number.toString(16).padStart(40, '0')}`
}
