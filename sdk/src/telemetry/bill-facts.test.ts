import { describe, expect, it } from 'vitest'
import { BillFactsError, billFacts } from './bill-facts.ts'
import { RENT_EVIDENCE_FORMAT, type RentEvidence, writeEvidence } from './rent-evidence.ts'

describe('facts of a bill', () => {
  it('says which bill the events do not hold', () => {
    expect(() => billFacts([], 7n, 3)).toThrow(new BillFactsError('lease 7 has no bill of period 3'))
  })
})

describe('the evidence document', () => {
  it('names its form and marks integers beyond JSON', () => {
    const text = writeEvidence({ record: { leaseId: 2n ** 60n }, evidence: undefined } as unknown as RentEvidence)
    expect(JSON.parse(text)).toEqual({ format: RENT_EVIDENCE_FORMAT, record: { leaseId: '1152921504606846976n' } })
  })
})
