/** Price and bounds for one debtor as the desk stores them; `version` is counted by the desk. */
export interface DebtorTerms {
  readonly discountBps: number
  readonly feeBps: number
  readonly advanceBps: number
  readonly maxTenorDays: number
  readonly minUnits: bigint
  readonly version: number
  readonly enabled: boolean
}

export type TermsField = Exclude<keyof DebtorTerms, 'version'>

/** Fields in the order of the form. */
export const TERMS_FIELDS: readonly TermsField[] = [
  'enabled',
  'discountBps',
  'feeBps',
  'advanceBps',
  'maxTenorDays',
  'minUnits',
]

/** Terms of a debtor that the desk does not know: it buys nothing. */
export const NO_TERMS: DebtorTerms = {
  discountBps: 0,
  feeBps: 0,
  advanceBps: 0,
  maxTenorDays: 0,
  minUnits: 0n,
  version: 0,
  enabled: false,
}

/** Fields that rise when terms get stricter. */
const STRICTER_WHEN_HIGHER: ReadonlySet<TermsField> = new Set(['discountBps', 'feeBps', 'minUnits'])

function isLooser(field: TermsField, from: DebtorTerms, to: DebtorTerms): boolean {
  if (field === 'enabled') return to.enabled && !from.enabled
  return STRICTER_WHEN_HIGHER.has(field) ? to[field] < from[field] : to[field] > from[field]
}

/** Fields in which `to` differs from `from`. */
export function changedFields(from: DebtorTerms, to: DebtorTerms): readonly TermsField[] {
  return TERMS_FIELDS.filter((field) => from[field] !== to[field])
}

/** Fields in which `to` is looser than `from`: these must be announced. */
export function looserFields(from: DebtorTerms, to: DebtorTerms): readonly TermsField[] {
  return TERMS_FIELDS.filter((field) => isLooser(field, from, to))
}

/** How a change reaches the desk: stricter terms at once, looser ones announced first. */
export type TermsRoute = 'none' | 'tightenTerms' | 'loosenTerms'

/** One looser field makes the whole change a loosening, as the desk takes terms as one. */
export function routeOf(from: DebtorTerms, to: DebtorTerms): TermsRoute {
  if (changedFields(from, to).length === 0) return 'none'
  return looserFields(from, to).length === 0 ? 'tightenTerms' : 'loosenTerms'
}
