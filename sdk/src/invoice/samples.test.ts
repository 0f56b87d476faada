import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inspectInvoice, type ParsedInvoice, parseInvoice } from './parse.ts'

/** Real-world sample invoices, kept beside the checkout; EN16931_SAMPLES names another folder. */
const folder = process.env.EN16931_SAMPLES ?? resolve(import.meta.dirname, '../../../../shared/data/invoices')

if (existsSync(folder)) {
  describe('real EN 16931 samples', () => {
    it.each([1, 2])('example %i is one invoice in both syntaxes', (example) => {
      const { left, right } = pair(example)
      expect([left.fingerprint, left.contentHash]).toEqual([right.fingerprint, right.contentHash])
    })

    it('example 3 is one invoice with conflicting contents', () => {
      const { left, right } = pair(3)
      expect(left.fingerprint).toBe(right.fingerprint)
      expect(left.contentHash).not.toBe(right.contentHash)
    })

    it('three examples have three keys', () => {
      expect(new Set([1, 2, 3].map((example) => pair(example).left.docKey)).size).toBe(3)
    })

    it.each([
      ['ubl-creditnote1.xml', 'credit_note'],
      ['ubl-negative.xml', 'negative_total'],
    ])('%s is refused', (file, code) => {
      expect(inspectInvoice(read(file)).problems.map((problem) => problem.code)).toEqual([code])
    })

    it('an edited copy of example 1 conflicts with it', () => {
      const edited = new TextDecoder().decode(read('ubl-example1.xml')).replaceAll('>250.33<', '>950.33<')
      const { left } = pair(1)
      expect(parseInvoice(edited).fingerprint).toBe(left.fingerprint)
      expect(parseInvoice(edited).contentHash).not.toBe(left.contentHash)
    })
  })
} else {
  describe('real EN 16931 samples', () => {
    it('are not on this machine', () => {
      console.info(`not compared with real samples: ${folder} does not exist`)
      expect(folder).toMatch(/invoices/)
    })
  })
}

function pair(example: number): { left: ParsedInvoice; right: ParsedInvoice } {
  return {
    left: parseInvoice(read(`ubl-example${example}.xml`)),
    right: parseInvoice(read(`cii-example${example}.xml`)),
  }
}

function read(file: string): Uint8Array {
  return readFileSync(join(folder, file))
}
