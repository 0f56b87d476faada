import { describe, expect, it } from 'vitest'
import { cii, INVOICE, type TestInvoice, ubl } from '../testing/invoices.ts'
import { fingerprintOf, identityOf, LOCAL_PEPPER, sellerIdentity, similarDocKeys } from './fingerprint.ts'
import { inspectInvoice, parseInvoice } from './parse.ts'
import { INVOICE_PROBLEM_CODES, InvoiceError, problem } from './problems.ts'

const SYNTAXES = [
  ['UBL', ubl],
  ['CII', cii],
] as const

/** Codes and fields of all problems, in order. */
function problemsOf(xml: string): readonly string[] {
  return inspectInvoice(xml).problems.map(({ code, field }) => (field === undefined ? code : `${code} ${field}`))
}

describe.each(SYNTAXES)('a %s invoice', (syntax, write) => {
  it('gives every term of the canonical invoice', () => {
    const invoice = parseInvoice(write(INVOICE))
    expect(invoice).toMatchObject({
      syntax,
      typeCode: '380',
      number: 'LH-2026/0815',
      issueDate: '2026-11-18',
      dueDate: '2027-02-21',
      currency: 'CNY',
      currencyDecimals: 2,
      docKey: 'EN16931|CN91310115MA1K4LH88A|LH-2026/0815|2026',
    })
    expect(invoice.seller).toEqual({
      name: 'Lanhai Components',
      vatId: 'CN91310115MA1K4LH88A',
      legalId: { value: '91310115MA1K4LH88A', scheme: null },
      ids: expect.arrayContaining([
        { value: '6901234567892', scheme: '0088' },
        { value: 'S-77', scheme: null },
      ]),
      country: null,
    })
    expect(invoice.totals).toEqual({
      lineTotal: 31_504_425n,
      taxExclusive: 31_504_425n,
      tax: 4_095_575n,
      taxInclusive: 35_600_000n,
      prepaid: 600_000n,
      rounding: 0n,
      payable: 35_000_000n,
    })
    expect(invoice.lines).toEqual([
      { id: '1', netAmount: 21_000_000n },
      { id: '2', netAmount: 10_504_425n },
    ])
  })

  it('is the same invoice in the other syntax', () => {
    const [left, right] = [parseInvoice(ubl(INVOICE)), parseInvoice(cii(INVOICE))]
    expect(left.fingerprint).toBe(right.fingerprint)
    expect(left.contentHash).toBe(right.contentHash)
  })

  it.each<[string, TestInvoice, string]>([
    ['number', { number: undefined as never }, 'missing_number number'],
    ['type', { typeCode: undefined as never }, 'missing_type typeCode'],
    ['issue date', { issueDate: undefined as never }, 'missing_issue_date issueDate'],
    ['currency', { currency: undefined as never }, 'missing_currency currency'],
    ['seller', { seller: undefined as never }, 'missing_seller seller'],
    ['seller name', { seller: { vatId: 'CN1' } }, 'missing_seller seller.name'],
    ['seller id', { seller: { name: 'Lanhai' } }, 'missing_seller_id seller'],
    ['buyer', { buyer: undefined as never }, 'missing_buyer buyer'],
    ['buyer name', { buyer: { vatId: 'CN2' } }, 'missing_buyer buyer.name'],
    ['payable total', { payable: undefined as never }, 'missing_total totals.payable'],
    ['negative total', { payable: '-0.01' }, 'negative_total totals.payable'],
    ['zero total', { payable: '0.00' }, 'zero_total totals.payable'],
    ['fraction of a cent', { payable: '1.005' }, 'bad_amount totals.payable'],
    ['exponent', { payable: '1e3' }, 'bad_amount totals.payable'],
    ['comma', { prepaid: '1,00' }, 'bad_amount totals.prepaid'],
    ['30 February', { dueDate: '2027-02-30' }, 'bad_date dueDate'],
    ['words for a date', { issueDate: 'tomorrow' }, 'bad_date issueDate'],
    ['unknown currency', { currency: 'XYZ' }, 'bad_currency currency'],
    ['line amount', { lines: [{ id: '1', net: 'NaN' }] }, 'bad_amount lines[0].netAmount'],
    ['number of blanks only', { number: '\u200B ' }, 'missing_number number'],
    ['number too long', { number: 'X'.repeat(1001) }, 'too_long number'],
  ])('is refused for its %s', (_what, change, expected) => {
    expect(problemsOf(write({ ...INVOICE, ...change }))).toEqual([expected])
  })

  it('names all problems at once, and shows what could be read', () => {
    const xml = write({ ...INVOICE, number: '', issueDate: '2026-13-01', payable: '-5' })
    const { draft, invoice } = inspectInvoice(xml)
    expect(problemsOf(xml)).toEqual(['missing_number number', 'bad_date issueDate', 'negative_total totals.payable'])
    expect(invoice).toBeUndefined()
    expect(draft).toMatchObject({ number: null, issueDate: null, dueDate: '2027-02-21', totals: { payable: -500n } })
  })

  it('may leave out the due date, prepayments and tax', () => {
    const { dueDate: _due, prepaid: _prepaid, tax: _tax, ...rest } = INVOICE
    const invoice = parseInvoice(write({ ...rest, payable: '356000.00' }))
    expect(invoice.dueDate).toBeNull()
    expect(invoice.totals).toMatchObject({ prepaid: 0n, tax: 4_095_575n, payable: 35_600_000n })
  })

  it.each(['381', '261', '532'])('is refused as a credit note with type %s', (typeCode) => {
    expect(problemsOf(write({ ...INVOICE, typeCode }))).toEqual(['credit_note'])
  })

  it.each(['325', '999', 'invoice'])('is refused as no claim for payment with type %s', (typeCode) => {
    expect(problemsOf(write({ ...INVOICE, typeCode }))).toEqual(['not_an_invoice'])
  })

  it('counts in the minor unit of its currency', () => {
    const plain = { ...INVOICE, tax: undefined as never, prepaid: undefined as never, lines: [] }
    const amounts = (total: string) => ({ taxExclusive: total, taxInclusive: total, payable: total })
    expect(parseInvoice(write({ ...plain, currency: 'JPY', ...amounts('5000') })).totals.payable).toBe(5000n)
    expect(parseInvoice(write({ ...plain, currency: 'KWD', ...amounts('5.125') })).totals.payable).toBe(5125n)
    expect(parseInvoice(write({ ...plain, currency: 'CNY', ...amounts('+0005.1000') })).totals.payable).toBe(510n)
  })
})

