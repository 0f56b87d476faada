import { formatAmount, formatBps, parseAmount, parsePercent } from '@tallystick/sdk'
import type { DebtorTerms } from './terms-change'

/** What the officer types. */
export interface TermsDraft {
  readonly enabled: boolean
  readonly discount: string
  readonly fee: string
  readonly advance: string
  readonly tenor: string
  readonly least: string
}

export type DraftField = Exclude<keyof TermsDraft, 'enabled'>

/** Rates and parts without the percent sign, so that they can be edited. */
export function draftOf(terms: DebtorTerms, decimals: number): TermsDraft {
  const percent = (bps: number) => formatBps(bps).slice(0, -1)
  return {
    enabled: terms.enabled,
    discount: percent(terms.discountBps),
    fee: percent(terms.feeBps),
    advance: percent(terms.advanceBps),
    tenor: String(terms.maxTenorDays),
    least: formatAmount(terms.minUnits, decimals),
  }
}

const WHOLE = 10_000
const MAX_UINT16 = 65_535
const MAX_UINT96 = (1n << 96n) - 1n

/** Terms as the desk takes them, or the fields that cannot be read. Bounds are those of the contract. */
export function readDraft(
  draft: TermsDraft,
  decimals: number,
): { readonly terms: DebtorTerms; readonly wrong: readonly DraftField[] } {
  const discountBps = within(parsePercent(draft.discount), 0, MAX_UINT16)
  const feeBps = within(parsePercent(draft.fee), 0, WHOLE - 1)
  const advanceBps = within(parsePercent(draft.advance), 1, WHOLE)
  const maxTenorDays = within(wholeNumber(draft.tenor), 1, MAX_UINT16)
  const minUnits = parseAmount(draft.least, decimals)
  const leastIsWrong = minUnits === undefined || minUnits < 0n || minUnits > MAX_UINT96
  const wrong: DraftField[] = []
  if (discountBps === undefined) wrong.push('discount')
  if (feeBps === undefined) wrong.push('fee')
  if (advanceBps === undefined) wrong.push('advance')
  if (maxTenorDays === undefined) wrong.push('tenor')
  if (leastIsWrong) wrong.push('least')
  return {
    terms: {
      enabled: draft.enabled,
      discountBps: discountBps ?? 0,
      feeBps: feeBps ?? 0,
      advanceBps: advanceBps ?? 0,
      maxTenorDays: maxTenorDays ?? 0,
      minUnits: minUnits ?? 0n,
      version: 0,
    },
    wrong,
  }
}

function wholeNumber(text: string): number | undefined {
  const plain = text.normalize('NFKC').trim()
  return /^\d{1,6}$/.test(plain) ? Number(plain) : undefined
}

function within(value: number | undefined, least: number, most: number): number | undefined {
  return value !== undefined && value >= least && value <= most ? value : undefined
}
