import { describe, expect, it } from 'vitest'
import { provenanceTree } from './provenance'

const holding = (account: string, tier: number, units: bigint, redeemed = 0n) => ({ account, tier, units, redeemed })
const edge = (from: string, to: string, tier: number, units: bigint) => ({ from, to, tier, units })

describe('provenanceTree', () => {
  it('starts with the supplier alone', () => {
    expect(provenanceTree('s', [holding('s', 0, 10n)], [])).toMatchObject({
      units: 10n,
      children: [],
      received: undefined,
    })
  })

  it('follows the units tier by tier and adds up several deliveries', () => {
    const tree = provenanceTree(
      's',
      [holding('s', 0, 4n), holding('a', 1, 1n), holding('b', 2, 5n)],
      [edge('s', 'a', 1, 3n), edge('s', 'a', 1, 3n), edge('a', 'b', 2, 5n)],
    )
    expect(tree.children).toHaveLength(1)
    expect(tree.children[0]).toMatchObject({ account: 'a', received: 6n, units: 1n })
    expect(tree.children[0]?.children[0]).toMatchObject({ account: 'b', tier: 2, received: 5n })
  })

  it('follows units that were sold to a book, which keep their tier', () => {
    const sale = (from: string, tier: number, units: bigint) => ({ ...edge(from, 'desk', tier, units), sold: true })
    const tree = provenanceTree(
      's',
      [holding('s', 0, 3n), holding('desk', 0, 3n), holding('a', 1, 1n), holding('desk', 1, 3n)],
      [edge('s', 'a', 1, 4n), sale('s', 0, 1n), sale('s', 0, 2n), sale('a', 1, 3n)],
    )
    expect(tree.children.map(({ account, tier, received }) => [account, tier, received])).toEqual([
      ['a', 1, 4n],
      ['desk', 0, 3n],
    ])
    expect(tree.children[0]?.children[0]).toMatchObject({ account: 'desk', tier: 1, units: 3n, received: 3n })
  })

  it('shows a holding with two sources in full only once', () => {
    const tree = provenanceTree(
      's',
      [holding('c', 2, 4n)],
      [
        edge('s', 'a', 1, 2n),
        edge('s', 'b', 1, 2n),
        edge('a', 'c', 2, 2n),
        edge('b', 'c', 2, 2n),
        edge('c', 'd', 3, 1n),
      ],
    )
    const [viaA, viaB] = tree.children.map(({ children }) => children[0])
    expect(viaA).toMatchObject({ account: 'c', repeated: false })
    expect(viaA?.children).toHaveLength(1)
    expect(viaB).toMatchObject({ account: 'c', repeated: true, children: [] })
  })

  it('does not mix the same account on different tiers', () => {
    const tree = provenanceTree('s', [], [edge('s', 'a', 1, 2n), edge('a', 's', 2, 1n)])
    expect(tree.children[0]?.children[0]).toMatchObject({ account: 's', tier: 2, repeated: false })
  })
})
