import { LOCAL_PEPPER } from '@tallystick/sdk'
import { expect, test } from 'vitest'
import { readInvoiceFile } from './invoice-file'

test('a file that is no XML is refused with a reason and still has its hash', async () => {
  const file = await readInvoiceFile(new File(['no invoice'], 'letter.txt'), LOCAL_PEPPER)
  expect(file.inspection.problems.map(({ code }) => code)).toEqual(['malformed_xml'])
  expect(file.documentHash).toBe('0x53c2cdbd6584f09f387c90a9107fed8c57ec8a100dcd008fa0277436322ed98d')
})

test('a file of 50 MB is refused by its size', async () => {
  const file = await readInvoiceFile(new File([new Uint8Array(50_000_000)], 'large.xml'), LOCAL_PEPPER)
  expect(file.inspection.problems.map(({ code }) => code)).toEqual(['too_large'])
})
