import { AuditJournalDocument, type AuditJournalQuery, type GraphDocument, graphQuery } from '@tallystick/sdk'
import type { Hex } from 'viem'

/** Rows that a server gives at once. */
const pageSize = 1_000

interface PageVariables {
  readonly block: number
  readonly after?: Hex
}

/** Rows of a document that asks for one list. */
type RowOf<Result> = Result[keyof Result] extends readonly (infer Row)[] ? Row : never

/** Entry of the journal as the audit reads it. */
export type JournalEntry = AuditJournalQuery['eventLogs'][number]

/** Reads whole tables of the index as of one block. */
export class IndexReader {
  readonly #url: string
  readonly #block: number

  constructor(url: string, block: number) {
    this.#url = url
    this.#block = block
  }

  /** All rows of a list, in the order of their ids. */
  async rows<Result>(document: GraphDocument<Result, PageVariables>): Promise<RowOf<Result>[]> {
    const rows: { readonly id: Hex }[] = []
    for (;;) {
      const after = rows.at(-1)?.id ?? '0x'
      const result = await graphQuery(this.#url, document, { block: this.#block, after })
      const page = Object.values(result as Record<string, readonly { readonly id: Hex }[]>)[0] ?? []
      rows.push(...page)
      if (page.length < pageSize) return rows as RowOf<Result>[]
    }
  }

  /** The whole journal in its order. */
  async journal(): Promise<JournalEntry[]> {
    const entries: JournalEntry[] = []
    for (;;) {
      const after = entries.at(-1)?.sequence ?? 0
      const { eventLogs } = await graphQuery(this.#url, AuditJournalDocument, { block: this.#block, after })
      entries.push(...eventLogs)
      if (eventLogs.length < pageSize) return entries
    }
  }
}
