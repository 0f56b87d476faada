import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest'
import { main } from './cli.ts'
import { featureCommitment } from './scoring.ts'

const folder = mkdtempSync(join(tmpdir(), 'model-cli-'))
const shipped = join(import.meta.dirname, 'merchant-v1')
const file = (name: string) => join(folder, name)

let stdout: MockInstance
let stderr: MockInstance
beforeEach(() => {
  stdout = vi.spyOn(console, 'log').mockImplementation(() => {})
  stderr = vi.spyOn(console, 'error').mockImplementation(() => {})
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
})
afterEach(() => vi.restoreAllMocks())
afterAll(() => rmSync(folder, { recursive: true }))

const printed = () => stdout.mock.calls.flat().join('\n')
const complained = () => stderr.mock.calls.flat().join('\n')
const result = () => JSON.parse(printed())

async function merchants(count: number, seed = 1): Promise<string> {
  const path = file(`merchants-${count}-${seed}.csv`)
  expect(await main(['generate', '--merchants', String(count), '--seed', String(seed), '--out', path])).toBe(0)
  return path
}

describe('usage', () => {
  it('is printed for every command', async () => {
    for (const command of ['train', 'eval', 'export', 'verify', 'drift', 'generate']) {
      expect(await main([command, '--help'])).toBe(0)
      expect(printed()).toContain(`model:${command}`)
    }
  })

  it.each([
    [['fly'], 'there is no command "fly"'],
    [[], 'name a command'],
    [['eval'], '--data is missing'],
    [['eval', '--data', 'absent.csv'], 'there is no such file'],
    [['eval', '--model', 'oracle'], '--model oracle is none of compact, gbdt, forest, scorecard'],
    [['eval', '--colour'], "Unknown option '--colour'"],
    [['train', '--out', 'x'], 'name either --data or --merchants'],
    [['train', '--merchants', '2000'], '--out is missing'],
    [['train', '--out', 'x', '--cuts', '257', '--merchants', '2000'], '--cuts 257 is above 256'],
    [['train', '--out', 'x', '--learning-rate', '0', '--merchants', '2000'], '--learning-rate 0'],
    [['verify', '--model', shipped, '--commitment', '0x12'], '--commitment 0x12 is not 32 bytes in hex'],
  ])('%j is a wrong command line', async (args, message) => {
    expect(await main(args)).toBe(2)
    expect(complained()).toContain(message)
  })
})

describe('eval', () => {
  it.each(['compact', 'gbdt', 'forest', 'scorecard'])('prints one JSON object for %s', async (model) => {
    const data = await merchants(1200)
    writeFileSync(file('folds.txt'), Array.from({ length: 1200 }, (_, row) => row % 3).join('\n'))
    const args = ['--data', data, '--target', 'default_flag', '--folds', file('folds.txt'), '--model', model, '--json']
    expect(await main(['eval', ...args])).toBe(0)
    const { folds, overall, ...rest } = result()
    expect(rest.model).toBe(model)
    expect(folds).toHaveLength(3)
    for (const metrics of [...folds, overall, rest.mean]) {
      expect(metrics.auc).toBeGreaterThan(0.7)
      expect(metrics.ks).toBeGreaterThan(0.3)
      expect(metrics.brier).toBeLessThan(0.08)
      expect(metrics.ece).toBeLessThan(0.08)
    }
    expect(overall.ci.auc[0]).toBeLessThan(overall.auc)
  })

  it('names the bad rows of a file', async () => {
    writeFileSync(file('bad.csv'), 'transaction_amount,default_flag\n5,1\n-5,0\n')
    expect(await main(['eval', '--data', file('bad.csv')])).toBe(1)
    expect(complained()).toContain('line 3: transaction_amount -5 is negative')
  })

  it('refuses one class only', async () => {
    writeFileSync(
      file('good.csv'),
      `a,default_flag\n${Array.from({ length: 40 }, (_, row) => `${row},0`).join('\n')}\n`,
    )
    expect(await main(['eval', '--data', file('good.csv')])).toBe(1)
    expect(complained()).toContain('both outcomes are needed')
  })
})

