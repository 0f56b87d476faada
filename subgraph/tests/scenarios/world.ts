import { address } from '../../scripts/placeholder.ts'

export const supplier = address(0x5001)
export const secondSupplier = address(0x5002)
export const debtor = address(0xde01)
export const bank = address(0xba01)
export const officer = address(0x0f01)
export const guardian = address(0x0f02)
export const nobody = address(0)

export const treasury = address(0xb2)
export const desk = address(0xb3)

/** 2026-11-22 00:00 in the register's offset of eight hours, and that day's number. */
export const midnight = 1_795_276_800
export const today = 20_779
export const day = 86_400

/** A base id: 32 bytes with a zero low byte. */
export const baseId = word('1f'.repeat(31), 0)
export const tierOne = word('1f'.repeat(31), 1)

function word(head: string, tier: number): string {
  return `0x${head}${tier.toString(16).padStart(2, '0')}`
}

export const hash = `0x${'ab'.repeat(32)}`
export const operationId = `0x${'0e'.repeat(32)}`
