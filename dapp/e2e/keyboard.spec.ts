/** Without a mouse: a supplier from the first key to the request on chain, a merchant through its consent. */
import type { Page } from '@playwright/test'
import { termsHash } from '@tallystick/sdk'
import { expect, test } from './fixtures.ts'
import { asFile, freshInvoice } from './invoices.ts'
import { Merchant } from './merchant.ts'
import { Person } from './person.ts'

/** More than this many stops to a control is no way for a person. */
const mostStops = 40

test('an invoice becomes a request by keyboard only', async ({ browsers, chain }) => {
  const page = await browsers.visitor()
  const supplier = new Person(page, 'en')
  const { ubl } = freshInvoice(await chain.now())
  await page.goto('/')
  await expect(page.getByTestId('connect')).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(supplier.text('Skip to content')).toBeFocused()

  await press(page, '[data-testid=connect]')
  await press(page, '[data-testid=company-lanhai]')
  await expect(page.getByTestId('account')).toBeVisible()
  await press(page, 'nav a[href="/invoices/new"]')
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), press(page, 'input[type=file]')])
  await chooser.setFiles(asFile(ubl))
  await expect(page.getByTestId('request-confirmation')).not.toHaveAttribute('aria-disabled')
  await press(page, '[data-testid=request-confirmation]')
  await expect(supplier.dialog('Review and sign')).toBeVisible()
  await press(page, '[data-testid=approve]')
  await supplier.done()
  const args = [termsHash(await chain.terms(ubl))] as const
  expect(await chain.client.readContract({ ...chain.receivables, functionName: 'isRequested', args })).toBe(true)
})

test('Escape refuses in the wallet, and the focus returns to the button', async ({ browsers, chain }) => {
  const lanhai = await Person.of('lanhai', browsers)
  await lanhai.open('New invoice')
  await lanhai.drop(asFile(freshInvoice(await chain.now()).ubl))
  const button = lanhai.page.getByTestId('request-confirmation')
  await expect(button).not.toHaveAttribute('aria-disabled')
  await button.focus()
  await lanhai.page.keyboard.press('Enter')
  await expect(lanhai.page.getByTestId('approve')).toBeVisible()
  await lanhai.page.keyboard.press('Escape')
  await expect(lanhai.transaction).toHaveAttribute('data-stage', 'refused')
  await expect(button).toBeFocused()
})

test('a consent is signed and withdrawn by keyboard only', async ({ browsers, credit }) => {
  const merchant = await Merchant.of('qingteng', browsers)
  const { page } = merchant
  await press(page, 'nav a[href="/merchant/consents"]')
  await press(page, '[data-testid=consent]')
  await page.keyboard.press('Escape')
  await expect(page.locator('[data-testid=consent]').first(), 'the focus returns').toBeFocused()
  await page.keyboard.press('Enter')
  await press(page, '[data-testid=sign-consent]')
  await press(page, '[data-testid=approve]')
  await expect(merchant.transaction).toHaveAttribute('data-stage', 'sign')
  await press(page, '[data-testid=approve]')
  await merchant.done()
  expect(await credit.consentExpiry('qingteng')).toBeGreaterThan(0)
  await press(page, '[data-testid=revoke]')
  await press(page, '[data-testid=approve]')
  await merchant.done()
  expect(await credit.consentExpiry('qingteng')).toBe(0)
})

/** Walks to a control with Tab, sees that the focus is visible there, and presses it. */
async function press(page: Page, selector: string): Promise<void> {
  const target = page.locator(selector).first()
  await expect(target).toBeAttached()
  for (let stop = 0; stop < mostStops; stop++) {
    if (await target.evaluate((element) => element === document.activeElement)) break
    await page.keyboard.press('Tab')
  }
  await expect(target).toBeFocused()
  expect(await focusIsVisible(page), `${selector}: the focus can be seen`).toBe(true)
  await page.keyboard.press('Enter')
}

/** A hidden input shows its focus on the label around it. */
function focusIsVisible(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const focused = document.activeElement
    const shown = [focused, focused?.closest('label')].filter((element) => element instanceof Element)
    return shown.some((element) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(element)
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1
    })
  })
}