describe('train and export', () => {
  it('train on a file, and register what was trained', async () => {
    const out = file('trained')
    const settings = ['--trees', '10', '--folds', '2', '--json']
    expect(await main(['train', '--data', await merchants(1500), '--out', out, ...settings])).toBe(0)
    const { modelHash } = result()
    stdout.mockClear()
    expect(await main(['export', '--model', out])).toBe(0)
    expect(result()).toMatchObject({ modelHash, scopes: 31 })
    expect(JSON.parse(readFileSync(join(out, 'card.json'), 'utf8'))).toMatchObject({ holdout: null, backtest: null })
  })

  it('spell the blob out', async () => {
    expect(await main(['export', '--model', shipped, '--as', 'json'])).toBe(0)
    expect(result().trees).toHaveLength(80)
    stdout.mockClear()
    expect(await main(['export', '--model', shipped, '--as', 'hex'])).toBe(0)
    expect(printed()).toMatch(/^0x54534d31/)
  })
})

describe('verify', () => {
  const statement = {
    merchant: '0x00000000000000000000000000000000000000aa' as const,
    asOf: 1_795_305_600,
    features: [12_000_000, 900, 460, 620, 250, 2000, 300, 40, 0, null] as (number | null)[],
    salt: `0x${'7a'.repeat(32)}` as const,
  }
  const model = join(shipped, 'model.blob')
  const write = (value: unknown) => {
    writeFileSync(file('features.json'), JSON.stringify(value))
    return ['--model', model, '--features', file('features.json')]
  }
  const commitment = featureCommitment({
    ...statement,
    features: statement.features.map((value) => value ?? Number.MIN_SAFE_INTEGER),
  })

  it('agrees with the commitment of the same features', async () => {
    expect(await main(['verify', ...write(statement), '--commitment', commitment, '--json'])).toBe(0)
    expect(result()).toMatchObject({ commitment, differences: [], turnover: '12000000' })
  })

  it('finds one changed unit', async () => {
    const changed = { ...statement, features: statement.features.with(0, 12_000_001) }
    expect(await main(['verify', ...write(changed), '--commitment', commitment])).toBe(1)
    expect(printed()).toContain('DIFFERS: commitment')
  })

  it('finds another model', async () => {
    expect(await main(['verify', ...write(statement.features), '--model-hash', `0x${'0'.repeat(64)}`])).toBe(1)
    expect(printed()).toContain('DIFFERS: model hash')
  })

  it.each([
    ['too few features', [1, 2], 'Feature 2 is absent'],
    ['a fraction', statement.features.with(0, 0.5), 'feature 0 is 0.5'],
    ['no object', 'text', 'neither an object nor an array'],
    ['a short salt', { ...statement, salt: '0x12' }, '"salt" is not 32 bytes'],
  ])('refuses %s', async (_, features, message) => {
    expect(await main(['verify', ...write(features)])).toBe(1)
    expect(complained()).toContain(message)
  })

  it('refuses a cut-off model', async () => {
    writeFileSync(file('cut.blob'), readFileSync(model).subarray(0, 500))
    write(statement)
    expect(await main(['verify', '--model', file('cut.blob'), '--features', file('features.json')])).toBe(1)
    expect(complained()).toContain('the model cannot be used: LENGTH')
  })
})

describe('drift', () => {
  const drift = (data: string) =>
    main(['drift', '--model', shipped, '--data', data, '--target', 'default_flag', '--json'])

  it('is small among merchants of the same kind', async () => {
    expect(await drift(await merchants(4000, 9))).toBe(0)
    expect(result().verdict).toBe('stable')
    expect(result().psi).toBeLessThan(0.02)
  })

  it('is reported when the merchants have changed', async () => {
    const lines = readFileSync(await merchants(2000, 9), 'utf8')
      .trim()
      .split('\n')
    const worse = lines.map((line, row) => (row === 0 ? line : line.split(',').with(5, '-0.2').join(',')))
    writeFileSync(file('worse.csv'), worse.join('\n'))
    expect(await drift(file('worse.csv'))).toBe(1)
    expect(result().verdict).toBe('shifted')
    const changed = result().features.filter(({ psi }: { psi: number }) => psi > 0.1)
    expect(changed.map(({ name }: { name: string }) => name)).toEqual(['monthly_growth'])
  })
})
