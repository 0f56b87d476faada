import type { ReadingMessage } from '@tallystick/sdk'
import {
  keepPreviousData,
  type QueryKey,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import type { Hex } from 'viem'
import type { AlarmAnswer, DeviceAnswer, EvidenceAnswer, SeriesPoint } from './answers'
import { askGateway, type GatewayCall, isSessionOver } from './gateway'
import { dropSession, type TelemetrySession, useTelemetrySession } from './session'

/** The stream brings news at once; asking again covers what it missed. */
const POLL_MS = 15_000

/** Keys of everything that the gateway tells, so that the stream can refresh it. */
export const telemetryKeys = {
  devices: ['telemetry', 'devices'],
  readings: (deviceId: Hex) => ['telemetry', 'readings', deviceId],
  alarms: ['telemetry', 'alarms'],
  evidence: ['telemetry', 'evidence'],
} as const

async function ask<Answer>(session: TelemetrySession, path: string, call: GatewayCall = {}): Promise<Answer> {
  try {
    return await askGateway<Answer>(path, { ...call, token: session.token })
  } catch (error) {
    if (isSessionOver(error)) dropSession(session)
    throw error
  }
}

interface Question<Body, Answer> {
  readonly key: QueryKey
  readonly path: string
  /** What is wanted of the answer's body. */
  readonly pick: (body: Body) => Answer
  readonly refetchInterval?: number
}

/** A question to the gateway on the connected account's session; rests while there is none. */
function useGateway<Body, Answer>({
  key,
  path,
  pick,
  refetchInterval,
}: Question<Body, Answer>): UseQueryResult<Answer> {
  const session = useTelemetrySession()
  return useQuery({
    queryKey: [...key, session?.account, path],
    queryFn: async ({ signal }) => pick(await ask<Body>(session as TelemetrySession, path, { signal })),
    enabled: session !== undefined,
    placeholderData: keepPreviousData,
    refetchInterval: refetchInterval ?? false,
    retry: 1,
  })
}

interface DevicesBody {
  readonly devices: readonly DeviceAnswer[]
}

/** All machines that concern the connected account. */
export function useDevices(): UseQueryResult<readonly DeviceAnswer[]> {
  return useGateway({
    key: telemetryKeys.devices,
    path: '/v1/devices',
    pick: ({ devices }: DevicesBody) => devices,
    refetchInterval: POLL_MS,
  })
}

/** One of {@link useDevices}; undefined too while nothing is known. */
export function useDevice(deviceId: Hex | undefined): DeviceAnswer | undefined {
  const { data } = useDevices()
  return data?.find((device) => device.deviceId === deviceId?.toLowerCase())
}

/** Fetches a machine's newest reading with its signature, as a contract takes it. */
export function useSignedReading() {
  const session = useTelemetrySession()
  return useMutation({
    mutationFn: async (deviceId: Hex): Promise<ReadingMessage | undefined> => {
      if (session === undefined) return undefined
      const { devices } = await ask<DevicesBody>(session, '/v1/devices')
      const message = devices.find((device) => device.deviceId === deviceId.toLowerCase())?.last?.message
      return message && 'sig' in message ? message : undefined
    },
  })
}

/** A span of readings, thinned out. */
export interface ReadingsSpan {
  /** Unix milliseconds, `from` included and `to` not. */
  readonly from: number
  readonly to: number
  /** Seconds for which one point stands. */
  readonly every: number
}

const SERIES_POLL_MS = 60_000

/** Readings of a machine for charts, oldest first. */
export function useReadings(deviceId: Hex, { from, to, every }: ReadingsSpan): UseQueryResult<readonly SeriesPoint[]> {
  return useGateway({
    key: telemetryKeys.readings(deviceId),
    path: `/v1/devices/${deviceId.toLowerCase()}/readings?from=${from}&to=${to}&every=${every}`,
    pick: ({ points }: { readonly points: readonly SeriesPoint[] }) => points,
    refetchInterval: SERIES_POLL_MS,
  })
}

/** Which alarms are asked for. */
export const ALARM_FILTERS = ['active', 'cleared', 'all'] as const
export type AlarmFilter = (typeof ALARM_FILTERS)[number]

/** Alarms with acknowledgements, notes and follow-ups, newest first. */
export function useAlarms(state: AlarmFilter, deviceId?: Hex): UseQueryResult<readonly AlarmAnswer[]> {
  const device = deviceId === undefined ? '' : `&deviceId=${deviceId.toLowerCase()}`
  return useGateway({
    key: telemetryKeys.alarms,
    path: `/v1/alarms?state=${state}${device}`,
    pick: ({ alarms }: { readonly alarms: readonly AlarmAnswer[] }) => alarms,
    refetchInterval: POLL_MS,
  })
}

/** What the gateway can show for the bill of a period. */
export function useEvidence(leaseId: bigint, period: number, seq?: bigint): UseQueryResult<EvidenceAnswer> {
  const chosen = seq === undefined ? '' : `?seq=${seq}`
  return useGateway({
    key: telemetryKeys.evidence,
    path: `/v1/leases/${leaseId}/periods/${period}/evidence${chosen}`,
    pick: (evidence: EvidenceAnswer) => evidence,
  })
}

/** Gives the gateway the words behind a note whose hash is on chain. */
export function useKeepNote() {
  const session = useTelemetrySession()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (text: string) => {
      if (session) await ask<unknown>(session, '/v1/notes', { body: { text } })
    },
    // The event on chain, which the stream tells of, comes before the gateway has the words.
    onSuccess: () => queries.invalidateQueries({ queryKey: telemetryKeys.alarms }),
  })
}
