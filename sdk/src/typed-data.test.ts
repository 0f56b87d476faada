import { recoverTypedDataAddress } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { describe, expect, it } from 'vitest'
import { parseInvoice } from './invoice/parse.ts'
import { differingTerms, type TermsContext, termsHash, termsOf } from './terms.ts'
import { INVOICE, ubl } from './testing/invoices.ts'
import {
  confirmationDigest,
  confirmationTypedData,
  permitTypedData,
  signConfirmation,
  signPermit,
} from './typed-data.ts'

const ASSET = '0x7777777777777777777777777777777777777777'
const REGISTER = { chainId: 31_337, receivables: '0x3333333333333333333333333333333333333333' } as const
const debtor = privateKeyToAccount(`0x${'01'.repeat(32)}`)
const CONTEXT: TermsContext = {
  supplier: '0x1111111111111111111111111111111111111111',
  debtor: debtor.address,
  asset: { address: ASSET, currency: 'CNY', decimals: 6 },
  penaltyBps: 1_000,
  profile: 1,
  documentHash: `0x${'44'.repeat(32)}`,
}
const terms = termsOf(parseInvoice(ubl(INVOICE)), CONTEXT)
const DEADLINE = 1_800_000_000

describe('termsOf', () => {
  it('states the payable amount in the units of the asset', () => {
    expect(terms).toMatchObject({ face: 350_000_000_000n, dueDay: 20_870, asset: ASSET, penaltyBps: 1_000, profile: 1 })
  })

  it('refuses an invoice without a due date or in another currency', () => {
    expect(() => termsOf(parseInvoice(ubl({ ...INVOICE, dueDate: '' })), CONTEXT)).toThrow('no due date')
    expect(() => termsOf(parseInvoice(ubl({ ...INVOICE, currency: 'USD' })), CONTEXT)).toThrow('in USD')
  })
})

describe('termsHash', () => {
  it('changes with every term', () => {
    const changes = [
      { supplier: ASSET },
      { debtor: ASSET },
      { asset: REGISTER.receivables },
      { face: 1n },
      { dueDay: 1 },
      { penaltyBps: 1 },
      { profile: 2 },
      { fingerprint: terms.contentHash },
      { contentHash: terms.fingerprint },
      { documentHash: terms.fingerprint },
    ] as const
    const hashes = changes.map((change) => termsHash({ ...terms, ...change }))
    expect(new Set([termsHash(terms), ...hashes]).size).toBe(changes.length + 1)
  })
})

describe('differingTerms', () => {
  it('names what differs and ignores the case of addresses', () => {
    const shouted = { ...terms, supplier: CONTEXT.supplier.toUpperCase().replace('0X', '0x') as `0x${string}` }
    expect(differingTerms(terms, shouted)).toEqual([])
    expect(differingTerms(terms, { ...terms, face: 1n, dueDay: 1 })).toEqual(['face', 'dueDay'])
  })
})

describe('a confirmation', () => {
  it('is signed by the debtor', async () => {
    const signature = await signConfirmation(debtor, REGISTER, terms, DEADLINE)
    const signer = await recoverTypedDataAddress({ ...confirmationTypedData(REGISTER, terms, DEADLINE), signature })
    expect(signer).toBe(debtor.address)
  })

  it('counts for one chain, one register, one deadline', () => {
    const digests = [
      confirmationDigest(REGISTER, terms, DEADLINE),
      confirmationDigest({ ...REGISTER, chainId: 1 }, terms, DEADLINE),
      confirmationDigest({ ...REGISTER, receivables: ASSET }, terms, DEADLINE),
      confirmationDigest(REGISTER, terms, DEADLINE + 1),
    ]
    expect(new Set(digests).size).toBe(4)
  })
})

describe('a permit', () => {
  it('is signed by the owner for the domain of the asset', async () => {
    const domain = { chainId: 31_337, asset: { address: ASSET, name: 'Digital Yuan (local)', version: '2' } } as const
    const permit = { owner: debtor.address, spender: REGISTER.receivables, value: 5n, nonce: 0n, deadline: 9n }
    const signature = await signPermit(debtor, domain, permit)
    const signer = await recoverTypedDataAddress({ ...permitTypedData(domain, permit), signature })
    expect(signer).toBe(debtor.address)
  })
})
