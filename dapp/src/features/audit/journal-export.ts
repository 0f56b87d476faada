import {
  type Deployment,
  formatAmount,
  graphQuery,
  JournalDocument,
  type JournalQuery,
  MetaDocument,
} from '@tallystick/sdk'

import { toCsv } from '../../lib/csv'
import { dataHash } from '../../lib/data-hash'
import { downloadText } from '../../lib/download'
import { toJsonLines } from '../../lib/jsonl'
import { shareDecimals } from '../treasury/share-decimals'
import type { JournalWhere } from './journal-filter'

export type JournalEntry = JournalQuery['eventLogs'][number]

/** The index behind the page's own origin. */
const ENDPOINT = '/graphql'
const PAGE = 1_000

/** A journal as it was at one block: the same question gives the same rows for ever. */
export interface JournalSnapshot {
  readonly block: number
  readonly entries: readonly JournalEntry[]
}

/**
 * Reads every entry that meets `where`, up to the newest block in the records at the start.
 * @throws GraphError when the index cannot be reached
 */
export async function readJournal(where: JournalWhere): Promise<JournalSnapshot> {
  const meta = await graphQuery(ENDPOINT, MetaDocument, {})
  const block = meta._meta?.block.number ?? 0
  const entries: JournalEntry[] = []
  let last = 0
  for (;;) {
    const page = await graphQuery(ENDPOINT, JournalDocument, {
      where: { ...where, blockNumber_lte: block.toString(), sequence_gt: last },
      first: PAGE,
    })
    entries.push(...page.eventLogs)
    last = entries.at(-1)?.sequence ?? last
    if (page.eventLogs.length < PAGE) return { block, entries }
  }
}

const COLUMNS = [
  'sequence',
  'chainId',
  'blockNumber',
  'timestamp',
  'time',
  'event',
  'emitter',
  'transactionHash',
  'logIndex',
  'transactionFrom',
  'accounts',
  'receivable',
  'group',
  'quantity',
  'quantityFormatted',
] as const

type JournalRow = Readonly<Record<(typeof COLUMNS)[number], string | number | null>>

/** Entries whose quantity is in shares. */
const SHARE_ENTRIES: ReadonlySet<JournalEntry['__typename']> = new Set(['SharesTransferEvent', 'SharesApprovalEvent'])

/** Decimals of an entry's quantity: shares are finer than units and money. */
export function quantityDecimals({ __typename }: Pick<JournalEntry, '__typename'>, assetDecimals: number): number {
  return SHARE_ENTRIES.has(__typename) ? shareDecimals(assetDecimals) : assetDecimals
}

/** An entry with raw integers and, beside them, what people read. */
export function journalRow(entry: JournalEntry, { chainId, asset }: Deployment): JournalRow {
  return {
    sequence: entry.sequence,
    chainId,
    blockNumber: entry.blockNumber,
    timestamp: entry.timestamp,
    time: new Date(Number(entry.timestamp) * 1_000).toISOString(),
    event: entry.name,
    emitter: entry.emitter,
    transactionHash: entry.transactionHash,
    logIndex: entry.logIndex,
    transactionFrom: entry.transactionFrom,
    accounts: entry.accounts.join(' '),
    receivable: entry.receivableId,
    group: entry.obligorNumber,
    quantity: entry.quantity,
    quantityFormatted:
      entry.quantity === null ? null : formatAmount(BigInt(entry.quantity), quantityDecimals(entry, asset.decimals)),
  }
}

export type ExportFormat = 'csv' | 'jsonl'

export interface ExportedJournal {
  readonly block: number
  readonly count: number
  /** SHA-256 of the file. */
  readonly hash: string
}

/** Hands the whole journal under `where` to the browser as a file named after its block. */
export async function exportJournal(
  where: JournalWhere,
  format: ExportFormat,
  deployment: Deployment,
): Promise<ExportedJournal> {
  const { block, entries } = await readJournal(where)
  const rows = entries.map((entry) => journalRow(entry, deployment))
  const text = format === 'csv' ? toCsv(COLUMNS, rows) : toJsonLines(rows)
  downloadText(
    `tallystick-journal-${deployment.chainId}-block-${block}.${format}`,
    text,
    format === 'csv' ? 'text/csv' : 'application/x-ndjson',
  )
  return { block, count: rows.length, hash: await dataHash(text) }
}
