/** Writes invoices in both syntaxes from one description, in every style that XML allows. For tests only. */

export interface TestParty {
  readonly name?: string
  readonly vatId?: string
  readonly legalId?: string
  readonly ids?: readonly { readonly value: string; readonly scheme?: string }[]
}

export interface TestInvoice {
  readonly typeCode?: string
  readonly number?: string
  readonly issueDate?: string
  readonly dueDate?: string
  readonly currency?: string
  readonly seller?: TestParty
  readonly buyer?: TestParty
  readonly taxExclusive?: string
  readonly tax?: string
  readonly taxInclusive?: string
  readonly prepaid?: string
  readonly payable?: string
  readonly lines?: readonly { readonly id: string; readonly net: string }[]
}

/** How the same document is written down. */
export interface Style {
  /** Prefixes of the document's three namespaces. */
  readonly prefixes: readonly [string, string, string]
  /** White space between elements and around texts. */
  readonly space: string
  /** Orders the children of each element. */
  readonly order: <T>(items: readonly T[]) => readonly T[]
}

export const PLAIN: Style = { prefixes: ['a', 'b', 'c'], space: '', order: (items) => items }

export const INVOICE: Required<TestInvoice> = {
  typeCode: '380',
  number: 'LH-2026/0815',
  issueDate: '2026-11-18',
  dueDate: '2027-02-21',
  currency: 'CNY',
  seller: {
    name: 'Lanhai Components',
    vatId: 'CN91310115MA1K4LH88A',
    legalId: '91310115MA1K4LH88A',
    ids: [{ value: '6901234567892', scheme: '0088' }, { value: 'S-77' }],
  },
  buyer: { name: 'Donghai Heavy Industries', vatId: 'CN91310000132240DH7X', ids: [] },
  taxExclusive: '315044.25',
  tax: '40955.75',
  taxInclusive: '356000.00',
  prepaid: '6000.00',
  payable: '350000.00',
  lines: [
    { id: '1', net: '210000.00' },
    { id: '2', net: '105044.25' },
  ],
}

interface Node {
  readonly namespace: 0 | 1 | 2
  readonly local: string
  readonly attributes?: Readonly<Record<string, string>>
  readonly content: string | readonly Node[]
}

const UBL = [
  'urn:oasis:names:specification:ubl:schema:xsd:Invoice-2',
  'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2',
  'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2',
] as const
const CII = [
  'urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100',
  'urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100',
  'urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100',
] as const

/** The invoice as UBL 2.1. Fields set to undefined are left out. */
export function ubl(invoice: TestInvoice, style: Style = PLAIN): string {
  const amount = (local: string, value: string | undefined) =>
    leaf(2, local, value, invoice.currency ? { currencyID: invoice.currency } : {})
  const root = group(0, 'Invoice', [
    ...leaf(2, 'ID', invoice.number),
    ...leaf(2, 'IssueDate', invoice.issueDate),
    ...leaf(2, 'DueDate', invoice.dueDate),
    ...leaf(2, 'InvoiceTypeCode', invoice.typeCode),
    ...leaf(2, 'DocumentCurrencyCode', invoice.currency),
    ...ublParty('AccountingSupplierParty', invoice.seller),
    ...ublParty('AccountingCustomerParty', invoice.buyer),
    group(1, 'TaxTotal', amount('TaxAmount', invoice.tax)),
    group(1, 'LegalMonetaryTotal', [
      ...amount('LineExtensionAmount', invoice.taxExclusive),
      ...amount('TaxExclusiveAmount', invoice.taxExclusive),
      ...amount('TaxInclusiveAmount', invoice.taxInclusive),
      ...amount('PrepaidAmount', invoice.prepaid),
      ...amount('PayableAmount', invoice.payable),
    ]),
    ...(invoice.lines ?? []).map(({ id, net }) =>
      group(1, 'InvoiceLine', [...leaf(2, 'ID', id), ...amount('LineExtensionAmount', net)]),
    ),
  ])
  return document(root, UBL, style)
}

function ublParty(role: string, party: TestParty | undefined): readonly Node[] {
  if (!party) return []
  const vat = group(1, 'PartyTaxScheme', [
    ...leaf(2, 'CompanyID', party.vatId),
    group(1, 'TaxScheme', leaf(2, 'ID', 'VAT')),
  ])
  const legal = group(1, 'PartyLegalEntity', [
    ...leaf(2, 'RegistrationName', party.name),
    ...leaf(2, 'CompanyID', party.legalId),
  ])
  const ids = (party.ids ?? []).map(({ value, scheme }) =>
    group(1, 'PartyIdentification', leaf(2, 'ID', value, scheme ? { schemeID: scheme } : {})),
  )
  return [group(1, role, [group(1, 'Party', [...ids, vat, legal])])]
}

