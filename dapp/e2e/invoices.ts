import { randomBytes } from 'node:crypto'
import { renderSampleInvoices } from '../../scripts/demo/invoices.ts'

/** A file as a person drops it on the page. */
export interface InvoiceFile {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

/** One invoice that no other test has, in both syntaxes. */
export interface FreshInvoice {
  readonly number: string
  readonly ubl: string
  readonly cii: string
}

/**
 * An invoice of Lanhai Components to Donghai Heavy Industries over CNY 356,000.00, due in 90 days.
 * @param now the chain's clock, unix seconds
 */
export function freshInvoice(now: bigint): FreshInvoice {
  const serial = randomBytes(4).toString('hex').toUpperCase()
  const samples = renderSampleInvoices(now, serial)
  const text = (name: string) => samples.find((sample) => sample.fileName === name)?.xml ?? ''
  const ubl = text('invoice-ubl.xml')
  const number = /<cbc:ID>(LH-[^<]+)</.exec(ubl)?.[1]
  if (!number?.includes(serial)) throw new Error('the sample invoice does not carry the serial number')
  return { number, ubl, cii: text('invoice-cii.xml') }
}

/** The file with one value replaced; the value must be there. */
export function edited(xml: string, from: string | RegExp, to: string): string {
  const result = xml.replace(from, to)
  if (result === xml) throw new Error(`the invoice does not contain ${from}`)
  return result
}

/** The file with a changed amount, as somebody would forge it. */
export function withPayable(xml: string, amount: string): string {
  return edited(xml, /356000(\.00)?/g, amount)
}

/** A file to drop. */
export function asFile(content: string | Buffer, name = 'invoice.xml'): InvoiceFile {
  return { name, mimeType: 'application/xml', buffer: Buffer.from(content) }
}
