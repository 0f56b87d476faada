import { describe, expect, it } from 'vitest'
import { durationParts, formatDuration } from './duration'

describe('durationParts', () => {
  it.each([
    [0, ['0 second']],
    [-5, ['0 second']],
    [59, ['59 second']],
    [3_600, ['1 hour']],
    [3_661, ['1 hour', '1 minute']],
    [90_061, ['1 day', '1 hour']],
    [86_400 + 59, ['1 day']],
  ])('%i seconds', (seconds, expected) => {
    expect(durationParts(seconds).map(({ value, unit }) => `${value} ${unit}`)).toEqual(expected)
  })
})

describe('formatDuration', () => {
  it('writes both languages', () => {
    expect(formatDuration(3_900, 'en')).toBe('1 hr 5 min')
    expect(formatDuration(3_900, 'zh-CN')).toBe('1小时5分钟')
  })
})
