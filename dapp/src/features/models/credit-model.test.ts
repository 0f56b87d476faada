import { describe, expect, it } from 'vitest'
import { type ModelAction, type ModelStatus, modelRefusal, SCORE_BIN_NAMES } from './credit-model'

describe('modelRefusal', () => {
  it.each<[ModelAction, ModelStatus, string | undefined]>([
    ['validate', 'Draft', undefined],
    ['validate', 'Validated', 'not-draft'],
    ['activate', 'Draft', 'not-validated'],
    ['activate', 'Validated', undefined],
    ['activate', 'Active', 'not-validated'],
    ['retire', 'Active', undefined],
    ['retire', 'Retired', 'retired'],
    ['publish', 'Retired', undefined],
  ])('%s of a model that is %s: %s', (action, status, refusal) => {
    expect(modelRefusal(action, { status, blob: null })).toBe(refusal)
  })

  it('publishes once', () => {
    const blob = `0x${'1'.repeat(40)}` as const
    expect(modelRefusal('publish', { status: 'Active', blob })).toBe('published')
  })
})

describe('SCORE_BIN_NAMES', () => {
  it('covers 300 to 850 in ten bins', () => {
    expect(SCORE_BIN_NAMES[0]).toBe('300–354')
    expect(SCORE_BIN_NAMES.at(-1)).toBe('795–850')
  })
})
