import type { Deployment, ReceivableFieldsFragment } from '@tallystick/sdk'
import { describe, expect, it } from 'vitest'
import { receivablesCsv } from './export'

const deployment = { chainId: 31337, asset: { decimals: 6, symbol: 'DCNY' } } as Deployment
const receivable = {
  id: '0x0a00',
  debtor: '0xd0',
  supplier: '0x50',
  face: '356000000000',
  dueDay: 20_800,
  state: 'Open',
  contentHash: '0xcc',
  createdAt: '1795000000',
  transaction: '0xee',
} as unknown as ReceivableFieldsFragment

describe('the export of receivables', () => {
  it('writes amounts both exactly and readably, and where a line comes from', () => {
    const csv = receivablesCsv(
      [{ key: 'a', receivable, units: 142_400_000_001n, tier: 1, tokenId: 0x0a01n }],
      deployment,
    )
    const [head = '', line = ''] = csv.slice(1).split('\r\n')
    const values = Object.fromEntries(
      head.split(',').map((name, index) => [name, line.split('"').join('').split(',')[index]]),
    )
    expect(csv.startsWith('\uFEFF')).toBe(true)
    expect(line).toContain('"142,400.000001",142400000001,356000000000,DCNY,2026-12-13,Open')
    expect(values.chainId).toBe('31337')
    expect(values.receivableId).toBe('0x0a00')
    expect(values.tokenId).toBe(`0x${'0'.repeat(60)}0a01`)
  })
})
