/** Units that went from one holding to another. */
export interface ProvenanceEdge {
  readonly from: string
  readonly to: string
  /** Tier of the units at the receiver. */
  readonly tier: number
  readonly units: bigint
  /** Sold to a bank's book: such units keep their tier, while units that are passed on rise by one. */
  readonly sold?: boolean
}

/** Units of one tier at one account now. */
export interface ProvenanceHolding {
  readonly account: string
  readonly tier: number
  readonly units: bigint
  /** Units that have been turned into money. */
  readonly redeemed: bigint
}

/** One holding with what it passed on. */
export interface ProvenanceNode extends ProvenanceHolding {
  readonly key: string
  /** Units that came over this branch; undefined at the root. */
  readonly received: bigint | undefined
  readonly children: readonly ProvenanceNode[]
  /** Already shown above with its branches: it received units from several sides. */
  readonly repeated: boolean
}

const keyOf = (account: string, tier: number) => `${account.toLowerCase()}:${tier}`

/**
 * Who passed or sold what to whom, from the supplier down. Tiers rise with every step but a sale, and a book passes
 * nothing on, so that the tree ends.
 * @param supplier holder of tier 0
 */
export function provenanceTree(
  supplier: string,
  holdings: readonly ProvenanceHolding[],
  edges: readonly ProvenanceEdge[],
): ProvenanceNode {
  const byKey = new Map(holdings.map((holding) => [keyOf(holding.account, holding.tier), holding]))
  const shown = new Set<string>()
  const build = (account: string, tier: number, received: bigint | undefined, path: string): ProvenanceNode => {
    const key = keyOf(account, tier)
    const repeated = shown.has(key)
    shown.add(key)
    const holding = byKey.get(key) ?? { account, tier, units: 0n, redeemed: 0n }
    const passedOn = repeated ? [] : edges.filter((edge) => leaves(edge, account, tier))
    const children = mergeByReceiver(passedOn).map((edge, index) =>
      build(edge.to, edge.tier, edge.units, `${path}.${index}`),
    )
    return { ...holding, key: path, received, children, repeated }
  }
  return build(supplier, 0, undefined, '0')
}

/** Whether an edge starts at the units of `tier` that `account` held. */
function leaves({ from, tier: arrival, sold }: ProvenanceEdge, account: string, tier: number): boolean {
  return arrival === (sold ? tier : tier + 1) && sameAccount(from, account)
}

function mergeByReceiver(edges: readonly ProvenanceEdge[]): readonly ProvenanceEdge[] {
  const merged = new Map<string, ProvenanceEdge>()
  for (const edge of edges) {
    const key = edge.to.toLowerCase()
    const earlier = merged.get(key)
    merged.set(key, earlier ? { ...earlier, units: earlier.units + edge.units } : edge)
  }
  return [...merged.values()]
}

function sameAccount(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase()
}
