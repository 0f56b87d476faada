import { all, field, firstOf, inCurrency, type RawInvoice, type RawParty, type Step } from './syntax.ts'
import type { XmlElement } from './xml.ts'

export const UBL_INVOICE = 'urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'
export const UBL_CREDIT_NOTE = 'urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2'
const CAC = 'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2'
const CBC = 'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2'

const cac = (local: string): Step => [CAC, local]
const cbc = (local: string): Step => [CBC, local]

/** Reads the EN 16931 terms of a UBL 2.1 invoice. */
export function readUbl(root: XmlElement): RawInvoice {
  const at = (...steps: Step[]) => all([root], steps)
  const total = (name: string) => field(at(cac('LegalMonetaryTotal'), cbc(name)))
  const currency = field(at(cbc('DocumentCurrencyCode')))
  return {
    syntax: 'UBL',
    typeCode: field(at(cbc('InvoiceTypeCode'))),
    number: field(at(cbc('ID'))),
    issueDate: field(at(cbc('IssueDate')), dateOf),
    dueDate: field(at(cbc('DueDate')), dateOf),
    currency,
    seller: readParty(at(cac('AccountingSupplierParty'), cac('Party'))),
    buyer: readParty(at(cac('AccountingCustomerParty'), cac('Party'))),
    totals: {
      lineTotal: total('LineExtensionAmount'),
      taxExclusive: total('TaxExclusiveAmount'),
      tax: field(inCurrency(at(cac('TaxTotal'), cbc('TaxAmount')), currency.value)),
      taxInclusive: total('TaxInclusiveAmount'),
      prepaid: total('PrepaidAmount'),
      rounding: total('PayableRoundingAmount'),
      payable: total('PayableAmount'),
    },
    lines: at(cac('InvoiceLine')).map((line) => ({
      id: field(all([line], [cbc('ID')])),
      netAmount: field(all([line], [cbc('LineExtensionAmount')])),
    })),
  }
}

function readParty(parties: readonly XmlElement[]): RawParty {
  const at = (...steps: Step[]) => all(parties, steps)
  // SEPA marks the bank-assigned creditor identifier (BT-90), which is not an identifier of the party.
  const ids = at(cac('PartyIdentification'), cbc('ID')).filter((id) => id.attributes.get('schemeID') !== 'SEPA')
  const vat = at(cac('PartyTaxScheme')).filter((scheme) => taxSchemeOf(scheme) === 'VAT')
  return {
    present: parties.length > 0,
    name: firstOf(
      field(at(cac('PartyLegalEntity'), cbc('RegistrationName'))),
      field(at(cac('PartyName'), cbc('Name'))),
    ),
    vatId: field(all(vat, [cbc('CompanyID')])),
    legalId: field(at(cac('PartyLegalEntity'), cbc('CompanyID'))),
    ids: ids.map((id) => field([id])),
    country: field(at(cac('PostalAddress'), cac('Country'), cbc('IdentificationCode'))),
  }
}

function taxSchemeOf(scheme: XmlElement): string | undefined {
  return field(all([scheme], [cac('TaxScheme'), cbc('ID')])).value?.toUpperCase()
}

/** xs:date allows a time zone, which a calendar day does not need. */
function dateOf(element: XmlElement): string {
  return element.text.trim().replace(/(Z|[+-]\d{2}:\d{2})$/, '')
}