describe('keys of an invoice', () => {
  const original = parseInvoice(ubl(INVOICE))

  it.each<[string, TestInvoice]>([
    ['amount', { payable: '350000.01' }],
    ['due date', { dueDate: '2027-02-22' }],
    ['issue date within the year', { issueDate: '2026-11-19' }],
    ['currency', { currency: 'USD' }],
    ['buyer', { buyer: { ...INVOICE.buyer, name: 'Somebody else' } }],
    ['seller name', { seller: { ...INVOICE.seller, name: 'Lanhai Component' } }],
    ['line', { lines: [...INVOICE.lines, { id: '3', net: '0.01' }] }],
    ['type', { typeCode: '384' }],
  ])('keep the fingerprint and change the content when its %s is edited', (_what, change) => {
    const edited = parseInvoice(cii({ ...INVOICE, ...change }))
    expect(edited.fingerprint).toBe(original.fingerprint)
    expect(edited.contentHash).not.toBe(original.contentHash)
  })

  it('ignore how identifiers and amounts are written', () => {
    const copy = parseInvoice(
      ubl({
        ...INVOICE,
        number: ' lh-2026 / ０８１５',
        payable: '350000',
        seller: { ...INVOICE.seller, vatId: 'cn 9131 0115 ma1k 4lh8 8a' },
      }),
    )
    expect([copy.fingerprint, copy.contentHash]).toEqual([original.fingerprint, original.contentHash])
  })

  it('fall back from the VAT number to the registration and to other identifiers', () => {
    const { name, legalId, ids } = INVOICE.seller as Required<typeof INVOICE.seller>
    const keyOf = (seller: TestInvoice['seller']) => parseInvoice(ubl({ ...INVOICE, seller: seller ?? {} })).docKey
    expect(keyOf({ name, legalId, ids })).toBe('EN16931|91310115MA1K4LH88A|LH-2026/0815|2026')
    expect(keyOf({ name, ids })).toBe('EN16931|6901234567892|LH-2026/0815|2026')
  })

  it('cannot collide by a separator inside a number', () => {
    const left = parseInvoice(ubl({ ...INVOICE, seller: { name: 'X', vatId: 'A' }, number: 'B|C' }))
    const right = parseInvoice(ubl({ ...INVOICE, seller: { name: 'X', vatId: 'A|B' }, number: 'C' }))
    expect(left.docKey).toBe('EN16931|A|B%7CC|2026')
    expect(left.docKey).not.toBe(right.docKey)
  })

  it('differ between networks', () => {
    const elsewhere = parseInvoice(ubl(INVOICE), { pepper: `0x${'11'.repeat(32)}` })
    expect(elsewhere.docKey).toBe(original.docKey)
    expect(elsewhere.fingerprint).not.toBe(original.fingerprint)
    expect(elsewhere.contentHash).not.toBe(original.contentHash)
  })

  it('are stable over releases', () => {
    expect(LOCAL_PEPPER).toBe('0x23a8be720762ae154efb301b47f13fedc738d2c055890f73ba6680122d73d36b')
    expect(original.fingerprint).toBe('0x7c7282ad1dd6d740250f73e133a5b3856f8d51d7e7a0005aa4711fd51d6ccfff')
    expect(original.contentHash).toBe('0x1f7009ab2448bd44d3a5e437363fdac07ec3b8f5c36d54ccb5136bd4c6c87e51')
    expect(fingerprintOf(original.docKey)).toBe(original.fingerprint)
  })

  it('name the keys of the neighbouring years as similar', () => {
    expect(similarDocKeys(original)).toEqual([
      'EN16931|CN91310115MA1K4LH88A|LH-2026/0815|2025',
      'EN16931|CN91310115MA1K4LH88A|LH-2026/0815|2027',
    ])
  })

  it("give the seller's registered identity only while the preferred identifier is there", () => {
    const identity = identityOf('cn 91310115MA1K4LH88A')
    expect(sellerIdentity(original)).toBe(identity)
    const { vatId: _dropped, ...seller } = INVOICE.seller
    expect(sellerIdentity(parseInvoice(ubl({ ...INVOICE, seller })))).not.toBe(identity)
  })
})

