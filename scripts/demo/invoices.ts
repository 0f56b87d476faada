import { readFileSync } from 'node:fs'
import { type Bilingual, CHINA_UTC_OFFSET, dayOf, isoDay } from '@tallystick/sdk'

/** A sample file as the page offers it to a newcomer. */
export interface SampleInvoice {
  readonly fileName: string
  readonly xml: string
  readonly about: Bilingual
}

const TEMPLATES: readonly Omit<SampleInvoice, 'xml'>[] = [
  {
    fileName: 'invoice-ubl.xml',
    about: {
      en: 'Lanhai Components bills Donghai Heavy Industries CNY 356,000.00 (UBL)',
      zh: '蓝海零部件向东海重工开具的发票，356,000.00 元（UBL）',
    },
  },
  {
    fileName: 'invoice-cii.xml',
    about: {
      en: 'The same invoice in the other syntax (CII): same fingerprint, same content',
      zh: '同一张发票的另一种格式（CII）：指纹相同，内容相同',
    },
  },
  {
    fileName: 'second-invoice-ubl.xml',
    about: {
      en: 'Another invoice to Donghai Heavy Industries, CNY 128,640.00 (UBL)',
      zh: '向东海重工开具的另一张发票，128,640.00 元（UBL）',
    },
  },
  {
    fileName: 'credit-note-ubl.xml',
    about: { en: 'A credit note: refused', zh: '贷项通知单：不予受理' },
  },
  {
    fileName: 'broken-ubl.xml',
    about: { en: 'An invoice with several mistakes: refused field by field', zh: '有多处错误的发票：逐项指出并拒绝' },
  },
]

const ISSUED_DAYS_AGO = 5
const TERM_DAYS = 90

/**
 * Writes the sample invoices with dates around `now`, so that they are financeable whenever the system runs.
 * @param now the chain's clock: a date or unix seconds
 * @param serial makes the invoice numbers fresh, for runs that need invoices of their own
 */
export function renderSampleInvoices(now: Date | bigint, serial = '0815'): readonly SampleInvoice[] {
  const seconds = typeof now === 'bigint' ? now : BigInt(Math.floor(now.getTime() / 1000))
  const today = dayOf(seconds, CHINA_UTC_OFFSET)
  const [issueDate, dueDate] = [isoDay(today - ISSUED_DAYS_AGO), isoDay(today + TERM_DAYS)]
  const values: Readonly<Record<string, string>> = {
    serial,
    issueDate,
    dueDate,
    year: issueDate.slice(0, 4),
    issueDateCompact: issueDate.replaceAll('-', ''),
    dueDateCompact: dueDate.replaceAll('-', ''),
  }
  return TEMPLATES.map((sample) => ({ ...sample, xml: fill(readTemplate(sample.fileName), values) }))
}

function readTemplate(fileName: string): string {
  return readFileSync(new URL(`invoices/${fileName}`, import.meta.url), 'utf8')
}

function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (_placeholder, name: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`the template uses an unknown placeholder {{${name}}}`)
    return value
  })
}
