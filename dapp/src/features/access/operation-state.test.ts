import { type Deployment, LOCAL_PEPPER, treasuryAbi } from '@tallystick/sdk'
import { encodeFunctionData, pad } from 'viem'
import { describe, expect, it } from 'vitest'
import { decodeOperation } from './describe-operation'
import { EXECUTION_WINDOW, stageOf } from './operation-state'

describe('stageOf', () => {
  const schedule = 1_000n
  it.each([
    [999n, 'waiting'],
    [1_000n, 'due'],
    [schedule + EXECUTION_WINDOW - 1n, 'due'],
    [schedule + EXECUTION_WINDOW, 'lapsed'],
  ] as const)('at %s', (now, stage) => expect(stageOf('Scheduled', schedule, now)).toBe(stage))

  it('knows what is over', () => {
    expect(stageOf('Executed', schedule, 0n)).toBe('executed')
    expect(stageOf('Canceled', schedule, 0n)).toBe('canceled')
  })
})

const address = (byte: number) => pad(`0x${byte.toString(16).padStart(2, '0')}`, { size: 20 })
const deployment: Deployment = {
  name: 'test',
  chainId: 31337,
  genesisHash: LOCAL_PEPPER,
  startBlock: 0,
  pepper: LOCAL_PEPPER,
  network: {
    manager: address(1),
    members: address(2),
    receivables: address(3),
    consents: address(8),
    devices: address(18),
  },
  banks: [
    {
      name: 'Bank',
      nameZh: '银行',
      manager: address(4),
      treasury: address(5),
      desk: address(6),
      models: address(9),
      scoreOracle: address(10),
      policy: address(11),
      lines: address(12),
      meter: address(13),
      leaseOffers: address(14),
      leases: address(15),
      immobiliser: address(16),
      deviceOracle: address(17),
    },
  ],
  platforms: [],
  telemetry: { url: '/telemetry' },
  asset: { address: address(7), symbol: 'DCNY', name: 'Yuan', currency: 'CNY', decimals: 6, version: '2' },
  local: true,
}

describe('decodeOperation', () => {
  const data = encodeFunctionData({ abi: treasuryAbi, functionName: 'raiseObligorLimit', args: [201, 5n] })

  it('reads a call by the ABI of its target', () => {
    expect(decodeOperation(deployment, address(5), data)).toEqual({
      functionName: 'raiseObligorLimit',
      args: [201, 5n],
    })
  })

  it('leaves strangers and unknown functions alone', () => {
    expect(decodeOperation(deployment, address(9), data)).toBeUndefined()
    expect(decodeOperation(deployment, address(2), data)).toBeUndefined()
  })
})
