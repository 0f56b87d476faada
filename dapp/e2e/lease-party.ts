import type { Locator } from '@playwright/test'
import type { DemoKey } from '../../scripts/demo/companies.ts'
import { type BrowserSettings, type Browsers, expect } from './fixtures.ts'
import { Person } from './person.ts'

/** What a browser logs when the gateway ends a stream of readings, as it does when the demo's clock ends the session. */
export const endedStream = /net::ERR_INCOMPLETE_CHUNKED_ENCODING/

/** A party of a lease, its bank or its auditor in front of a browser: the steps that several tests take. */
export class LeaseParty extends Person {
  static override async of(key: DemoKey, browsers: Browsers, settings: BrowserSettings = {}): Promise<LeaseParty> {
    const { page, language } = await Person.of(key, browsers, settings)
    return new LeaseParty(page, language)
  }

  /** Opens an address anew, which ends the session with the gateway. */
  async visit(path: string): Promise<void> {
    await this.page.goto(path)
    await expect(this.page.getByRole('heading', { level: 1 })).toBeVisible()
  }

  /** Signs once to read machine data; the page then says that it is live. */
  async signIn(within: Locator = this.page.getByRole('main')): Promise<void> {
    await within.getByTestId('open-telemetry').first().click()
    await this.page.getByTestId('approve').click()
    await expect(within.getByText(this.words('Live'), { exact: true }).first()).toBeVisible()
  }

  /** Presses a button, approves the transaction that it asks for, and waits for the records. */
  async act(testId: string): Promise<void> {
    await this.page.getByTestId(testId).click()
    await this.sign()
  }

  /** Approves the transaction that the page asks for, and waits for the records. */
  async sign(): Promise<void> {
    await this.approve()
    await this.done()
  }

  /** Says that a button cannot be pressed now, and why. */
  async cannot(testId: string, sentence: string | RegExp): Promise<void> {
    const button = this.page.getByTestId(testId)
    await expect(button).toHaveAttribute('aria-disabled', 'true')
    await expect(button).toHaveAccessibleDescription(sentence)
  }

  /** Where the lease stands by its page. */
  async stands(state: string): Promise<void> {
    await expect(this.page.getByTestId('lease-state').first()).toHaveAttribute('data-state', state)
  }

  /** A figure of the page. */
  figure(testId: string): Locator {
    return this.page.getByTestId(testId).first()
  }
}
