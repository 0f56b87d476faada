import { expect, test } from 'vitest'
import { readConfirmation, writeConfirmation } from './confirmation-file'

const confirmation = { termsHash: `0x${'ab'.repeat(32)}`, deadline: 1_800_000_000, signature: '0x1234' } as const

test('a signature survives being handed over as text', () => {
  expect(readConfirmation(writeConfirmation(confirmation))).toEqual(confirmation)
})

test.each([
  ['no JSON', 'hello'],
  ['another kind', JSON.stringify({ ...confirmation, kind: 'other' })],
  ['a short hash', writeConfirmation({ ...confirmation, termsHash: '0x12' })],
  ['a deadline that is no whole number', writeConfirmation({ ...confirmation, deadline: 1.5 })],
  ['null', 'null'],
])('%s is not taken for a signature', (_name, text) => {
  expect(readConfirmation(text)).toBeUndefined()
})
