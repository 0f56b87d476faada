import type { Hex } from 'viem'
import { type CanonicalInvoice, type InvoiceDraft, type InvoiceParty, type PartyId, sellerIdOf } from './canonical.ts'
import { CII_INVOICE, readCii } from './cii.ts'
import { currencyDecimals } from './currencies.ts'
import { FieldReader } from './fields.ts'
import { type InvoiceKeys, invoiceKeys } from './fingerprint.ts'
import { InvoiceError, type InvoiceProblem, refuse } from './problems.ts'
import type { RawField, RawInvoice, RawParty } from './syntax.ts'
import { readUbl, UBL_CREDIT_NOTE, UBL_INVOICE } from './ubl.ts'
import { readXml, type XmlElement } from './xml.ts'

/** A readable invoice with the keys under which the register knows it. */
export type ParsedInvoice = CanonicalInvoice & InvoiceKeys

export interface ParseOptions {
  /** The network's domain separator, from its deployment file; the local network's when absent. */
  readonly pepper?: Hex
}

/** What a file contains and what is wrong with it: an invoice, or at least one problem. */
export type Inspection = ReadableInvoice | RefusedInvoice

export interface ReadableInvoice {
  readonly invoice: ParsedInvoice
  readonly draft: InvoiceDraft
  readonly problems: readonly []
}

export interface RefusedInvoice {
  readonly invoice?: undefined
  /** What could be read, for showing it beside the problems; absent when the file is no invoice at all. */
  readonly draft?: InvoiceDraft
  readonly problems: readonly [InvoiceProblem, ...InvoiceProblem[]]
}

// UNTDID 1001 codes that EN 16931 allows, without 325 (proforma), which asks for no payment.
const INVOICE_TYPES = new Set(
  (
    '80 82 84 130 202 203 204 211 218 219 295 326 331 380 382 383 384 385 386 387 388 389 390 393 394 395 456 457 ' +
    '527 553 575 623 633 751 780 817 870 875 876 877 935'
  ).split(' '),
)
const CREDIT_NOTE_TYPES = new Set('81 83 261 262 296 308 381 396 420 458 532'.split(' '))

/**
 * Reads a UBL 2.1 or UN/CEFACT CII invoice (EN 16931).
 * @param xml the file's bytes (UTF-8, or UTF-16 with a byte order mark) or its decoded text
 * @throws InvoiceError with one problem per field that is missing or wrong
 */
export function parseInvoice(xml: string | Uint8Array, options: ParseOptions = {}): ParsedInvoice {
  const { invoice, problems } = inspectInvoice(xml, options)
  if (invoice) return invoice
  throw new InvoiceError(problems)
}

/** Like {@link parseInvoice}, but returns the problems beside what could be read instead of throwing. */
export function inspectInvoice(xml: string | Uint8Array, { pepper }: ParseOptions = {}): Inspection {
  try {
    const fields = new FieldReader()
    const draft = readDraft(readSyntax(readXml(xml)), fields)
    const [first, ...others] = fields.problems
    if (first) return { draft, problems: [first, ...others] }
    // Every mandatory field that is null has been reported, so a draft without problems is complete.
    const invoice = draft as CanonicalInvoice
    return { invoice: { ...invoice, ...invoiceKeys(invoice, pepper) }, draft, problems: [] }
  } catch (error) {
    if (error instanceof InvoiceError) return { problems: error.problems }
    throw error
  }
}

function readSyntax(root: XmlElement): RawInvoice {
  const invoice = readRoot(root)
  const type = invoice.typeCode.value
  if (type !== undefined && CREDIT_NOTE_TYPES.has(type)) refuse('credit_note', `type ${type}`)
  if (type !== undefined && !INVOICE_TYPES.has(type)) refuse('not_an_invoice', `type ${type}`)
  return invoice
}

function readRoot(root: XmlElement): RawInvoice {
  if (root.uri === UBL_INVOICE && root.local === 'Invoice') return readUbl(root)
  if (root.uri === CII_INVOICE && root.local === 'CrossIndustryInvoice') return readCii(root)
  if (root.uri === UBL_CREDIT_NOTE && root.local === 'CreditNote') return refuse('credit_note')
  return refuse('not_an_invoice', `{${root.uri}}${root.local}`)
}

function readDraft(raw: RawInvoice, fields: FieldReader): InvoiceDraft {
  const currency = fields.currency(raw.currency)
  const draft = {
    syntax: raw.syntax,
    typeCode: fields.text(raw.typeCode, 'typeCode', 'missing_type'),
    number: fields.text(raw.number, 'number', 'missing_number'),
    issueDate: fields.date(raw.issueDate, 'issueDate', 'missing_issue_date'),
    dueDate: fields.date(raw.dueDate, 'dueDate'),
    currency,
    currencyDecimals: currencyDecimals(currency ?? '') ?? null,
    seller: readParty(raw.seller, 'seller', fields),
    buyer: readParty(raw.buyer, 'buyer', fields),
    totals: readTotals(raw, currency, fields),
    lines: raw.lines.map((line, index) => ({
      id: fields.text(line.id, `lines[${index}].id`),
      netAmount: fields.amount(line.netAmount, `lines[${index}].netAmount`, currency),
    })),
  }
  if (draft.seller.name !== null && sellerIdOf(draft.seller) === null) fields.report('missing_seller_id', 'seller')
  return draft
}

function readParty(raw: RawParty, role: 'seller' | 'buyer', fields: FieldReader): InvoiceParty {
  return {
    name: fields.text(raw.name, raw.present ? `${role}.name` : role, `missing_${role}`),
    vatId: fields.text(raw.vatId, `${role}.vatId`),
    legalId: readId(raw.legalId, `${role}.legalId`, fields),
    ids: raw.ids.flatMap((id, index) => readId(id, `${role}.ids[${index}]`, fields) ?? []),
    country: fields.text(raw.country, `${role}.country`),
  }
}

function readId(raw: RawField, field: string, fields: FieldReader): PartyId | null {
  const value = fields.text(raw, field)
  return value === null ? null : { value, scheme: raw.scheme ?? null }
}

function readTotals({ totals }: RawInvoice, currency: string | null, fields: FieldReader): InvoiceDraft['totals'] {
  const optional = (name: keyof typeof totals) => fields.amount(totals[name], `totals.${name}`, currency)
  const [taxExclusive, taxInclusive] = [optional('taxExclusive'), optional('taxInclusive')]
  const payable = fields.amount(totals.payable, 'totals.payable', currency, 'missing_total')
  if (payable !== null && payable < 0n) fields.report('negative_total', 'totals.payable', totals.payable.value)
  if (payable === 0n) fields.report('zero_total', 'totals.payable')
  return {
    lineTotal: optional('lineTotal'),
    taxExclusive,
    tax: optional('tax') ?? difference(taxInclusive, taxExclusive),
    taxInclusive,
    prepaid: optional('prepaid') ?? 0n,
    rounding: optional('rounding') ?? 0n,
    payable,
  }
}

/** The tax total may be left out where no tax is due; it is then what the other two totals say. */
function difference(inclusive: bigint | null, exclusive: bigint | null): bigint | null {
  return inclusive === null || exclusive === null ? null : inclusive - exclusive
}
