import { graphQuery, LeasesDocument } from '@tallystick/sdk'
import type { LeaseRow } from './book-row'

const PAGE = 1_000
const START = '0x'

/**
 * Reads all leases of a book, page by page.
 * @param book account of the book, in lower case
 * @throws GraphError when the index cannot be reached
 */
export async function readLeases(book: string, signal: AbortSignal): Promise<readonly LeaseRow[]> {
  const leases: LeaseRow[] = []
  for (;;) {
    const after = leases.at(-1)?.id ?? START
    const page = await graphQuery('/graphql', LeasesDocument, { where: { book }, after, first: PAGE }, { signal })
    leases.push(...page.leases)
    if (page.leases.length < PAGE) return leases
  }
}
