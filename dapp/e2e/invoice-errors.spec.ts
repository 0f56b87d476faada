/** What the page says about every file that cannot become a receivable, or not yet. Nothing is sent in any of them. */
import { rmSync, writeFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { type Bilingual, financingWarnings, inspectInvoice, isoDay, parseInvoice } from '@tallystick/sdk'
import { renderSampleInvoices } from '../../scripts/demo/invoices.ts'
import { localNetwork } from '../../scripts/deploy/networks/local.ts'
import { expect, type Language, languages, test } from './fixtures.ts'
import { asFile, edited, freshInvoice, type InvoiceFile } from './invoices.ts'

/** Breaks a good invoice in one way. */
type Breaker = (xml: string) => string

/** Stable code of the first problem, and how to cause it. */
const unreadable: Readonly<Record<string, Breaker>> = {
  malformed_xml: (xml) => edited(xml, '</cbc:ID>', '</cbc:Id>'),
  not_an_invoice: () => '<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"/>',
  forbidden_doctype: (xml) => edited(xml, '<Invoice', '<!DOCTYPE Invoice [<!ENTITY a "aaaaaaaaaa">]><Invoice'),
  negative_total: (xml) => edited(xml, /(<cbc:PayableAmount[^>]*>)356000\.00/, '$1-356000.00'),
  zero_total: (xml) => edited(xml, /(<cbc:PayableAmount[^>]*>)356000\.00/, '$10.00'),
  missing_number: (xml) => edited(xml, /<cbc:ID>LH-[^<]*<\/cbc:ID>/, ''),
  missing_buyer: (xml) => edited(xml, /<cac:AccountingCustomerParty>.*<\/cac:AccountingCustomerParty>/s, ''),
  missing_seller: (xml) => edited(xml, /<cac:AccountingSupplierParty>.*<\/cac:AccountingSupplierParty>/s, ''),
  bad_date: (xml) => edited(xml, /<cbc:DueDate>[^<]*/, '<cbc:DueDate>2027-02-30'),
}

/** Days from today until the due date that the rules refuse. */
const tooLate = 200

/** Stable code of the warning that stands against financing, and how to cause it. */
const unfinanceable: Readonly<Record<string, (xml: string, today: number) => string>> = {
  due_date_missing: (xml) => edited(xml, /<cbc:DueDate>[^<]*<\/cbc:DueDate>/, ''),
  due_date_past: (xml, today) => edited(xml, /<cbc:DueDate>[^<]*/, `<cbc:DueDate>${isoDay(today - 1)}`),
  term_too_long: (xml, today) => edited(xml, /<cbc:DueDate>[^<]*/, `<cbc:DueDate>${isoDay(today + tooLate)}`),
  foreign_currency: (xml) => xml.replaceAll('CNY', 'EUR'),
}

for (const language of languages) {
  test.describe(language, () => {
    test('a file that is no good invoice is refused field by field', async ({ browsers, chain }) => {
      const page = await browsers.visitor({ language })
      const { ubl } = freshInvoice(await chain.now())
      for (const [code, breakIt] of Object.entries(unreadable)) {
        const xml = breakIt(ubl)
        await dropOnNewPage(page, asFile(xml))
        await expectProblem(page, code, sentenceFor(xml, code), language)
      }
    })

    test('the credit note and the broken file of the demo are refused', async ({ browsers, chain }) => {
      const page = await browsers.visitor({ language })
      const samples = renderSampleInvoices(await chain.now())
      const expected = { 'credit-note-ubl.xml': 'credit_note', 'broken-ubl.xml': 'missing_number' }
      for (const [name, code] of Object.entries(expected)) {
        const xml = samples.find(({ fileName }) => fileName === name)?.xml ?? ''
        await page.goto('/invoices/new')
        await page.getByTestId(`sample-${name}`).click()
        await expectProblem(page, code, sentenceFor(xml, code), language)
      }
    })

    test('a file of 50 MB is refused at once', async ({ browsers }, info) => {
      const page = await browsers.visitor({ language })
      const large = Buffer.alloc(50 * 1024 * 1024, '<Invoice>')
      const path = info.outputPath('large.xml')
      writeFileSync(path, large)
      await dropOnNewPage(page, path)
      await expectProblem(page, 'too_large', sentenceFor(large, 'too_large'), language)
      rmSync(path)
    })

    test('what only forbids financing is named, and the button says why', async ({ browsers, chain }) => {
      const page = await browsers.visitor({ language })
      const now = await chain.now()
      const { ubl } = freshInvoice(now)
      const today = await chain.client.readContract({ ...chain.receivables, functionName: 'today' })
      for (const [code, change] of Object.entries(unfinanceable)) {
        const xml = change(ubl, today)
        await dropOnNewPage(page, asFile(xml))
        const warning = page.getByTestId('warnings').locator(`[data-code=${code}]`)
        await expect(warning).toHaveText(inLanguage(warningFor(xml, code, today), language))
        await expect(page.getByTestId('request-confirmation')).toHaveAttribute('aria-disabled', 'true')
      }
    })
  })
}

async function dropOnNewPage(page: Page, file: InvoiceFile | string): Promise<void> {
  await page.goto('/invoices/new')
  await page.locator('main input[type=file]').setInputFiles(file)
}

/** The sentence of the SDK for a problem of a file; every layer says the same. */
function sentenceFor(file: string | Buffer, code: string): Bilingual {
  const found = inspectInvoice(file).problems.find((problem) => problem.code === code)
  if (found === undefined) throw new Error(`the file does not have the problem ${code}`)
  return found.message
}

function warningFor(xml: string, code: string, today: number): Bilingual {
  const rules = { today: isoDay(today), assetCurrency: 'CNY', maxTermDays: localNetwork.profile.maxTermDays }
  const found = financingWarnings(parseInvoice(xml), rules).find((warning) => warning.code === code)
  if (found === undefined) throw new Error(`the invoice does not have the warning ${code}`)
  return found.message
}

function inLanguage({ en, zh }: Bilingual, language: Language): string {
  return language === 'en' ? en : zh
}

async function expectProblem(page: Page, code: string, sentence: Bilingual, language: Language): Promise<void> {
  const line = page.getByRole('alert').getByTestId('problems').locator(`[data-code=${code}]`).first()
  await expect(line).toContainText(inLanguage(sentence, language))
  await expect(page.getByTestId('request-confirmation')).toHaveCount(0)
}
