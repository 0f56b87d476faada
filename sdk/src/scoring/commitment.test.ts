import { createHash } from 'node:crypto'
import { bytesToHex } from 'viem'
import { describe, expect, it } from 'vitest'
import { MISSING } from './blob.ts'
import { featureCommitment, modelHash, statementOf } from './commitment.ts'
import { commitmentPreimage, signedBytes } from './preimage.ts'

const salt = `0x${'5a'.repeat(32)}` as const
const merchant = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
const statement = { salt, merchant, asOf: 0x01_6a_00_00_01, features: [1, -1, MISSING] } as const

describe('commitment', () => {
  const features = '0000000000000001ffffffffffffffffffe0000000000001'
  const preimage = `${'5a'.repeat(32)}${merchant.slice(2).toLowerCase()}016a000001${features}`

  it('covers salt, merchant, asOf and features, to the byte', () => {
    expect(bytesToHex(commitmentPreimage(statementOf(statement)))).toBe(`0x${preimage}`)
    const hash = createHash('sha256').update(Buffer.from(preimage, 'hex')).digest('hex')
    expect(featureCommitment(statement)).toBe(`0x${hash}`)
  })

  it('is signed behind a fixed prefix', () => {
    const prefix = Buffer.from('tallystick.features.v1').toString('hex')
    expect(bytesToHex(signedBytes(statementOf(statement)))).toBe(`0x${prefix}${preimage}`)
  })

  it('knows a model by the SHA-256 of its blob', () => {
    expect(modelHash(new Uint8Array(0))).toBe('0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  })
})
