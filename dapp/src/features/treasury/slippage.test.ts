import { describe, expect, it } from 'vitest'
import { minimumExit, sharesFor } from './slippage'

describe('minimumExit', () => {
  it('leaves a tenth of a percent', () => expect(minimumExit(1_000_000n)).toBe(999_000n))
  it('rounds down', () => expect(minimumExit(1n)).toBe(0n))
})

describe('sharesFor', () => {
  it('rounds up, so that the exit pays at least the wish', () => expect(sharesFor(10n, 100n, 30n)).toBe(34n))
  it('never asks for more than there is', () => expect(sharesFor(31n, 100n, 30n)).toBe(100n))
  it('is nothing while shares are worth nothing', () => expect(sharesFor(10n, 100n, 0n)).toBe(0n))
})
