import { describe, expect, it } from 'vitest'
import { cii, INVOICE, ubl } from '../testing/invoices.ts'
import { inspectInvoice, parseInvoice } from './parse.ts'

const utf8 = new TextEncoder()

/** The code of the first problem. */
function refusal(xml: string | Uint8Array): string | undefined {
  return inspectInvoice(xml).problems[0]?.code
}

describe('hostile files', () => {
  it('refuses a bomb of nested entities', () => {
    const entities = Array.from({ length: 9 }, (_, level) => `<!ENTITY e${level + 1} "${`&e${level};`.repeat(10)}">`)
    const bomb = `<!DOCTYPE x [<!ENTITY e0 "ha">${entities.join('')}]>${ubl({ ...INVOICE, number: '' })}`
    expect(refusal(bomb.replace('<?xml version="1.0"?>', ''))).toBe('forbidden_doctype')
  })

  it('refuses an external entity without reading it', () => {
    const doctype = '<!DOCTYPE Invoice [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    expect(refusal(ubl(INVOICE).replace('?>', `?>${doctype}`).replace('LH-2026/0815', '&x;'))).toBe('forbidden_doctype')
  })

  it('refuses an entity that nobody declared', () => {
    expect(refusal(ubl(INVOICE).replace('LH-2026/0815', '&x;'))).toBe('malformed_xml')
  })

  it('refuses 50 MB before looking at them', () => {
    const started = performance.now()
    expect(refusal(new Uint8Array(50 * 1024 * 1024))).toBe('too_large')
    expect(refusal(`<a>${' '.repeat(50 * 1024 * 1024)}</a>`)).toBe('too_large')
    expect(performance.now() - started).toBeLessThan(1000)
  })

  it('reads a real invoice with megabytes of attachments', () => {
    const attachment = `<x:EmbeddedDocumentBinaryObject xmlns:x="urn:x">${'QUJD'.repeat(2_000_000)}</x:EmbeddedDocumentBinaryObject>`
    expect(parseInvoice(ubl(INVOICE).replace('</a:Invoice>', `${attachment}</a:Invoice>`)).number).toBe('LH-2026/0815')
  })

  it.each([
    ['depth', '<a>'.repeat(100_000)],
    ['number of elements', `<a>${'<b/>'.repeat(300_000)}</a>`],
    ['number of attributes', `<a ${Array.from({ length: 1000 }, (_, index) => `b${index}=""`).join(' ')}/>`],
    ['length of a text', `<a>${'x'.repeat(1_000_000)}</a>`],
    ['length of a CDATA section', `<a><![CDATA[${'x'.repeat(1_000_000)}]]></a>`],
  ])('bounds the %s', (_what, xml) => {
    expect(refusal(xml)).toBe('too_complex')
  })

  it.each([
    ['nothing', ''],
    ['white space', ' \n '],
    ['no XML', 'Invoice 4711: 100.00'],
    ['JSON', '{"Invoice":{}}'],
    ['an unclosed element', ubl(INVOICE).slice(0, -10)],
    ['two roots', `${ubl(INVOICE)}<a/>`],
    ['an undeclared prefix', '<x:Invoice/>'],
    ['a control character', ubl(INVOICE).replace('LH-', 'LH\u0000-')],
    ['a NUL by reference', ubl(INVOICE).replace('LH-', 'LH&#0;-')],
    [
      'a control character that XML 1.1 allows',
      ubl(INVOICE).replace('version="1.0"', 'version="1.1"').replace('LH-', 'LH&#1;-'),
    ],
    ['a lone surrogate', ubl(INVOICE).replace('LH-', 'LH\uD800-')],
  ])('calls %s malformed', (_what, xml) => {
    expect(refusal(xml)).toBe('malformed_xml')
  })

  it.each([
    ['XHTML', '<html xmlns="http://www.w3.org/1999/xhtml"/>'],
    ['an invoice without a namespace', '<Invoice/>'],
    ['another document of UBL', '<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"/>'],
    ['another root in the namespace', '<Other xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>'],
  ])('calls %s no invoice', (_what, xml) => {
    expect(refusal(xml)).toBe('not_an_invoice')
  })

  it('refuses a credit note of UBL', () => {
    expect(refusal('<CreditNote xmlns="urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"/>')).toBe(
      'credit_note',
    )
  })

  it('reads elements by namespace, not by prefix', () => {
    const spoofed = ubl(INVOICE).replace('<c:ID>', '<c:ID xmlns:c="urn:somewhere-else">')
    expect(refusal(spoofed)).toBe('missing_number')
  })

  it('keeps markup in a name as inert text', () => {
    const name = '<script>alert(1)</script> & "Söhne" <img src=x onerror=alert(1)>'
    const terms = { ...INVOICE, seller: { ...INVOICE.seller, name } }
    expect(parseInvoice(ubl(terms)).seller.name).toBe(name)
    expect(parseInvoice(cii(terms)).contentHash).toBe(parseInvoice(ubl(terms)).contentHash)
  })

  it('takes characters that reorder or hide text out of what is shown', () => {
    const terms = { ...INVOICE, seller: { ...INVOICE.seller, name: 'Lan\u202Ehai\u200B\u2066\u009B Components' } }
    expect(parseInvoice(ubl(terms)).seller.name).toBe('Lanhai Components')
  })

  it('joins text around comments and CDATA, so that no reader sees another number', () => {
    const xml = ubl(INVOICE).replace('LH-2026/0815', 'LH-<!-- 1 -->2026<![CDATA[/08]]>15')
    expect(parseInvoice(xml).fingerprint).toBe(parseInvoice(ubl(INVOICE)).fingerprint)
  })

  it('describes a file with thousands of bad lines by its first fifty problems', () => {
    const lines = Array.from({ length: 5000 }, (_, index) => ({ id: String(index), net: 'x' }))
    expect(inspectInvoice(ubl({ ...INVOICE, lines })).problems).toHaveLength(50)
  })
})

describe('encodings', () => {
  const xml = ubl({ ...INVOICE, seller: { ...INVOICE.seller, name: '蓝海零部件' } })
  const expected = parseInvoice(xml).contentHash

  it.each([
    ['UTF-8', utf8.encode(xml)],
    ['UTF-8 with a byte order mark', utf8.encode(`\uFEFF${xml}`)],
    ['declared UTF-8', utf8.encode(xml.replace('?>', ' encoding="utf-8"?>'))],
    ['UTF-16LE', utf16(xml, true)],
    ['UTF-16BE', utf16(xml, false)],
    ['text with a byte order mark', `\uFEFF${xml}`],
    ['text that declares another encoding than it had', xml.replace('?>', ' encoding="GB18030"?>')],
  ])('reads %s', (_what, file) => {
    expect(parseInvoice(file).contentHash).toBe(expected)
  })

  it.each([
    ['bytes that are not UTF-8', Uint8Array.from([...utf8.encode('<a>'), 0xff, 0xc0])],
    ['an overlong encoding', Uint8Array.from([0x3c, 0xc0, 0xaf])],
    ['bytes that declare another encoding', utf8.encode(xml.replace('?>', ' encoding="ISO-8859-1"?>'))],
    ['half a UTF-16 character', utf16(xml, true).slice(0, -1)],
  ])('refuses %s', (_what, file) => {
    expect(refusal(file)).toBe('bad_encoding')
  })
})

function utf16(text: string, littleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 * text.length + 2))
  view.setUint16(0, 0xfeff, littleEndian)
  for (let index = 0; index < text.length; index++) view.setUint16(2 * index + 2, text.charCodeAt(index), littleEndian)
  return new Uint8Array(view.buffer)
}