describe('InvoiceError', () => {
  it('carries the first problem and lists them all', () => {
    const parse = () => parseInvoice(ubl({ ...INVOICE, number: '', dueDate: 'soon' }))
    expect(parse).toThrow(InvoiceError)
    try {
      parse()
    } catch (error) {
      const refused = error as InvoiceError
      expect([refused.code, refused.field, refused.problems.length]).toEqual(['missing_number', 'number', 2])
      expect(refused.message).toBe('missing_number number; bad_date dueDate soon')
      expect(refused.sentence.zh).toBe('缺少发票号码（BT-1）。')
    }
  })

  it('has a sentence in both languages for every code', () => {
    expect(INVOICE_PROBLEM_CODES.length).toBeGreaterThan(20)
    for (const code of INVOICE_PROBLEM_CODES) {
      const { message } = problem(code)
      expect(message.en, code).toMatch(/^[A-Z].*\.$/)
      expect(message.zh, code).toMatch(/\p{Script=Han}.*。$/u)
    }
  })
})

describe('a document that says a thing twice', () => {
  it.each([
    ['number', '<cbc:ID>LH-1</cbc:ID>', 'repeated_field number'],
    ['due date', '<cbc:DueDate>2027-01-01</cbc:DueDate>', 'repeated_field dueDate'],
    [
      'payable total',
      '<cac:LegalMonetaryTotal><cbc:PayableAmount>1</cbc:PayableAmount></cac:LegalMonetaryTotal>',
      'repeated_field totals.payable',
    ],
  ])('is refused for its second %s', (_what, extra, expected) => {
    const xml = ubl(INVOICE, { prefixes: ['', 'cac', 'cbc'], space: '', order: (items) => items })
    expect(problemsOf(xml.replace('</Invoice>', `${extra}</Invoice>`))).toEqual([expected])
  })
})

describe('tax in two currencies', () => {
  it('counts the one in the invoice currency', () => {
    const xml = ubl(INVOICE, { prefixes: ['', 'cac', 'cbc'], space: '', order: (items) => items })
    const accounting = '<cac:TaxTotal><cbc:TaxAmount currencyID="USD">5700</cbc:TaxAmount></cac:TaxTotal>'
    const both = xml.replace('<cac:LegalMonetaryTotal>', `${accounting}<cac:LegalMonetaryTotal>`)
    expect(parseInvoice(both).totals.tax).toBe(4_095_575n)
    expect(parseInvoice(both).contentHash).toBe(parseInvoice(xml).contentHash)
  })

  it('refuses a total stated in another currency', () => {
    const xml = ubl(INVOICE).replace('currencyID="CNY">350000', 'currencyID="USD">350000')
    expect(problemsOf(xml)).toEqual(['currency_mismatch totals.payable'])
  })
})
