import { describe, expect, it } from 'vitest'
import { AggregationError } from './coordinator.ts'
import { encodeVector } from './masking.ts'
import type { PartyClient } from './messages.ts'
import type { Party } from './party.ts'
import { constant, tampered, testFederation } from './testing/federation.ts'

const task = { kind: 'histogram' } as const
const values = { a: constant(1, -2), b: constant(10, 20), c: constant(100, 200) }

function gone(): Promise<never> {
  return Promise.reject(new Error('gone'))
}

/** A federation of three in which one party behaves differently. */
function withParty(id: string, changes: (party: Party) => Partial<PartyClient>) {
  return testFederation(values, 2).coordinate((party) => (party.id === id ? tampered(party, changes(party)) : party))
}

const signed = (sum: BigUint64Array) => [...sum].map((value) => Number(BigInt.asIntN(64, value)))

describe('the total', () => {
  it('is the sum of what the parties hide, round after round', async () => {
    const coordinator = testFederation(values, 2).coordinate()
    for (let round = 0; round < 3; round++) {
      const { sum, parties } = await coordinator.total(task, 2)
      expect(signed(sum)).toEqual([111, 218])
      expect(parties).toEqual(['a', 'b', 'c'])
    }
    expect(coordinator.dropOuts).toEqual([])
  })

  it('is right for two and for seven parties', async () => {
    const two = await testFederation({ a: constant(5), b: constant(6) }, 2)
      .coordinate()
      .total(task, 1)
    expect(signed(two.sum)).toEqual([11])
    const names = ['g', 'c', 'a', 'f', 'b', 'e', 'd']
    const seven = testFederation(Object.fromEntries(names.map((name, k) => [name, constant(k)])), 4)
    expect(signed((await seven.coordinate().total(task, 1)).sum)).toEqual([21])
  })

  it.each(['a', 'b', 'c'])('leaves out %s when it drops out before its sums arrive', async (id) => {
    const others = Object.entries({ a: 1, b: 10, c: 100 }).filter(([name]) => name !== id)
    const expected = others.reduce((sum, [, value]) => sum + value, 0)
    for (const step of ['keys', 'shares', 'input'] as const) {
      const coordinator = withParty(id, () => ({ [step]: gone }))
      const { sum, parties } = await coordinator.total(task, 2)
      expect(signed(sum)[0]).toBe(expected)
      expect(parties).toEqual(others.map(([name]) => name))
      expect(coordinator.dropOuts).toEqual([{ party: id, round: 1, step, reason: 'gone' }])
      expect(signed((await coordinator.total(task, 2)).sum)[0]).toBe(expected)
    }
  })

  it.each(['a', 'b', 'c'])('holds %s when it drops out after its sums arrived', async (id) => {
    const coordinator = withParty(id, () => ({ reveal: gone }))
    expect(signed((await coordinator.total(task, 2)).sum)).toEqual([111, 218])
    expect(coordinator.dropOuts).toMatchObject([{ party: id, step: 'reveal' }])
  })

  it('survives one of five at each of two steps', async () => {
    const names = ['a', 'b', 'c', 'd', 'e']
    const five = testFederation(Object.fromEntries(names.map((name, k) => [name, constant(10 ** k)])), 3)
    const coordinator = five.coordinate((party) => {
      if (party.id === 'b') return tampered(party, { input: gone })
      return party.id === 'd' ? tampered(party, { reveal: gone }) : party
    })
    expect(signed((await coordinator.total(task, 1)).sum)).toEqual([11_101])
  })

  it('leaves out who takes too long or lies about the length', async () => {
    const silent = withParty('b', () => ({ input: () => new Promise(() => {}) }))
    expect(signed((await silent.total(task, 2)).sum)).toEqual([101, 198])
    expect(silent.dropOuts[0]?.reason).toBe('no answer within 200 ms')
    const liar = withParty('b', () => ({ input: async () => ({ vector: encodeVector(BigUint64Array.of(1n)) }) }))
    expect(signed((await liar.total(task, 2)).sum)).toEqual([101, 198])
    expect(liar.dropOuts[0]?.reason).toBe('sent a vector of another length than 2')
  })

  it('leaves out who repeats an earlier answer', async () => {
    const first = new Map<string, unknown>()
    const repeated = withParty('c', (party) => ({
      keys: async (round) => {
        if (!first.has('keys')) first.set('keys', await party.keys(round))
        return first.get('keys') as Awaited<ReturnType<Party['keys']>>
      },
    }))
    expect(signed((await repeated.total(task, 2)).sum)).toEqual([111, 218])
    // The others notice that the keys are not signed for the second round.
    await expect(repeated.total(task, 2)).rejects.toThrow('the keys of c are not signed by it for this round')
  })

  it('is refused when shares are false, with the name of whose they are', async () => {
    const change = (share: { x: number; y: string } | undefined) => ({ x: share?.x ?? 0, y: `${'0'.repeat(131)}1` })
    const falseSeeds = withParty('b', (party) => ({
      reveal: async (round, survivors) => {
        const { seeds, maskKeys } = await party.reveal(round, survivors)
        return { seeds: { ...seeds, a: change(seeds.a) }, maskKeys }
      },
    }))
    await expect(falseSeeds.total(task, 2)).rejects.toThrow(/^the shares of a('s mask)? are false$/)
  })

  it('is refused when too few are left, and says who failed when', async () => {
    const coordinator = testFederation(values, 2).coordinate((party) =>
      party.id === 'c' ? party : tampered(party, { input: gone }),
    )
    await expect(coordinator.total(task, 2)).rejects.toThrow(
      new AggregationError(
        '1 parties are left, 2 are needed (a at "input" of round 1: gone; b at "input" of round 1: gone)',
      ),
    )
  })
})
