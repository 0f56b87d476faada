import { defineConfig } from '@playwright/test'
import { chromiumLaunchOptions } from '../scripts/e2e/chromium.ts'

/** One worker: the specs share one chain that only moves forward, and two cores are all we ask for. */
export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/stack.ts',
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['./e2e/count-reporter.ts']],
  // Run one by one, each on a fresh system: every one lets months pass, in which the others' business would go on.
  projects: [
    { name: 'leases', outputDir: 'test-results/leases', testMatch: /leases-.*\.spec\.ts/ },
    { name: 'story', outputDir: 'test-results/story', testMatch: /story\.spec\.ts/ },
    { name: 'others', outputDir: 'test-results/others', testIgnore: /(leases-.*|story)\.spec\.ts/ },
  ],
  use: {
    viewport: { width: 1360, height: 860 },
    locale: 'en-GB',
    timezoneId: 'Asia/Shanghai',
    trace: 'retain-on-failure',
    launchOptions: await chromiumLaunchOptions(),
  },
})
