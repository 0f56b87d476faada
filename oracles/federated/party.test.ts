import type { KeyObject } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { keyPairOf } from './keys.ts'
import { decodeVector } from './masking.ts'
import type { InputRequest, SharedSecrets, SignedKeys } from './messages.ts'
import { hashOf, Party } from './party.ts'
import { recoverSecret, type Share } from './shamir.ts'
import { constant, type TestFederation, testFederation } from './testing/federation.ts'

const task = { kind: 'histogram' } as const
let federation: TestFederation
let a: Party
let b: Party
let c: Party

beforeEach(() => {
  federation = testFederation({ a: constant(1, -2), b: constant(10, 20), c: constant(100, 200) }, 2)
  ;[a, b, c] = federation.parties as [Party, Party, Party]
})

/** The keys of all parties for a round. */
function rosterOf(round: number): Promise<SignedKeys[]> {
  return Promise.all(federation.parties.map((party) => party.keys(round)))
}

/** Steps 1 and 2; what each party gets in step 3. */
async function shareOut(round: number) {
  const roster = await rosterOf(round)
  const shared = new Map<string, SharedSecrets>()
  for (const party of federation.parties) shared.set(party.id, await party.shares(round, roster))
  const requestTo = (id: string): InputRequest => ({
    letters: Object.fromEntries(
      [...shared].filter(([from]) => from !== id).map(([from, { letters }]) => [from, letters[id] as string]),
    ),
    task,
  })
  return { roster, shared, requestTo }
}

describe('a party', () => {
  it('hides its sums, differently in every round', async () => {
    const seen = []
    for (const round of [1, 2]) {
      const { requestTo } = await shareOut(round)
      seen.push([...(decodeVector((await a.input(round, requestTo('a'))).vector, 2) ?? [])])
    }
    expect(seen.flat()).not.toContain(1n)
    expect(new Set(seen.flat()).size).toBe(4)
  })

  it('goes through a round once, and never back to an earlier one', async () => {
    const roster = await rosterOf(5)
    await expect(a.keys(5)).rejects.toThrow('round 5 is not after round 5: a replayed message')
    await expect(a.keys(4)).rejects.toThrow('a replayed message')
    await expect(a.input(5, { letters: {}, task })).rejects.toThrow('"input" does not follow "keys"')
    await expect(a.shares(4, roster)).rejects.toThrow('round 4 is not the current one')
    await a.shares(5, roster)
    await expect(a.shares(5, roster)).rejects.toThrow('out of order, or a replayed message')
  })

  it('shows its shares once', async () => {
    const { requestTo } = await shareOut(1)
    await a.input(1, requestTo('a'))
    await a.reveal(1, ['a', 'b', 'c'])
    await expect(a.reveal(1, ['a', 'b'])).rejects.toThrow('a replayed message')
  })

  it('refuses letters of an earlier round, of somebody else and to somebody else', async () => {
    const earlier = await shareOut(1)
    const { requestTo } = await shareOut(2)
    await expect(a.input(2, earlier.requestTo('a'))).rejects.toThrow(
      'the letter from b is damaged, or not of this round',
    )
    await expect(b.input(2, requestTo('a'))).rejects.toThrow('b is not in this round')
    const swapped = requestTo('c').letters
    await expect(c.input(2, { letters: { a: swapped.b as string, b: swapped.a as string }, task })).rejects.toThrow(
      'the letter from a is damaged',
    )
  })

  it('refuses keys that are not signed by a party of the federation for this round', async () => {
    const [old] = await rosterOf(1)
    const [ofA, ofB, ofC] = (await rosterOf(2)) as [SignedKeys, SignedKeys, SignedKeys]
    const stranger = await testFederation({ b: constant(), x: constant() }, 2).parties[0]?.keys(2)
    const refusal = (roster: unknown[]) => expect(a.shares(2, roster as SignedKeys[])).rejects
    await refusal([ofA, { ...ofB, maskKey: ofC.maskKey }, ofC]).toThrow('the keys of b are not signed by it')
    await a.keys(3)
    await expect(a.shares(3, [{ ...(old as SignedKeys) }, ofB])).rejects.toThrow('the keys that it gave')
    const own = await a.keys(4)
    await expect(a.shares(4, [own, stranger as SignedKeys])).rejects.toThrow('the keys of b are not signed by it')
  })

  it.each([
    ['alone', (own: SignedKeys) => [own], '1 parties are too few: 2 are needed'],
    ['twice', (own: SignedKeys) => [own, own], 'a party is in the roster twice'],
  ])('does not take part %s', async (_, roster, message) => {
    await expect(a.shares(1, roster(await a.keys(1)))).rejects.toThrow(message)
  })

  it('does not hide behind fewer masks than agreed, nor open for too few', async () => {
    const { requestTo } = await shareOut(1)
    await expect(a.input(1, { letters: {}, task })).rejects.toThrow('1 parties are too few')
    await b.input(1, requestTo('b'))
    await expect(b.reveal(1, ['b', 'b'])).rejects.toThrow('a survivor is named twice')
    await c.input(1, requestTo('c'))
    await expect(c.reveal(1, ['c'])).rejects.toThrow('1 parties are too few')
  })

  it('cannot be opened by a coordinator that tells two stories', async () => {
    const { roster, shared, requestTo } = await shareOut(1)
    for (const party of federation.parties) await party.input(1, requestTo(party.id))
    // To a and c it says that c arrived, to b that c dropped out.
    const told = [await a.reveal(1, ['a', 'b', 'c']), await b.reveal(1, ['a', 'b']), await c.reveal(1, ['a', 'b', 'c'])]
    const seedShares = told.flatMap(({ seeds }) => (seeds.c ? [seeds.c] : []))
    const keyShares = told.flatMap(({ maskKeys }) => (maskKeys.c ? [maskKeys.c] : []))
    expect(hashOf(recoverSecret(seedShares, 32))).toBe(shared.get('c')?.seedHash)
    expect(keyShares).toHaveLength(1)
    expect(keyOf(keyShares)).not.toBe(roster[2]?.maskKey)
  })

  it('is only made for a federation that protects it', () => {
    const identity = federation.identities.get('a') as KeyObject
    const make = (id: string, threshold: number) => () =>
      new Party(id, { ...federation.federation, threshold }, identity, constant())
    expect(make('a', 1)).toThrow('at least 2 and above half of the 3 parties')
    expect(make('a', 4)).toThrow('at least 2 and above half of the 3 parties')
    expect(make('stranger', 2)).toThrow('stranger is no party of this federation')
  })
})

/** Public key of what the shares give, as far as they give anything. */
function keyOf(shares: readonly Share[]): string | undefined {
  try {
    return keyPairOf(recoverSecret(shares, 32)).publicKey
  } catch {
    return undefined
  }
}
