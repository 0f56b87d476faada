import type { XmlElement } from './xml.ts'

/** A value as it stands in the file, with what the file says about it. */
export interface RawField {
  /** Trimmed text; undefined when the element is absent or empty. */
  readonly value: string | undefined
  /** Identification scheme (`schemeID`), where stated. */
  readonly scheme?: string
  /** `currencyID` of an amount, where stated. */
  readonly currency?: string
  /** True when an element that may stand once stands several times. */
  readonly repeated: boolean
}

export interface RawParty {
  readonly present: boolean
  readonly name: RawField
  readonly vatId: RawField
  readonly legalId: RawField
  readonly ids: readonly RawField[]
  readonly country: RawField
}

/** Names of the document totals (BG-22) that are read, in the order in which they are computed. */
export const TOTAL_NAMES = [
  'lineTotal',
  'taxExclusive',
  'tax',
  'taxInclusive',
  'prepaid',
  'rounding',
  'payable',
] as const
export type TotalName = (typeof TOTAL_NAMES)[number]

export interface RawLine {
  readonly id: RawField
  readonly netAmount: RawField
}

/** What both syntaxes say about an invoice, before any of it is checked. */
export interface RawInvoice {
  readonly syntax: 'UBL' | 'CII'
  readonly typeCode: RawField
  readonly number: RawField
  readonly issueDate: RawField
  readonly dueDate: RawField
  readonly currency: RawField
  readonly seller: RawParty
  readonly buyer: RawParty
  readonly totals: Readonly<Record<TotalName, RawField>>
  readonly lines: readonly RawLine[]
}

/** A step of a path: namespace and local name. */
export type Step = readonly [uri: string, local: string]

/** All elements reached from `from` by `steps`. */
export function all(from: readonly XmlElement[], steps: readonly Step[]): readonly XmlElement[] {
  return steps.reduce<readonly XmlElement[]>(
    (elements, [uri, local]) =>
      elements.flatMap(({ children }) => children.filter((child) => child.uri === uri && child.local === local)),
    from,
  )
}

/** Reads the elements as one field: the first one's value, and whether there were more. */
export function field(elements: readonly XmlElement[], textOf: (element: XmlElement) => string = rawText): RawField {
  const [first] = elements
  if (!first) return { value: undefined, repeated: false }
  const value = textOf(first).trim()
  const scheme = first.attributes.get('schemeID')?.trim()
  const currency = first.attributes.get('currencyID')?.trim()
  return {
    value: value === '' ? undefined : value,
    repeated: elements.length > 1,
    ...(scheme ? { scheme } : {}),
    ...(currency ? { currency } : {}),
  }
}

function rawText(element: XmlElement): string {
  return element.text
}

/** The registered name (BT-27, BT-44), else the trading name (BT-28, BT-45), which some systems send alone. */
export function firstOf(preferred: RawField, fallback: RawField): RawField {
  return preferred.value === undefined ? fallback : preferred
}

/** The amounts stated in `currency`, where an amount may be repeated in the tax accounting currency (BT-110, BT-111). */
export function inCurrency(amounts: readonly XmlElement[], currency: string | undefined): readonly XmlElement[] {
  const stated = amounts.filter((amount) => amount.attributes.get('currencyID')?.trim() === currency)
  return stated.length > 0 ? stated : amounts
}
