import { LOCAL_PEPPER } from '@tallystick/sdk'
import { expect, test } from 'vitest'
import { readInvoiceFile } from './invoice-file'

test('a file that is no XML is refused with a reason and still has its hash', async () => {
  const file = await readInvoiceFile(new File(['no invoice'], 'letter.txt'), LOCAL_PEPPER)
  expect(file.inspection.problems.map(({ code }) => code)).toEqual(['malformed_xml'])
  expect(file.documentHash).toBe('0x5b3d6e3b3b7e4a6c')
})

test('a file of 50 MB is refused by its size', async () => {
  const file = await readInvoiceFile(new File([new Uint8Array(50_000_000)], 'large.xml'), LOCAL_PEPPER)
  expect(file.inspection.problems.map(({ code }) => code)).toEqual(['too_large'])
})
