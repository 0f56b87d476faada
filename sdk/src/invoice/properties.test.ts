import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cii, INVOICE, type Style, ubl } from '../testing/invoices.ts'
import { normaliseIdentifier } from './canonical.ts'
import { parseInvoice } from './parse.ts'

const identifier = fc.stringMatching(/^[A-Z0-9][A-Z0-9/-]{0,18}$/)
const amount = fc.bigInt({ min: 1n, max: 10n ** 15n })

const invoice = fc
  .record({
    number: identifier,
    vatId: identifier,
    name: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter(isText),
    payable: amount,
    lines: fc.array(amount, { maxLength: 5 }),
    day: fc.integer({ min: 1, max: 28 }),
  })
  .map(({ number, vatId, name, payable, lines, day }) => ({
    ...INVOICE,
    number,
    seller: { ...INVOICE.seller, name, vatId },
    issueDate: `2026-11-${String(day).padStart(2, '0')}`,
    payable: decimal(payable),
    lines: lines.map((net, index) => ({ id: String(index + 1), net: decimal(net) })),
  }))

const style: fc.Arbitrary<Style> = fc
  .record({
    prefixes: fc.uniqueArray(
      fc.stringMatching(/^[a-z_][a-z0-9._-]{0,8}$/).filter((prefix) => !/^xml/.test(prefix)),
      {
        minLength: 3,
        maxLength: 3,
      },
    ),
    defaultNamespace: fc.option(fc.nat(2), { nil: undefined }),
    space: fc.stringMatching(/^[ \t\r\n]{0,4}$/),
    seed: fc.integer(),
  })
  .map(({ prefixes, defaultNamespace, space, seed }) => ({
    prefixes: prefixes.map((prefix, index) => (index === defaultNamespace ? '' : prefix)) as [string, string, string],
    space,
    order: shuffle(seed),
  }))

describe('the canonical invoice', () => {
  it('does not depend on syntax, prefixes, white space or the order of elements', () => {
    fc.assert(
      fc.property(invoice, style, style, (terms, left, right) => {
        const plain = parseInvoice(ubl(terms))
        for (const xml of [ubl(terms, left), cii(terms, right)]) {
          const { docKey, fingerprint, contentHash } = parseInvoice(xml)
          expect([docKey, fingerprint, contentHash]).toEqual([plain.docKey, plain.fingerprint, plain.contentHash])
        }
      }),
    )
  })

  it('does not depend on the letter case and spacing of the number', () => {
    fc.assert(
      fc.property(identifier, fc.array(fc.nat(30), { maxLength: 5 }), (number, gaps) => {
        const spaced = gaps.reduce((text, at) => `${text.slice(0, at)}\u00A0 ${text.slice(at)}`, number.toLowerCase())
        const [left, right] = [ubl({ ...INVOICE, number }), cii({ ...INVOICE, number: spaced })].map((xml) =>
          parseInvoice(xml),
        )
        expect(right).toMatchObject({ fingerprint: left?.fingerprint, contentHash: left?.contentHash })
      }),
    )
  })

  it('keeps amounts exact', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 29n }), (units) => {
        expect(parseInvoice(ubl({ ...INVOICE, payable: decimal(units) })).totals.payable).toBe(units)
      }),
    )
  })

  it('tells different numbers apart', () => {
    fc.assert(
      fc.property(identifier, identifier, (left, right) => {
        fc.pre(left !== right)
        const [first, second] = [left, right].map((number) => parseInvoice(ubl({ ...INVOICE, number })).fingerprint)
        expect(first).not.toBe(second)
      }),
    )
  })
})

describe('normaliseIdentifier', () => {
  it('composes what taking out a space brings together', () => {
    // U+00B4 is a compatibility form of "space, acute accent".
    expect(normaliseIdentifier('a\u00B4')).toBe('\u00C1')
    expect(normaliseIdentifier('A\u034F\u0301')).toBe('\u00C1')
  })

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = normaliseIdentifier(text)
        expect(normaliseIdentifier(once)).toBe(once)
      }),
    )
  })
})

function decimal(units: bigint): string {
  const digits = units.toString().padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** Characters that XML can carry and a screen can show. */
function isText(text: string): boolean {
  return !/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/u.test(text) && normaliseIdentifier(text) !== ''
}

/** A shuffle that gives every list of one length the same order, so that a failure can be repeated. */
function shuffle(seed: number): Style['order'] {
  return <T>(items: readonly T[]) =>
    items
      .map((item, index) => ({ item, rank: Math.imul(seed ^ (index + 1), 0x9e3779b1) >>> 0 }))
      .sort((left, right) => left.rank - right.rank)
      .map(({ item }) => item)
}
