import { defineConfig } from 'vitest/config'

// The CRE workflow's tests need bun: see cre/README.md.
export default defineConfig({
  test: { include: ['**/*.test.ts'], exclude: ['**/node_modules/**', 'cre/**'], testTimeout: 30_000, maxWorkers: 2 },
})
