import { zeroHash } from 'viem'
import { expect, it } from 'vitest'
import { noteHash } from './note'

it('hashes the words as they are, in UTF-8', () => {
  expect(noteHash('abc')).toBe('0x4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45')
  expect(noteHash('已电话联系')).not.toBe(noteHash('已电话联系 '))
})

it('tells no words from words', () => {
  expect(noteHash('')).toBe(zeroHash)
})
