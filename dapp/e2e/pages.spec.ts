/** Every page, in both languages, light and dark, wide and on a phone: accessible, inside its width, photographed. */
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import type { DemoKey } from '../../scripts/demo/companies.ts'
import type { MadeReceivable } from './chain.ts'
import { type BrowserSettings, test as base, expect } from './fixtures.ts'
import { Person } from './person.ts'
import { setScene } from './scene.ts'
import { type Screen, screens, screensOf } from './screens.ts'

const test = base.extend<object, { scene: MadeReceivable }>({
  scene: [async ({ chain }, use) => use(await setScene(chain)), { scope: 'worker' }],
})

const settings: Readonly<Record<string, BrowserSettings>> = {
  'en-light-wide': { language: 'en' },
  'zh-dark-wide': { language: 'zh-CN', dark: true },
  'zh-light-phone': { language: 'zh-CN', width: 375, height: 812 },
  'en-dark-phone': { language: 'en', dark: true, width: 375, height: 812 },
}

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

for (const [name, setting] of Object.entries(settings)) {
  test(`every page: ${name}`, async ({ browsers, scene }, info) => {
    test.setTimeout(240_000)
    const all = [...screens, ...screensOf(scene.baseId)]
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
      const file = join(info.project.outputDir, 'screens', `${screen.name}-${name}.png`)
      await page.screenshot({ path: file, fullPage: true })
      expect.soft(await accessibilityProblems(page), `${screen.name}: accessibility`).toEqual([])
      expect.soft(await sidewaysScroll(page), `${screen.name}: sideways scroll in pixels`).toBe(0)
    }
  })
}

/** Nothing is being loaded any more. */
async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  await expect(page.locator('main .animate-pulse')).toHaveCount(0)
}

async function accessibilityProblems(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(standards).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}

function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth))
}
