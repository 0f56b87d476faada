import type { Deployment } from '@tallystick/sdk'
import { exportRows, type RowFormat } from '../../lib/export-rows'
import type { BookRow } from './book-row'

const COLUMNS = [
  'chainId',
  'block',
  'lease',
  'state',
  'lessee',
  'manufacturer',
  'group',
  'device',
  'model',
  'financed',
  'principal',
  'owed',
  'due',
  'dueSinceDay',
  'daysPastDue',
  'held',
  'cover',
  'baseRent',
  'rentBilled',
  'periodsBilled',
  'periods',
  'impairedPct',
  'impaired',
] as const

/** Hands leases to the browser as a file; amounts are minor units. */
export function exportLeases(
  rows: readonly BookRow[],
  format: RowFormat,
  { chainId }: Pick<Deployment, 'chainId'>,
  block: bigint | undefined,
): void {
  const lines = rows.map((row) => ({ chainId, block, ...lineOf(row) }))
  exportRows(`tallystick-leases-${chainId}-block-${block ?? 'unknown'}`, COLUMNS, lines, format)
}

function lineOf(row: BookRow) {
  const { leaseId, obligor, deviceId, debt } = row
  const { state, lessee, manufacturer, model, financed, baseRent, rentBilled } = row
  const { periodsBilled, periods, impairedPct, impaired } = row
  return {
    ...{ lease: leaseId, state, lessee, manufacturer, group: obligor, device: deviceId, model, financed },
    ...{ principal: debt.principal, owed: debt.total, due: debt.due },
    dueSinceDay: debt.dueSince === 0 ? undefined : debt.dueSince,
    ...{ daysPastDue: debt.daysPastDue, held: debt.held, cover: debt.cover },
    ...{ baseRent, rentBilled, periodsBilled, periods, impairedPct, impaired },
  }
}
