import { type BrowserContext, type BrowserContextOptions, test as base, expect, type Page } from '@playwright/test'
import type { LocalAccount } from 'viem'
import { Chain } from './chain.ts'
import { Credit } from './credit.ts'
import { Leasing } from './leasing.ts'
import { type RunningSystem, runningSystem } from './stack.ts'
import { TestWallet } from './wallet.ts'

/** Languages of the page. */
export const languages = ['en', 'zh-CN'] as const

export type Language = (typeof languages)[number]

/** How a person's browser is set. */
export interface BrowserSettings {
  readonly language?: Language
  readonly dark?: boolean
  readonly width?: number
  readonly height?: number
}

/** Console errors, page errors and violations of the content security policy, of every page of a test. */
export class Problems {
  readonly seen: string[] = []
  #expected: RegExp[] = []

  /** Errors that the browser itself logs because of what this test does, like a request that the test cuts off. */
  expect(...patterns: RegExp[]): void {
    this.#expected.push(...patterns)
  }

  watch(context: BrowserContext): void {
    context.on('console', (message) => {
      if (message.type() === 'error') this.seen.push(message.text())
    })
    context.on('weberror', (error) => this.seen.push(String(error.error())))
  }

  get unexpected(): string[] {
    return this.seen.filter((text) => !this.#expected.some((pattern) => pattern.test(text)))
  }
}

/** Opens browsers, each as another person's machine. */
export class Browsers {
  readonly #newContext: (options: BrowserContextOptions) => Promise<BrowserContext>
  readonly #system: RunningSystem
  readonly #problems: Problems
  readonly #contexts = new Set<BrowserContext>()

  constructor(
    newContext: (options: BrowserContextOptions) => Promise<BrowserContext>,
    system: RunningSystem,
    problems: Problems,
  ) {
    this.#newContext = newContext
    this.#system = system
    this.#problems = problems
  }

  /** A browser without a wallet. Its clock is the machine's: the page must go by the chain's. */
  async context({ language = 'en', dark = false, width = 1360, height = 860 }: BrowserSettings = {}) {
    const context = await this.#newContext({
      baseURL: this.#system.url,
      locale: language,
      colorScheme: dark ? 'dark' : 'light',
      reducedMotion: 'reduce',
      viewport: { width, height },
    })
    this.#problems.watch(context)
    this.#contexts.add(context)
    context.on('close', () => this.#contexts.delete(context))
    return context
  }

  /** A page without a wallet. */
  async visitor(settings: BrowserSettings = {}): Promise<Page> {
    const context = await this.context(settings)
    return context.newPage()
  }

  /** A page and a wallet of the browser, which is not connected yet. */
  async withWallet(account: LocalAccount, settings: BrowserSettings = {}): Promise<{ page: Page; wallet: TestWallet }> {
    const context = await this.context(settings)
    const { rpcUrl, deployment } = this.#system
    const wallet = await TestWallet.install(context, { rpcUrl, chainId: deployment.chainId, account })
    return { page: await context.newPage(), wallet }
  }

  async close(): Promise<void> {
    for (const context of this.#contexts) {
      await context.unrouteAll({ behavior: 'ignoreErrors' })
      await context.close()
    }
  }
}

interface TestFixtures {
  readonly problems: Problems
  readonly browsers: Browsers
}

interface WorkerFixtures {
  readonly system: RunningSystem
  readonly chain: Chain
  readonly credit: Credit
  readonly leasing: Leasing
  readonly paidRents: undefined
}

/** What a treasury has to lend when a run begins, in minor units: ten million DCNY. */
const readyCash = 10_000_000_000_000n

export const test = base.extend<TestFixtures, WorkerFixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are needed from this pattern
  system: [async ({}, use) => use(runningSystem()), { scope: 'worker' }],
  chain: [
    async ({ system }, use) => {
      const chain = new Chain(system, system.deployment)
      await chain.provideCash(readyCash)
      await use(chain)
    },
    { scope: 'worker' },
  ],
  credit: [async ({ chain, system }, use) => use(new Credit(chain, system.url)), { scope: 'worker' }],
  leasing: [async ({ chain, system }, use) => use(new Leasing(chain, system.url)), { scope: 'worker' }],
  paidRents: [
    async ({ leasing }, use, { project }) => {
      if (project.name !== 'leases') await leasing.prepayRents()
      await use(undefined)
    },
    { scope: 'worker', auto: true },
  ],
  problems: [
    // biome-ignore lint/correctness/noEmptyPattern: as above
    async ({}, use) => {
      const problems = new Problems()
      await use(problems)
      expect(problems.unexpected, 'console errors, page errors, CSP violations').toEqual([])
    },
    { auto: true },
  ],
  browsers: async ({ browser, system, problems }, use) => {
    const browsers = new Browsers((options) => browser.newContext(options), system, problems)
    await use(browsers)
    await browsers.close()
  },
})

export { expect }
