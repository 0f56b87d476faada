import { defineConfig } from '@lingui/cli'

/** Features whose texts load with the first lease screen: one catalogue of everything would be too large a chunk. */
const LEASE_FEATURES = ['alarms', 'fleet', 'lease-audit', 'lease-book', 'lease-rules', 'leases', 'telemetry']
const leaseFolders = LEASE_FEATURES.map((feature) => `src/features/${feature}`)

export default defineConfig({
  sourceLocale: 'en',
  locales: ['en', 'zh-CN'],
  catalogs: [
    {
      path: '<rootDir>/src/i18n/{locale}',
      include: ['src'],
      exclude: leaseFolders.map((folder) => `**/${folder}/**`),
    },
    { path: '<rootDir>/src/i18n/leases/{locale}', include: leaseFolders },
  ],
})
