import type { BankDeployment, Deployment } from '@tallystick/sdk'

const zero = `0x${'0'.repeat(40)}` as const

/** A deployment of one bank at address zero: enough to generate types, to compile and to ask for the API's schema. */
export const placeholderDeployment: Deployment = {
  name: 'local',
  chainId: 31337,
  genesisHash: `0x${'0'.repeat(64)}`,
  startBlock: 0,
  pepper: `0x${'0'.repeat(64)}`,
  network: { manager: zero, members: zero, receivables: zero, consents: zero, devices: zero },
  banks: [bankAt('Bank', '银行', () => zero)],
  platforms: [],
  telemetry: { url: '/telemetry' },
  asset: { address: zero, symbol: 'DCNY', name: 'Digital Yuan', currency: 'CNY', decimals: 6, version: '2' },
  local: true,
}

/** A deployment with two banks and an address of its own for each contract, for tests on a mock chain. */
export const mockDeployment: Deployment = {
  ...placeholderDeployment,
  network: {
    manager: address(0xa1),
    members: address(0xa2),
    receivables: address(0xa3),
    consents: address(0xa4),
    devices: address(0xa5),
  },
  banks: [
    bankAt('Jiangnan Bank', '江南银行', (part) => address(0xb0 + part)),
    bankAt('Second Bank', '第二银行', (part) => address(0xc0 + part)),
  ],
  asset: { ...placeholderDeployment.asset, address: address(0xd1) },
}

function bankAt(name: string, nameZh: string, at: (part: number) => `0x${string}`): BankDeployment {
  return {
    name,
    nameZh,
    manager: at(1),
    treasury: at(2),
    desk: at(3),
    models: at(4),
    scoreOracle: at(5),
    policy: at(6),
    lines: at(7),
    meter: at(8),
    leaseOffers: at(9),
    leases: at(10),
    immobiliser: at(11),
    deviceOracle: at(12),
  }
}

/** The address with this number. */
export function address(number: number): `0x${string}` {
  return `0x${number.toString(16).padStart(40, '0')}`
}
