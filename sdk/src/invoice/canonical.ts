import { TOTAL_NAMES, type TotalName } from './syntax.ts'

/** An identifier with the scheme that issued it (ISO 6523 ICD code such as `0088`), null where the file names none. */
export interface PartyId {
  readonly value: string
  readonly scheme: string | null
}

/** Seller (BG-4) or buyer (BG-7), as far as it could be read. */
export interface InvoiceParty {
  /** BT-27 / BT-44 */
  readonly name: string | null
  /** VAT identifier, BT-31 / BT-48 */
  readonly vatId: string | null
  /** Legal registration identifier, BT-30 / BT-47 */
  readonly legalId: PartyId | null
  /** Other identifiers, BT-29 / BT-46, in the order of the file */
  readonly ids: readonly PartyId[]
  /** ISO 3166-1 alpha-2, BT-40 / BT-55 */
  readonly country: string | null
}

/** A line (BG-25), reduced to what the totals are made of. */
export interface InvoiceLine {
  /** BT-126 */
  readonly id: string | null
  /** BT-131, in minor units of the invoice currency */
  readonly netAmount: bigint | null
}

/** What could be read from a file, complete or not. Amounts are in minor units of `currency`. */
export interface InvoiceDraft {
  readonly syntax: 'UBL' | 'CII'
  /** UNTDID 1001 code, BT-3 */
  readonly typeCode: string | null
  /** BT-1 as printed */
  readonly number: string | null
  /** BT-2, ISO 8601 day */
  readonly issueDate: string | null
  /** BT-9, ISO 8601 day; null where the invoice states none */
  readonly dueDate: string | null
  /** BT-5, ISO 4217 */
  readonly currency: string | null
  /** Decimals of the minor unit of `currency` */
  readonly currencyDecimals: number | null
  readonly seller: InvoiceParty
  readonly buyer: InvoiceParty
  /** BT-106, 109, 110, 112, 113, 114, 115; `prepaid` and `rounding` are zero where absent */
  readonly totals: Readonly<Record<TotalName, bigint | null>>
  readonly lines: readonly InvoiceLine[]
}

/** An invoice with everything that a receivable needs. The same invoice in UBL and in CII gives the same content. */
export interface CanonicalInvoice extends InvoiceDraft {
  readonly typeCode: string
  readonly number: string
  readonly issueDate: string
  readonly currency: string
  readonly currencyDecimals: number
  readonly seller: InvoiceParty & { readonly name: string }
  readonly buyer: InvoiceParty & { readonly name: string }
  readonly totals: Readonly<Record<TotalName, bigint | null>> & { readonly payable: bigint }
}

/**
 * Normalises an identifier for comparison: NFKC, upper case, no white space and no invisible characters. `-` and `/`
 * stay, as they distinguish numbers. Applying it twice changes nothing.
 */
export function normaliseIdentifier(text: string): string {
  // Composed again at the end, since taking out a space or a joiner can leave a letter next to its accent.
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}]/gu, '')
    .normalize('NFKC')
}

/** Prepares text for the screen: composed, single spaces, no characters that reorder or hide their neighbours. */
export function displayText(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\p{White_Space}+/gu, ' ')
    .replace(/[\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\p{Cc}]/gu, '')
    .trim()
}

/** The identifier by which the seller is known: BT-31, else BT-30, else the first BT-29 in alphabetical order. */
export function sellerIdOf(seller: InvoiceParty): string | null {
  const candidates = [seller.vatId, seller.legalId?.value, ...seller.ids.map(({ value }) => value).sort()]
  return candidates.map((id) => normaliseIdentifier(id ?? '')).find((id) => id !== '') ?? null
}

/** Builds the smallest natural key of an EN 16931 invoice: `EN16931|seller|number|year`. */
export function docKeyFor(sellerId: string, number: string, year: number): string {
  return ['EN16931', sellerId, number]
    .map((part) => escapeKeyPart(normaliseIdentifier(part)))
    .join('|')
    .concat(`|${year}`)
}

/** Without this a `|` inside a number could make two different invoices share a key. */
function escapeKeyPart(part: string): string {
  return part.replaceAll('%', '%25').replaceAll('|', '%7C')
}

/**
 * Serialises everything the debtor signs for beyond the key (parties, dates, currency, amounts) independent of syntax,
 * element order, letter case of identifiers and trailing zeros. Descriptions and payment details are left out: systems
 * word them differently in the two syntaxes, and they change nothing that is owed.
 */
export function canonicalContent(invoice: CanonicalInvoice): string {
  return canonicalJson({
    schema: 'tallystick.invoice.v1',
    typeCode: invoice.typeCode,
    number: normaliseIdentifier(invoice.number),
    issueDate: invoice.issueDate,
    dueDate: invoice.dueDate,
    currency: invoice.currency,
    seller: partyContent(invoice.seller),
    buyer: partyContent(invoice.buyer),
    totals: Object.fromEntries(TOTAL_NAMES.map((name) => [name, decimalString(invoice.totals[name])])),
    lines: invoice.lines
      .map(({ id, netAmount }) => `${normaliseIdentifier(id ?? '')}=${decimalString(netAmount)}`)
      .sort(),
  })
}

function partyContent(party: InvoiceParty) {
  return {
    name: displayText((party.name ?? '').normalize('NFKC')),
    vatId: normaliseIdentifier(party.vatId ?? ''),
    legalId: party.legalId ? idContent(party.legalId) : '',
    ids: party.ids.map(idContent).sort(),
    country: party.country ?? '',
  }
}

function idContent({ value, scheme }: PartyId): string {
  return `${normaliseIdentifier(scheme ?? '')}:${normaliseIdentifier(value)}`
}

function decimalString(amount: bigint | null): string | null {
  return amount === null ? null : amount.toString()
}

type Json = string | null | readonly Json[] | { readonly [key: string]: Json }

/** JSON with sorted keys and no white space: one text per value. */
function canonicalJson(value: Json): string {
  if (value === null || typeof value === 'string') return JSON.stringify(value)
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}