/** The invoice as UN/CEFACT CII. Fields set to undefined are left out. */
export function cii(invoice: TestInvoice, style: Style = PLAIN): string {
  const date = (local: string, value: string | undefined) =>
    value === undefined
      ? []
      : [group(1, local, leaf(2, 'DateTimeString', value.replaceAll('-', ''), { format: '102' }))]
  const summation = [
    ...leaf(1, 'LineTotalAmount', invoice.taxExclusive),
    ...leaf(1, 'TaxBasisTotalAmount', invoice.taxExclusive),
    ...leaf(1, 'TaxTotalAmount', invoice.tax, invoice.currency ? { currencyID: invoice.currency } : {}),
    ...leaf(1, 'GrandTotalAmount', invoice.taxInclusive),
    ...leaf(1, 'TotalPrepaidAmount', invoice.prepaid),
    ...leaf(1, 'DuePayableAmount', invoice.payable),
  ]
  const root = group(0, 'CrossIndustryInvoice', [
    group(0, 'ExchangedDocument', [
      ...leaf(1, 'ID', invoice.number),
      ...leaf(1, 'TypeCode', invoice.typeCode),
      ...date('IssueDateTime', invoice.issueDate),
    ]),
    group(0, 'SupplyChainTradeTransaction', [
      ...(invoice.lines ?? []).map(ciiLine),
      group(1, 'ApplicableHeaderTradeAgreement', [
        ...ciiParty('SellerTradeParty', invoice.seller),
        ...ciiParty('BuyerTradeParty', invoice.buyer),
      ]),
      group(1, 'ApplicableHeaderTradeSettlement', [
        ...leaf(1, 'InvoiceCurrencyCode', invoice.currency),
        group(1, 'SpecifiedTradePaymentTerms', date('DueDateDateTime', invoice.dueDate)),
        group(1, 'SpecifiedTradeSettlementHeaderMonetarySummation', summation),
      ]),
    ]),
  ])
  return document(root, CII, style)
}

function ciiLine({ id, net }: { readonly id: string; readonly net: string }): Node {
  return group(1, 'IncludedSupplyChainTradeLineItem', [
    group(1, 'AssociatedDocumentLineDocument', leaf(1, 'LineID', id)),
    group(1, 'SpecifiedLineTradeSettlement', [
      group(1, 'SpecifiedTradeSettlementLineMonetarySummation', leaf(1, 'LineTotalAmount', net)),
    ]),
  ])
}

function ciiParty(role: string, party: TestParty | undefined): readonly Node[] {
  if (!party) return []
  const ids = (party.ids ?? []).flatMap(({ value, scheme }) =>
    scheme ? leaf(1, 'GlobalID', value, { schemeID: scheme }) : leaf(1, 'ID', value),
  )
  const legal = group(1, 'SpecifiedLegalOrganization', leaf(1, 'ID', party.legalId))
  const vat = group(1, 'SpecifiedTaxRegistration', leaf(1, 'ID', party.vatId, { schemeID: 'VA' }))
  return [group(1, role, [...ids, ...leaf(1, 'Name', party.name), legal, vat])]
}

function group(namespace: Node['namespace'], local: string, content: readonly Node[]): Node {
  return { namespace, local, content }
}

function leaf(
  namespace: Node['namespace'],
  local: string,
  content: string | undefined,
  attributes: Readonly<Record<string, string>> = {},
): readonly Node[] {
  return content === undefined ? [] : [{ namespace, local, attributes, content }]
}

function document(root: Node, namespaces: readonly string[], style: Style): string {
  const declarations = namespaces.map((uri, index) => ` xmlns${colon(style.prefixes[index])}="${uri}"`)
  return `<?xml version="1.0"?>${style.space}${write(root, style, style.order(declarations).join(''))}`
}

/** An empty prefix declares the default namespace. */
function colon(prefix: string | undefined): string {
  return prefix ? `:${prefix}` : ''
}

function write({ namespace, local, attributes = {}, content }: Node, style: Style, extra = ''): string {
  const prefix = style.prefixes[namespace]
  const name = prefix ? `${prefix}:${local}` : local
  const text = Object.entries(attributes).map(([key, value]) => ` ${key}="${value}"`)
  const inner =
    typeof content === 'string' ? [escapeText(content)] : style.order(content).map((child) => write(child, style))
  return `<${name}${extra}${text.join('')}>${style.space}${inner.join(style.space)}${style.space}</${name}>`
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll(']]>', ']]&gt;')
}
