import type { PeriodEvidence, ReadingMessage } from '@tallystick/sdk'
import { useQuery } from '@tanstack/react-query'
import { useBank } from '../../chain/deployment'
import { askGateway } from '../telemetry/gateway'
import { type TelemetrySession, useTelemetrySession } from '../telemetry/session'

/** Which period's evidence, and the reading whose proof is wanted; the closing one when absent. */
export interface EvidenceName {
  readonly leaseId: bigint
  readonly period: number
  readonly seq: string | undefined
}

/** All that the gateway holds of a period, raw readings included. */
export function usePeriodEvidence(name: EvidenceName) {
  const { leases } = useBank()
  const session = useTelemetrySession()
  const { leaseId, period, seq } = name
  return useQuery({
    queryKey: ['telemetry', 'period-evidence', session?.account, leases, String(leaseId), period, seq],
    queryFn: ({ signal }) => readEvidence(session as TelemetrySession, leases, name, signal),
    enabled: session !== undefined,
    retry: 1,
  })
}

interface ReadingsPage {
  readonly readings: readonly ReadingMessage[]
  /** Where the next page begins; null after the last. */
  readonly next: string | null
}

async function readEvidence(
  { token }: TelemetrySession,
  book: string,
  { leaseId, period, seq }: EvidenceName,
  signal: AbortSignal,
): Promise<PeriodEvidence> {
  const base = `/v1/leases/${leaseId}/periods/${period}`
  const of = `book=${book.toLowerCase()}`
  const picked = seq === undefined ? '' : `&seq=${seq}`
  const evidence = await askGateway<Omit<PeriodEvidence, 'readings'>>(`${base}/evidence?${of}${picked}`, {
    token,
    signal,
  })
  const readings: ReadingMessage[] = []
  for (let after: string | null = '0'; after !== null; ) {
    const page: ReadingsPage = await askGateway(`${base}/readings?${of}&after=${after}`, { token, signal })
    readings.push(...page.readings)
    after = page.next
  }
  return { closing: evidence.closing, digests: evidence.digests, picked: evidence.picked, readings }
}
