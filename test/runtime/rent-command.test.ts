import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RentEvidence, writeEvidence } from '@tallystick/sdk'
import { afterAll, describe, expect, it } from 'vitest'
import { root } from '../../scripts/paths.ts'
import { readEvidence } from '../../scripts/rent/evidence-file.ts'
import { honestPeriod } from '../../sdk/src/testing/period.ts'

const folder = mkdtempSync(join(tmpdir(), 'tallystick-rent-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

function run(...args: string[]) {
  const script = join(root, 'scripts', 'rent.ts')
  return spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args], { encoding: 'utf8' })
}

function saved(evidence: RentEvidence | string): string {
  const file = join(folder, `${crypto.randomUUID()}.json`)
  writeFileSync(file, typeof evidence === 'string' ? evidence : writeEvidence(evidence))
  return file
}

describe('an evidence file', () => {
  it('is read as it was written', async () => {
    const { record, evidence } = await honestPeriod({ lost: [3] })
    expect(readEvidence(writeEvidence({ record, evidence }))).toEqual({ record, evidence })
  })

  it.each([
    ['{', 'is not JSON'],
    ['null', 'is not of the form'],
    ['{"format":"tallystick rent evidence 1"}', 'is not of the form'],
    ['{"format":"tallystick rent evidence 2","record":{}}', 'is not of the form'],
  ])('%s is refused', (text, reason) => {
    expect(() => readEvidence(text)).toThrow(reason)
  })
})

// Each run starts a process of its own, on machines that do other things too.
describe('rent:verify', { timeout: 60_000 }, () => {
  it('finds nothing wrong with an honest bill: 0', async () => {
    const { record, evidence } = await honestPeriod()
    const { status, stdout, stderr } = run('--evidence', saved({ record, evidence }))
    expect(stderr).toBe('')
    expect(stdout).toContain('Lease 1, period 3, 12 readings')
    expect(stdout).toMatch(/✓ rent of use +20000000 {3}\[RentBilled = tariff, minimum rent, operating seconds\]/)
    expect(stdout).toMatch(/✓ signature of the device/)
    expect(stdout).toContain('24 figures, 0 differences')
    expect(status).toBe(0)
  })

  it('says which figures of a bill are wrong: 1', async () => {
    const { record, evidence } = await honestPeriod()
    const bill = { ...record.bill, usage: record.bill.usage + 1n }
    const file = saved({ record: { ...record, bill }, evidence })
    const { status, stdout } = run('--evidence', file)
    expect(stdout).toMatch(/✗ rent of use +20000001 {3}\[RentBilled\]\n {2}but +20000000/)
    expect(stdout).toContain('24 figures, 2 differences')
    expect(status).toBe(1)
    const json = JSON.parse(run('--evidence', file, '--json').stdout) as { differences: number; figures: unknown[] }
    expect(json.differences).toBe(2)
    expect(json.figures).toHaveLength(24)
  })

  it('cannot check a file of which parts are missing: 2', async () => {
    const { record, evidence } = await honestPeriod()
    for (const broken of [
      { record: { ...record, account: undefined }, evidence },
      { record, evidence: { ...evidence, readings: [null] } },
      { record, evidence: { ...evidence, closing: { v: 1 } } },
      { record: { bill: 1 }, evidence },
    ]) {
      const { status, stdout, stderr } = run('--evidence', saved(broken as unknown as RentEvidence))
      expect(stderr).toContain('the evidence is malformed')
      expect(stdout).toBe('')
      expect(status).toBe(2)
    }
  })

  it.each([
    [[], 'name the bill with --lease N --period K'],
    [['--lease', '1'], 'name the bill'],
    [['--lease', 'one', '--period', '1'], '--lease takes a number, not "one"'],
    [['--lease', '1', '--period', '1', '--network', 'sepolia'], 'name the chain with --rpc URL'],
    [['--evidence', 'missing.json'], 'there is no file missing.json'],
    [['--rent', '1'], "Unknown option '--rent'"],
  ])('%j cannot be carried out, and says why', (args, reason) => {
    const { status, stdout, stderr } = run(...args)
    expect(stderr).toContain(reason)
    expect(stdout).toBe('')
    expect(status).toBe(2)
  })

  it('explains itself', () => {
    const { status, stdout } = run('--help')
    expect(stdout).toContain('--evidence FILE')
    expect(status).toBe(0)
  })
})
