import {
  OracleRequestsDocument,
  type OracleRequestsQuery,
  ScoreOracleDocument,
  type ScoreOracleQuery,
} from '@tallystick/sdk'
import { useBank } from '../../chain/deployment'
import { chainNow } from '../../chain/now'
import { useGraph } from '../../graphql/use-graph'

export type OracleRecord = NonNullable<ScoreOracleQuery['scoreOracle']>
export type OracleRequest = OracleRequestsQuery['oracleRequests'][number]

const SECONDS_A_DAY = 86_400n
/** Requests that the page lists; the budget of a day may be higher. */
const LISTED = 100

/** The bank's oracle contract with its counts and sources. */
export function useOracle() {
  const { scoreOracle } = useBank()
  const records = useGraph(ScoreOracleDocument, { id: scoreOracle.toLowerCase() })
  return { ...records, oracle: records.data?.scoreOracle }
}

/** Requests for scores, the newest first. */
export function useOracleRequests() {
  const { scoreOracle } = useBank()
  const records = useGraph(OracleRequestsDocument, {
    where: { oracle: scoreOracle.toLowerCase() },
    first: LISTED,
  })
  return { ...records, requests: records.data?.oracleRequests }
}

/** First second of today's budget, which is counted in UTC days. */
export function budgetStart(): bigint {
  const now = chainNow()
  return now - (now % SECONDS_A_DAY)
}
