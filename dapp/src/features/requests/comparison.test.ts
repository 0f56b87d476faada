import { type ParsedInvoice, parseInvoice, termsOf } from '@tallystick/sdk'
import { describe, expect, test } from 'vitest'
import { compareWithCopy } from './comparison'

const asset = {
  address: '0x00000000000000000000000000000000000000aa',
  symbol: 'DCNY',
  name: 'Digital Yuan (local)',
  currency: 'CNY',
  decimals: 6,
  version: '2',
} as const
const context = {
  supplier: '0x0000000000000000000000000000000000000001',
  debtor: '0x0000000000000000000000000000000000000002',
  asset,
  penaltyBps: 0,
  profile: 1,
  documentHash: `0x${'11'.repeat(32)}`,
} as const

function invoiceOver(amount: string): ParsedInvoice {
  return parseInvoice(`<?xml version="1.0"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
  xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
  xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
  <cbc:ID>T-1</cbc:ID><cbc:IssueDate>2026-11-01</cbc:IssueDate><cbc:DueDate>2027-01-31</cbc:DueDate>
  <cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:DocumentCurrencyCode>CNY</cbc:DocumentCurrencyCode>
  <cac:AccountingSupplierParty><cac:Party>
    <cac:PartyTaxScheme><cbc:CompanyID>CN1</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>
    <cac:PartyLegalEntity><cbc:RegistrationName>Seller</cbc:RegistrationName></cac:PartyLegalEntity>
  </cac:Party></cac:AccountingSupplierParty>
  <cac:AccountingCustomerParty><cac:Party>
    <cac:PartyLegalEntity><cbc:RegistrationName>Buyer</cbc:RegistrationName></cac:PartyLegalEntity>
  </cac:Party></cac:AccountingCustomerParty>
  <cac:TaxTotal><cbc:TaxAmount currencyID="CNY">0.00</cbc:TaxAmount></cac:TaxTotal>
  <cac:LegalMonetaryTotal>
    <cbc:LineExtensionAmount currencyID="CNY">${amount}</cbc:LineExtensionAmount>
    <cbc:TaxExclusiveAmount currencyID="CNY">${amount}</cbc:TaxExclusiveAmount>
    <cbc:TaxInclusiveAmount currencyID="CNY">${amount}</cbc:TaxInclusiveAmount>
    <cbc:PayableAmount currencyID="CNY">${amount}</cbc:PayableAmount>
  </cac:LegalMonetaryTotal>
</Invoice>`)
}

describe('a debtor compares a request with its own copy', () => {
  const invoice = invoiceOver('100.00')
  const requested = termsOf(invoice, context)

  test('the very same file matches', () => {
    const copy = { invoice, documentHash: context.documentHash }
    expect(compareWithCopy(requested, copy, asset)).toEqual({ kind: 'same', sameFile: true })
  })

  test('another file with the same content matches', () => {
    const copy = { invoice, documentHash: `0x${'22'.repeat(32)}` } as const
    expect(compareWithCopy(requested, copy, asset)).toEqual({ kind: 'same', sameFile: false })
  })

  test('an edited amount is named', () => {
    const copy = { invoice: invoiceOver('90.00'), documentHash: context.documentHash }
    expect(compareWithCopy(requested, copy, asset)).toEqual({ kind: 'different', terms: ['face', 'contentHash'] })
  })

  test('a copy without a due date cannot be compared', () => {
    const copy = { invoice: { ...invoice, dueDate: null }, documentHash: context.documentHash }
    expect(compareWithCopy(requested, copy, asset)).toEqual({ kind: 'incomparable' })
  })
})
