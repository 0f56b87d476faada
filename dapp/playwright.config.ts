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
  outputDir: 'test-results',
  // Leases first: the others move the chain's clock by months, through which every machine would report.
  projects: [
    { name: 'leases', testMatch: /leases-.*\.spec\.ts/ },
    { name: 'the rest', testIgnore: /leases-.*\.spec\.ts/ },
  ],
  use: {
    viewport: { width: 1360, height: 860 },
    locale: 'en-GB',
    timezoneId: 'Asia/Shanghai',
    trace: 'retain-on-failure',
    launchOptions: await chromiumLaunchOptions(),
  },
})
