import * as v from 'valibot'

/** What the list shows; lives in the address so that a filtered list can be shared. */
export const ReceivablesSearch = v.object({
  /** `mine`: held by the connected company; `all`: the whole register. */
  view: v.optional(v.fallback(v.picklist(['mine', 'all']), 'mine')),
  state: v.optional(v.fallback(v.picklist(['any', 'Open', 'Overdue', 'Settled']), 'any')),
})

export type ReceivablesFilter = v.InferOutput<typeof ReceivablesSearch>

export type ReceivablesState = NonNullable<ReceivablesFilter['state']>
