import { describe, expect, it } from 'vitest'
import { type Deployment, DeploymentError, parseDeployment } from './deployment.ts'
import { LOCAL_PEPPER } from './invoice/fingerprint.ts'
import { providerIdOf } from './provider.ts'

const address = (digit: string) => `0x${digit.repeat(40)}` as const

const DEPLOYMENT: Deployment = {
  name: 'local',
  chainId: 31_337,
  genesisHash: `0x${'ab'.repeat(32)}`,
  startBlock: 0,
  pepper: LOCAL_PEPPER,
  network: {
    manager: address('1'),
    members: address('2'),
    receivables: address('3'),
    consents: address('8'),
    devices: address('d'),
  },
  banks: [
    {
      name: 'Jiangnan Bank',
      nameZh: '江南银行',
      manager: address('4'),
      treasury: address('5'),
      desk: address('6'),
      models: address('9'),
      scoreOracle: address('a'),
      policy: address('b'),
      lines: address('c'),
      meter: address('e'),
      leaseOffers: address('f'),
      leases: '0x1010101010101010101010101010101010101010',
      immobiliser: '0x1212121212121212121212121212121212121212',
      deviceOracle: '0x1313131313131313131313131313131313131313',
    },
  ],
  platforms: [
    {
      id: providerIdOf('lantern-market'),
      slug: 'lantern-market',
      name: 'Lantern Market',
      nameZh: '灯市商城',
      url: '/platforms/lantern-market',
    },
  ],
  telemetry: { url: '/telemetry' },
  asset: {
    address: address('7'),
    symbol: 'DCNY',
    name: 'Digital Yuan (local)',
    currency: 'CNY',
    decimals: 6,
    version: '2',
  },
  local: true,
}

describe('parseDeployment', () => {
  it('reads what was written as JSON, and drops what it does not know', () => {
    const json: unknown = JSON.parse(JSON.stringify({ ...DEPLOYMENT, comment: 'x' }))
    expect(parseDeployment(json)).toEqual(DEPLOYMENT)
  })

  it.each<[unknown, string]>([
    [null, 'deployment must be an object'],
    [[], 'deployment must be an object'],
    [{ ...DEPLOYMENT, name: '' }, 'deployment.name must be a non-empty string'],
    [{ ...DEPLOYMENT, chainId: '1' }, 'deployment.chainId must be a whole number from 0'],
    [{ ...DEPLOYMENT, startBlock: -1 }, 'deployment.startBlock must be a whole number from 0'],
    [{ ...DEPLOYMENT, pepper: '0x12' }, 'deployment.pepper must be 32 bytes (0x and 64 hex digits)'],
    [{ ...DEPLOYMENT, network: undefined }, 'deployment.network must be an object'],
    [
      { ...DEPLOYMENT, network: { ...DEPLOYMENT.network, members: '0x1' } },
      'deployment.network.members must be an address (0x and 40 hex digits)',
    ],
    [{ ...DEPLOYMENT, banks: {} }, 'deployment.banks must be a list'],
    [{ ...DEPLOYMENT, banks: [{}] }, 'deployment.banks[0].name must be a non-empty string'],
    [{ ...DEPLOYMENT, platforms: undefined }, 'deployment.platforms must be a list'],
    [
      { ...DEPLOYMENT, platforms: [{ ...DEPLOYMENT.platforms[0], slug: 'tongda-pay' }] },
      'deployment.platforms[0].id must be the keccak256 of "tongda-pay"',
    ],
    [
      { ...DEPLOYMENT, network: { ...DEPLOYMENT.network, devices: undefined } },
      'deployment.network.devices must be an address (0x and 40 hex digits)',
    ],
    [
      { ...DEPLOYMENT, banks: [{ ...DEPLOYMENT.banks[0], deviceOracle: '' }] },
      'deployment.banks[0].deviceOracle must be an address (0x and 40 hex digits)',
    ],
    [{ ...DEPLOYMENT, telemetry: undefined }, 'deployment.telemetry must be an object'],
    [{ ...DEPLOYMENT, telemetry: { url: 8080 } }, 'deployment.telemetry.url must be a non-empty string'],
    [
      { ...DEPLOYMENT, asset: { ...DEPLOYMENT.asset, decimals: 6.5 } },
      'deployment.asset.decimals must be a whole number from 0',
    ],
    [{ ...DEPLOYMENT, local: 'yes' }, 'deployment.local must be true or false'],
  ])('names the entry that is wrong (%#)', (json, message) => {
    expect(() => parseDeployment(json)).toThrow(new DeploymentError(message))
  })
})
