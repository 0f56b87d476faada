import { graphQuery, LineKpisDocument, type LineKpisQuery } from '@tallystick/sdk'

export type LineRecord = LineKpisQuery['lines'][number]
export type DecisionRecord = LineKpisQuery['limitDecisions'][number]
export type RequestRecord = LineKpisQuery['oracleRequests'][number]
export type ScoreRecord = LineKpisQuery['merchantScores'][number]

/** Everything that the figures of a book are computed from. */
export interface BookRecords {
  readonly lines: readonly LineRecord[]
  readonly decisions: readonly DecisionRecord[]
  readonly requests: readonly RequestRecord[]
  readonly scores: readonly ScoreRecord[]
}

const PAGE = 1_000
const START = '0x'

/**
 * Reads all lines, decisions, requests and scores of a bank, page by page.
 * @param book account of the book of lines, in lower case
 * @param oracle account of the score oracle, in lower case
 * @throws GraphError when the index cannot be reached
 */
export async function readBook(book: string, oracle: string, signal: AbortSignal): Promise<BookRecords> {
  const lines: LineRecord[] = []
  const decisions: DecisionRecord[] = []
  const requests: RequestRecord[] = []
  const scores: ScoreRecord[] = []
  for (;;) {
    const page = await graphQuery(
      '/graphql',
      LineKpisDocument,
      {
        book,
        oracle,
        first: PAGE,
        linesAfter: lines.at(-1)?.id ?? START,
        decisionsAfter: decisions.at(-1)?.id ?? START,
        requestsAfter: requests.at(-1)?.id ?? START,
        scoresAfter: scores.at(-1)?.id ?? START,
      },
      { signal },
    )
    lines.push(...page.lines)
    decisions.push(...page.limitDecisions)
    requests.push(...page.oracleRequests)
    scores.push(...page.merchantScores)
    const { limitDecisions, oracleRequests, merchantScores } = page
    const isLast = [page.lines, limitDecisions, oracleRequests, merchantScores].every((rows) => rows.length < PAGE)
    if (isLast) return { lines, decisions, requests, scores }
  }
}
