import type { Locator, Page } from '@playwright/test'
import { company, type DemoKey } from '../../scripts/demo/companies.ts'
import { type BrowserSettings, type Browsers, expect, type Language } from './fixtures.ts'
import type { InvoiceFile } from './invoices.ts'
import { type Words, wordsIn } from './words.ts'

/** Somebody in front of a browser. Every method does what a person can do there and nothing else. */
export class Person {
  readonly page: Page
  readonly language: Language
  /** The page's words in this person's language. */
  readonly words: Words

  constructor(page: Page, language: Language) {
    this.page = page
    this.language = language
    this.words = wordsIn(language)
  }

  /** A person of a demo company opens the page and connects with the demo wallet. */
  static async of(key: DemoKey, browsers: Browsers, settings: BrowserSettings = {}): Promise<Person> {
    const { language = 'en' } = settings
    const person = new Person(await browsers.visitor(settings), language)
    await person.page.goto('/')
    await person.page.getByTestId('connect').click()
    await person.page.getByTestId(`company-${key}`).click()
    const { name, nameZh } = company(key)
    await expect(person.page.getByTestId('account')).toContainText(language === 'en' ? name : nameZh)
    return person
  }

  /** Follows a link of the main navigation. */
  async open(entry: string): Promise<void> {
    const navigation = this.page.getByRole('navigation', { name: this.words('Main') })
    await navigation.getByRole('link', { name: this.words(entry), exact: true }).click()
    await expect(this.page.getByRole('heading', { level: 1 })).toBeVisible()
  }

  button(english: string, within: Locator | Page = this.page): Locator {
    return within.getByRole('button', { name: this.words(english), exact: true })
  }

  field(english: string, within: Locator | Page = this.page): Locator {
    return within.getByLabel(this.words(english), { exact: true })
  }

  text(english: string, within: Locator | Page = this.page): Locator {
    return within.getByText(this.words(english))
  }

  /** The open dialog with this title. */
  dialog(english: string): Locator {
    return this.page.getByRole('dialog', { name: this.words(english) })
  }

  async drop(file: InvoiceFile): Promise<void> {
    await this.page.locator('main input[type=file], dialog[open] input[type=file]').first().setInputFiles(file)
  }

  /** The demo wallet asks; the person approves. A payment asks twice: for its permit, then for the transaction. */
  async approve(...stages: ('permit' | 'sign')[]): Promise<void> {
    for (const stage of stages.length > 0 ? stages : ['sign']) {
      await expect(this.transaction).toHaveAttribute('data-stage', stage)
      await this.page.getByTestId('approve').click()
    }
  }

  async reject(): Promise<void> {
    await this.page.getByTestId('reject').click()
  }

  /** Card of the newest transaction. */
  get transaction(): Locator {
    return this.page.getByTestId('tx').first()
  }

  /** Waits until the newest transaction is in the records, and puts its card away. */
  async done(): Promise<void> {
    await expect(this.transaction).toHaveAttribute('data-stage', /^(done|failed|refused|cancelled)$/, {
      timeout: 30_000,
    })
    expect(await this.transaction.getAttribute('data-stage'), (await this.transaction.textContent()) ?? '').toBe('done')
    await this.dismiss()
  }

  /** Waits until the newest transaction is refused with this sentence, and puts its card away. */
  async refused(sentence: string | RegExp): Promise<void> {
    await expect(this.transaction).toHaveAttribute('data-stage', /^(failed|refused)$/)
    await expect(this.transaction).toContainText(sentence)
    await this.dismiss()
  }

  async dismiss(): Promise<void> {
    await this.button('Dismiss', this.transaction).click()
  }
}
