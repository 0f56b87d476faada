import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

describe('npm run federated:demo', () => {
  it('trains across three processes, also when one is killed', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, 'demo.ts')], {
      encoding: 'utf8',
      timeout: 60_000,
    })
    expect(stderr).toBe('')
    expect(stdout).toMatch(/max Δβ federated − central: \d\.\de-\d\d/)
    expect(stdout).toContain('corner-shops dropped out at "keys" of round 4')
    expect(status).toBe(0)
  }, 90_000)
})
