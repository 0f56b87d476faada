import type { Deployment } from '@tallystick/sdk'
import { exportRows, type RowFormat } from '../../lib/export-rows'
import type { BookRow } from './book-row'

const COLUMNS = [
  'chainId',
  'block',
  'merchant',
  'group',
  'state',
  'band',
  'score',
  'pdBps',
  'limit',
  'principal',
  'rateBps',
  'owed',
  'due',
  'daysPastDue',
  'impairedPct',
  'impaired',
  'overrideUntilDay',
] as const

/** Hands lines to the browser as a file; amounts are minor units, bands are numbered from 1 as on screen. */
export function exportBook(
  rows: readonly BookRow[],
  format: RowFormat,
  { chainId }: Pick<Deployment, 'chainId'>,
  block: bigint | undefined,
): void {
  const lines = rows.map((row) => ({ chainId, block, ...lineOf(row) }))
  exportRows(`tallystick-lines-${chainId}-block-${block ?? 'unknown'}`, COLUMNS, lines, format)
}

function lineOf(row: BookRow) {
  const { merchant, state, limit, principal, rateBps, impairedPct, impaired, score, debt } = row
  return {
    merchant,
    group: row.obligor,
    state,
    band: row.band === undefined ? undefined : row.band + 1,
    score: score?.score,
    pdBps: score?.pdBps,
    limit,
    principal,
    rateBps,
    owed: debt.total,
    due: debt.due,
    daysPastDue: debt.daysPastDue,
    impairedPct,
    impaired,
    overrideUntilDay: row.overrideUntil === 0 ? undefined : row.overrideUntil,
  }
}
