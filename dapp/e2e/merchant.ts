import type { Locator } from '@playwright/test'
import { formatAmount } from '@tallystick/sdk'
import type { MerchantKey } from './credit.ts'
import { type BrowserSettings, type Browsers, expect } from './fixtures.ts'
import { Person } from './person.ts'

/** As the page writes an amount of the settlement asset. */
export const shown = (units: bigint) => formatAmount(units, 6)

/** A merchant in front of its browser: the steps that several tests take. */
export class Merchant extends Person {
  static override async of(key: MerchantKey, browsers: Browsers, settings: BrowserSettings = {}): Promise<Merchant> {
    const { page, language } = await Person.of(key, browsers, settings)
    return new Merchant(page, language)
  }

  /** The card of a platform on the page of consents. */
  platformCard(platform: { readonly name: string; readonly nameZh: string }): Locator {
    return this.#cardTitled(this.language === 'en' ? platform.name : platform.nameZh)
  }

  /** The card with this title. */
  card(english: string): Locator {
    return this.#cardTitled(this.words(english))
  }

  #cardTitled(name: string): Locator {
    const heading = this.page.getByRole('heading', { level: 2, name, exact: true })
    return this.page.locator('main section').filter({ has: heading })
  }

  link(english: string): Locator {
    return this.page.getByRole('main').getByRole('link', { name: this.words(english), exact: true })
  }

  /** Asks for a score, signs, and waits for the answer that the chain has stored. */
  async askForScore(): Promise<void> {
    await this.open('Score and decision')
    await this.page.getByTestId('request-score').click()
    await this.approve()
    await this.done()
  }

  async draw(amount: bigint): Promise<void> {
    await this.open('My line')
    await this.page.getByTestId('draw').click()
    const dialog = this.dialog('Draw money from the line')
    await this.field('Amount', dialog).fill(shown(amount))
    await this.page.getByTestId('confirm-draw').click()
    await expect(this.dialog('Review and sign')).toContainText(shown(amount))
    await this.approve()
    await this.done()
  }

  /** Pays an amount, or everything that is owed, with one signature for the allowance and one for the payment. */
  async repay(amount: bigint | 'all' | 'due'): Promise<void> {
    await this.open('My line')
    await this.page.getByTestId('repay').click()
    const dialog = this.dialog('Repay')
    if (typeof amount === 'bigint') await this.field('Amount', dialog).fill(shown(amount))
    else await this.field('How much', dialog).selectOption(amount)
    await this.page.getByTestId('confirm-repay').click()
    await this.approve('permit', 'sign')
    await this.done()
  }
}
