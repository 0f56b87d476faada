/** Every page, in both languages, light and dark, wide and on a phone: accessible, inside its width, photographed. */
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import type { DemoKey } from '../../scripts/demo/companies.ts'
import { type BrowserSettings, test as base, expect, type Language } from './fixtures.ts'
import { Person } from './person.ts'
import { type Scene, setScene } from './scene.ts'
import { type Screen, screens, screensOf } from './screens.ts'

const test = base.extend<object, { scene: Scene }>({
  scene: [async ({ chain, credit, leasing }, use) => use(await setScene(chain, credit, leasing)), { scope: 'worker' }],
})

interface Setting extends BrowserSettings {
  readonly language: Language
  /** Rules of accessibility hardly depend on the width, so that two of the four settings are enough. */
  readonly audited: boolean
}

const settings: Readonly<Record<string, Setting>> = {
  'en-light-wide': { language: 'en', audited: true },
  'zh-dark-wide': { language: 'zh-CN', dark: true, audited: true },
  'zh-light-phone': { language: 'zh-CN', width: 375, height: 812, audited: false },
  'en-dark-phone': { language: 'en', dark: true, width: 375, height: 812, audited: false },
}

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

for (const [name, setting] of Object.entries(settings)) {
  test(`every page: ${name}`, async ({ browsers, scene }, info) => {
    test.setTimeout(480_000)
    const all = [...screens, ...screensOf(scene)]
    const people = new Set(all.map(({ person }) => person))
    for (const person of people) {
      const page = await pageOf(person)
      for (const screen of all.filter((candidate) => candidate.person === person)) await check(page, screen)
      await page.context().close()
    }

    async function pageOf(person: DemoKey | undefined): Promise<Page> {
      return person === undefined ? browsers.visitor(setting) : (await Person.of(person, browsers, setting)).page
    }

    async function check(page: Page, screen: Screen): Promise<void> {
      await page.goto(screen.path)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await settled(page)
      await signIn(page)
      const file = join(info.project.outputDir, 'screens', `${screen.name}-${name}.png`)
      await page.screenshot({ path: file, fullPage: true })
      if (setting.audited) {
        expect.soft(await accessibilityProblems(page), `${screen.name}: accessibility`).toEqual([])
      }
      expect.soft(await sidewaysScroll(page), `${screen.name}: sideways scroll in pixels`).toBe(0)
      expect.soft(await foreignWords(page, setting.language), `${screen.name}: words not translated`).toEqual([])
    }
  })
}

/** Machine data are shown after a signature for the gateway, where a page has any. */
async function signIn(page: Page): Promise<void> {
  const open = page.getByRole('main').getByTestId('open-telemetry')
  if ((await open.count()) === 0) return
  await open.first().click()
  await page.getByTestId('approve').click()
  await expect(open).toHaveCount(0)
  await settled(page)
  await page.evaluate(() => window.scrollTo(0, 0))
}

/** Nothing is being loaded any more: no placeholder is left, and two frames have been drawn since. */
async function settled(page: Page): Promise<void> {
  await expect(page.locator('main .animate-pulse, main [aria-busy=true]')).toHaveCount(0)
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
}

async function accessibilityProblems(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(standards).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}

function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth))
}

/** What stays as it is in every language: names, standards, symbols and commands. */
const universal =
  /Tallystick|左券|简体中文|English|DCNY|CNY|UBL|UN\/CEFACT|CII|XML|CSV|JSON( Lines)?|SHA-256|EIP-\d+|ERC-\d+|UTC|CN-SCF|MB|HHI|NAV|PAR|MTTA|MTTR|CO₂|IPCC|kg|km|PIN|secp256k1|P-256|TS\d+|Taishan|NPL|AUC|KS|Brier|ECE|PSI|PD|LGD|Chainlink (Functions|CRE)|CRE|card\.json|model\.blob|npm run (audit|model:train|rent:verify)|Digital Yuan \(local\)|0x[0-9a-fA-F]+(…[0-9a-fA-F]+)?/g

/** Words of the other language in the text of a page; identifiers in fixed-width type are nobody's, marked ones another's. */
async function foreignWords(page: Page, language: Language): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const found: string[] = []
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement
      if (element?.checkVisibility() && !element.closest('code, pre, .font-mono, main [lang]'))
        found.push(node.textContent ?? '')
    }
    return found
  })
  const foreign = language === 'en' ? /[\u4e00-\u9fff]+/g : /[A-Za-z]{2,}/g
  return [...new Set(texts.flatMap((text) => text.replace(universal, '').match(foreign) ?? []))]
}
