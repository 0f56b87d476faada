import type { PeriodEvidence, ReadingMessage } from '@tallystick/sdk'
import type { Address, Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { signSession } from '../services/gateway-session.ts'
import { RentCheckError } from './problem.ts'

/** Where the evidence of a bill lies, and who asks for it. */
export interface EvidenceRequest {
  readonly gatewayUrl: string
  readonly chainId: number
  /** Key of an account that may see the lease. */
  readonly viewerKey: Hex
  /** Lease book of the bank. */
  readonly book: Address
  readonly leaseId: bigint
  readonly period: number
  /** Number of the raw reading to prove; the closing one when left out. */
  readonly seq?: bigint | undefined
}

const TIMEOUT_MS = 30_000

/**
 * Fetches what the gateway holds of a period, with all its raw readings.
 * @throws RentCheckError when it does not answer, or refuses
 */
export async function fetchEvidence(request: EvidenceRequest): Promise<PeriodEvidence> {
  const { gatewayUrl, book, leaseId, period, seq } = request
  const token = await openSession(request)
  const get = <Answer>(path: string) =>
    call<Answer>(`${gatewayUrl}${path}`, { headers: { authorization: `Bearer ${token}` } })
  const base = `/v1/leases/${leaseId}/periods/${period}`
  const picked = seq === undefined ? '' : `&seq=${seq}`
  const evidence = await get<Omit<PeriodEvidence, 'readings'>>(`${base}/evidence?book=${book}${picked}`)
  const readings: ReadingMessage[] = []
  for (let after: string | null = '0'; after !== null; ) {
    const page: { readonly readings: readonly ReadingMessage[]; readonly next: string | null } = await get(
      `${base}/readings?book=${book}&after=${after}`,
    )
    readings.push(...page.readings)
    after = page.next
  }
  return { closing: evidence.closing, digests: evidence.digests, picked: evidence.picked, readings }
}

async function openSession({ gatewayUrl, chainId, viewerKey }: EvidenceRequest): Promise<string> {
  const body = JSON.stringify(await signSession(chainId, privateKeyToAccount(viewerKey)))
  const headers = { 'content-type': 'application/json' }
  const { token } = await call<{ readonly token: string }>(`${gatewayUrl}/v1/session`, {
    method: 'POST',
    headers,
    body,
  })
  return token
}

async function call<Answer>(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) }).catch((error: Error) => {
    throw new RentCheckError(`the gateway does not answer at ${url}: ${error.message}`)
  })
  const text = await response.text()
  if (!response.ok) throw new RentCheckError(`the gateway refuses ${url}: ${response.status} ${text.slice(0, 300)}`)
  try {
    return JSON.parse(text) as Answer
  } catch {
    throw new RentCheckError(`the gateway answers ${url} with something else than JSON`)
  }
}
