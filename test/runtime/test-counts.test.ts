import { describe, expect, it } from 'vitest'
import { countTests } from '../../scripts/test-counts.ts'

describe('counting tests', () => {
  it.each([
    ['mocha', '  12 passing (3s)\n  2 failing\n', 1, { passed: 12, failed: 2 }],
    [
      'Vitest',
      ' Test Files  1 failed | 3 passed (4)\n      Tests  1 failed | 41 passed (42)\n',
      1,
      { passed: 41, failed: 1 },
    ],
    ['Vitest, all passed', '      Tests  41 passed (41)\n', 0, { passed: 41, failed: 0 }],
    ['node:test', 'ℹ tests 5\nℹ pass 4\nℹ fail 1\n', 1, { passed: 4, failed: 1 }],
    ['ours', 'story ok\n7 passed, 1 failed\n', 1, { passed: 7, failed: 1 }],
    ['two runners', 'ℹ pass 4\nℹ fail 0\n9 passed, 0 failed\n', 0, { passed: 13, failed: 0 }],
  ])('%s', (_, output, exitCode, counts) => {
    expect(countTests(output, exitCode)).toEqual(counts)
  })

  it('a suite that ran nothing has failed', () => {
    expect(countTests('no tests found', 0)).toEqual({ passed: 0, failed: 1 })
  })

  it('a runner that broke off has failed, whatever it counted', () => {
    expect(countTests('  12 passing (3s)\n', 1)).toEqual({ passed: 12, failed: 1 })
    expect(countTests('  12 passing (3s)\n', null)).toEqual({ passed: 12, failed: 1 })
  })
})
