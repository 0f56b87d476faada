import { expect, it } from 'vitest'
import { disclosureMessage } from './disclosure.ts'

it('asks for one merchant, at one platform, on one chain, at one moment', () => {
  const request = {
    merchant: '0x00000000000000000000000000000000000A11cE',
    platform: 'lantern-market',
    chainId: 31_337,
    timestamp: 1_795_363_200,
  } as const
  expect(disclosureMessage(request)).toBe(`Tallystick: give me the data that you hold and released about me.
Merchant: 0x00000000000000000000000000000000000a11ce
Platform: lantern-market
Chain: 31337
Time: 1795363200`)
})
