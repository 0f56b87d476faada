import { graphQuery, ModelsDocument, ScoreDistributionDocument, type ScoreDistributionQuery } from '@tallystick/sdk'
import { useQuery } from '@tanstack/react-query'
import type { Address } from 'viem'
import { useBank } from '../../chain/deployment'
import { useGraph } from '../../graphql/use-graph'

/** All versions of the bank's model, the newest first. */
export function useModels() {
  const { models } = useBank()
  const records = useGraph(ModelsDocument, { registry: models.toLowerCase() as Address })
  return { ...records, models: records.data?.models }
}

export type RecordedScore = ScoreDistributionQuery['scores'][number]

const PAGE = 1_000
const REFETCH_MS = 30_000

/** Every score that the bank's oracle has recorded. */
export function useRecordedScores() {
  const { scoreOracle } = useBank()
  return useQuery({
    queryKey: ['graph', 'recorded-scores', scoreOracle],
    queryFn: ({ signal }) => readScores(scoreOracle.toLowerCase(), signal),
    refetchInterval: REFETCH_MS,
  })
}

async function readScores(oracle: string, signal: AbortSignal): Promise<readonly RecordedScore[]> {
  const scores: RecordedScore[] = []
  for (;;) {
    const after = scores.at(-1)?.id ?? '0x'
    const page = await graphQuery('/graphql', ScoreDistributionDocument, { oracle, after, first: PAGE }, { signal })
    scores.push(...page.scores)
    if (page.scores.length < PAGE) return scores
  }
}
