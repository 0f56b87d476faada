import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../../scripts/paths.ts'
import { readDisclosure } from '../../scripts/score/verify.ts'

const merchant = `0x${'0a'.repeat(20)}`

const disclosure = {
  merchant,
  asOf: 1_795_363_200,
  features: [1, null],
  salt: `0x${'0b'.repeat(32)}`,
  signature: `0x${'0c'.repeat(64)}`,
}

function run(...args: string[]) {
  const script = join(root, 'scripts', 'score.ts')
  return spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args], { encoding: 'utf8' })
}

describe('a disclosure', () => {
  it('is read as the platform wrote it', () => {
    expect(readDisclosure(JSON.stringify(disclosure))).toEqual(disclosure)
  })

  it.each([
    ['{', 'the disclosure is not JSON'],
    ['[]', 'has not the form'],
    [JSON.stringify({ ...disclosure, salt: '0x12' }), 'has not the form'],
    [JSON.stringify({ ...disclosure, features: ['1'] }), 'has not the form'],
    ['{"error":"a sentence","code":"NOT_RELEASED"}', 'has not the form'],
  ])('%s is refused', (text, reason) => {
    expect(() => readDisclosure(text)).toThrow(reason)
  })
})

describe('score:verify', () => {
  it.each([
    [['--merchant', merchant], 'name the disclosure'],
    [['--merchant', '0x12', '--disclosure', 'package.json'], 'name the merchant: --merchant 0x…'],
    [['--merchant', merchant, '--disclosure', 'missing.json'], 'there is no file missing.json'],
    [['--merchant', merchant, '--disclosure', 'package.json'], 'has not the form'],
    [['--merchants', merchant], "Unknown option '--merchants'"],
  ])('%j cannot be carried out, and says why', (args, reason) => {
    const { status, stdout, stderr } = run(...args)
    expect(stderr).toContain(reason)
    expect(stdout).toBe('')
    expect(status).toBe(2)
  })

  it('explains itself', () => {
    const { status, stdout } = run('--help')
    expect(stdout).toContain('--disclosure FILE')
    expect(status).toBe(0)
  })
})
