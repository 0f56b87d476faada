import { all, field, firstOf, inCurrency, type RawInvoice, type RawParty, type Step } from './syntax.ts'
import type { XmlElement } from './xml.ts'

export const CII_INVOICE = 'urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100'
const RAM = 'urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100'
const UDT = 'urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100'

const rsm = (local: string): Step => [CII_INVOICE, local]
const ram = (local: string): Step => [RAM, local]
const udt = (local: string): Step => [UDT, local]

/** Reads the EN 16931 terms of a UN/CEFACT Cross Industry Invoice. */
export function readCii(root: XmlElement): RawInvoice {
  const at = (...steps: Step[]) => all([root], steps)
  const header = (...steps: Step[]) => at(rsm('ExchangedDocument'), ...steps)
  const trade = (...steps: Step[]) => at(rsm('SupplyChainTradeTransaction'), ...steps)
  const settlement = (...steps: Step[]) => trade(ram('ApplicableHeaderTradeSettlement'), ...steps)
  const totals = (name: string) => settlement(ram('SpecifiedTradeSettlementHeaderMonetarySummation'), ram(name))
  const currency = field(settlement(ram('InvoiceCurrencyCode')))
  return {
    syntax: 'CII',
    typeCode: field(header(ram('TypeCode'))),
    number: field(header(ram('ID'))),
    issueDate: field(header(ram('IssueDateTime'), udt('DateTimeString')), dateOf),
    dueDate: field(
      settlement(ram('SpecifiedTradePaymentTerms'), ram('DueDateDateTime'), udt('DateTimeString')),
      dateOf,
    ),
    currency,
    seller: readParty(trade(ram('ApplicableHeaderTradeAgreement'), ram('SellerTradeParty'))),
    buyer: readParty(trade(ram('ApplicableHeaderTradeAgreement'), ram('BuyerTradeParty'))),
    totals: {
      lineTotal: field(totals('LineTotalAmount')),
      taxExclusive: field(totals('TaxBasisTotalAmount')),
      tax: field(inCurrency(totals('TaxTotalAmount'), currency.value)),
      taxInclusive: field(totals('GrandTotalAmount')),
      prepaid: field(totals('TotalPrepaidAmount')),
      rounding: field(totals('RoundingAmount')),
      payable: field(totals('DuePayableAmount')),
    },
    lines: trade(ram('IncludedSupplyChainTradeLineItem')).map((line) => ({
      id: field(all([line], [ram('AssociatedDocumentLineDocument'), ram('LineID')])),
      netAmount: field(
        all(
          [line],
          [
            ram('SpecifiedLineTradeSettlement'),
            ram('SpecifiedTradeSettlementLineMonetarySummation'),
            ram('LineTotalAmount'),
          ],
        ),
      ),
    })),
  }
}

function readParty(parties: readonly XmlElement[]): RawParty {
  const at = (...steps: Step[]) => all(parties, steps)
  // VA is the VAT identifier (BT-31); FC, a local tax number (BT-32), does not identify the party here.
  const registrations = at(ram('SpecifiedTaxRegistration'), ram('ID'))
  const vat = registrations.filter((id) => id.attributes.get('schemeID')?.trim().toUpperCase() === 'VA')
  return {
    present: parties.length > 0,
    name: firstOf(field(at(ram('Name'))), field(at(ram('SpecifiedLegalOrganization'), ram('TradingBusinessName')))),
    vatId: field(vat),
    legalId: field(at(ram('SpecifiedLegalOrganization'), ram('ID'))),
    ids: [...at(ram('ID')), ...at(ram('GlobalID'))].map((id) => field([id])),
    country: field(at(ram('PostalTradeAddress'), ram('CountryID'))),
  }
}

/** Format 102 is YYYYMMDD; any other text is passed on as it stands and refused as a date later. */
function dateOf(element: XmlElement): string {
  const text = element.text.trim()
  const format = element.attributes.get('format') ?? '102'
  if (text === '') return text
  const day = format === '102' ? /^(\d{4})(\d{2})(\d{2})$/.exec(text) : null
  return day ? `${day[1]}-${day[2]}-${day[3]}` : `${text} (format ${format})`
}
