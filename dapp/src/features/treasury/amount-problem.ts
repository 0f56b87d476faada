import { parseAmount } from '@tallystick/sdk'

/** A typed amount, or why it cannot be used. */
export type TypedAmount =
  | { readonly amount: bigint; readonly problem?: never }
  | { readonly amount?: never; readonly problem: 'empty' | 'unreadable' | 'zero' | 'too-much' }

/** Reads an amount between one minor unit and `most`. */
export function readAmount(text: string, decimals: number, most: bigint): TypedAmount {
  if (text.trim() === '') return { problem: 'empty' }
  const amount = parseAmount(text, decimals)
  if (amount === undefined || amount < 0n) return { problem: 'unreadable' }
  if (amount === 0n) return { problem: 'zero' }
  return amount > most ? { problem: 'too-much' } : { amount }
}
