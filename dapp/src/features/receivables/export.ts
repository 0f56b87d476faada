import { type Deployment, formatAmount, isoDay } from '@tallystick/sdk'
import { toCsv } from '../../lib/csv'
import { downloadText } from '../../lib/download'
import type { ReceivableRow } from './rows'

const COLUMNS = [
  'chainId',
  'receivableId',
  'tokenId',
  'tier',
  'debtor',
  'supplier',
  'units',
  'unitsMinor',
  'faceMinor',
  'asset',
  'dueDay',
  'state',
  'contentHash',
  'createdAt',
  'transaction',
] as const

/** The list as a file: exact amounts in minor units and as people read them, with where each line comes from. */
export function receivablesCsv(rows: readonly ReceivableRow[], { chainId, asset }: Deployment): string {
  return toCsv(
    COLUMNS,
    rows.map(({ receivable, units, tier, tokenId }) => ({
      chainId,
      receivableId: receivable.id,
      tokenId: tokenId === undefined ? '' : `0x${tokenId.toString(16).padStart(64, '0')}`,
      tier,
      debtor: receivable.debtor,
      supplier: receivable.supplier,
      units: formatAmount(units, asset.decimals),
      unitsMinor: units,
      faceMinor: BigInt(receivable.face),
      asset: asset.symbol,
      dueDay: isoDay(receivable.dueDay),
      state: receivable.state,
      contentHash: receivable.contentHash,
      createdAt: receivable.createdAt,
      transaction: receivable.transaction,
    })),
  )
}

/** Hands the list to the browser. */
export function exportRows(rows: readonly ReceivableRow[], deployment: Deployment): void {
  downloadText('receivables.csv', receivablesCsv(rows, deployment), 'text/csv')
}
