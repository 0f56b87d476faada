import type { ReadingMessage } from '@tallystick/sdk'
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Hex } from 'viem'
import type { DeviceAnswer } from './answers'
import { callGateway, isSessionOver } from './gateway'
import { dropSession, type TelemetrySession, useTelemetrySession } from './session'
import { readEvents, type ServerEvent } from './sse'
import { telemetryKeys } from './use-telemetry'

/** Whether news come by themselves. */
export type StreamStatus = 'off' | 'live' | 'waiting'

const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 30_000
/** Every reading puts off the polling of the machines, so what the stream does not tell of them is asked for anew. */
const REFRESH_MS = 10_000

/** Follows the gateway's stream while a screen is open, and comes back by itself when it breaks. */
export function useTelemetryStream(): StreamStatus {
  const session = useTelemetrySession()
  const queries = useQueryClient()
  const [status, setStatus] = useState<StreamStatus>('off')
  useEffect(() => {
    if (session === undefined) return
    const stop = new AbortController()
    void followStream(session, queries, stop.signal, setStatus)
    const refresh = setInterval(() => void queries.invalidateQueries({ queryKey: telemetryKeys.devices }), REFRESH_MS)
    return () => {
      clearInterval(refresh)
      stop.abort()
      setStatus('off')
    }
  }, [session, queries])
  return status
}

async function followStream(
  session: TelemetrySession,
  queries: QueryClient,
  signal: AbortSignal,
  report: (status: StreamStatus) => void,
): Promise<void> {
  let wait = FIRST_WAIT_MS
  while (!signal.aborted) {
    try {
      const { body } = await callGateway('/v1/stream', { token: session.token, signal })
      report('live')
      wait = FIRST_WAIT_MS
      // What happened while nobody listened.
      await queries.invalidateQueries({ queryKey: ['telemetry'] })
      if (body) for await (const event of readEvents(body)) take(queries, event)
    } catch (error) {
      if (signal.aborted) return
      if (isSessionOver(error)) return dropSession(session)
    }
    if (signal.aborted) return
    report('waiting')
    await pause(wait, signal)
    wait = Math.min(2 * wait, LONGEST_WAIT_MS)
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

/** A machine's newest reading, as the stream tells it. */
export interface ReadingNews extends Pick<ReadingMessage, 'r'> {
  readonly deviceId: Hex
  readonly digest: Hex
  readonly receivedAt: number
}

function take(queries: QueryClient, { event, data }: ServerEvent): void {
  switch (event) {
    case 'reading': {
      const news = JSON.parse(data) as ReadingNews
      queries.setQueriesData<readonly DeviceAnswer[]>(
        { queryKey: telemetryKeys.devices },
        (devices) => devices && withReading(devices, news),
      )
      break
    }
    case 'alarm':
      void queries.invalidateQueries({ queryKey: telemetryKeys.alarms })
      void queries.invalidateQueries({ queryKey: telemetryKeys.devices })
      break
    case 'command':
      void queries.invalidateQueries({ queryKey: telemetryKeys.devices })
      break
    // The stream could not take up where it broke off.
    case 'reset':
      void queries.invalidateQueries({ queryKey: ['telemetry'] })
      break
  }
}

/** The machines with the newest reading in its place; one that is older than what is known changes nothing. */
export function withReading(devices: readonly DeviceAnswer[], news: ReadingNews): readonly DeviceAnswer[] {
  const { deviceId, r, digest, receivedAt } = news
  return devices.map((device) => {
    if (device.deviceId !== deviceId) return device
    if (device.last && BigInt(device.last.message.r.seq) >= BigInt(r.seq)) return device
    return { ...device, last: { message: { r }, digest, receivedAt }, received: String(BigInt(device.received) + 1n) }
  })
}
