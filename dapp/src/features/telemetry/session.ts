import { telemetryAccessTypedData } from '@tallystick/sdk'
import { useMutation } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import type { Address } from 'viem'
import { useSignTypedData } from 'wagmi'
import { useAccount } from '../../chain/account'
import { useDeployment } from '../../chain/deployment'
import { askGateway, callGateway } from './gateway'

/** An account that the gateway has let in. The token is kept in memory only: a reload asks for a signature again. */
export interface TelemetrySession {
  readonly account: Address
  readonly token: string
}

/** How long a session is asked for at most, in seconds: a working day. */
const SESSION_SECONDS = 8 * 3_600
/** Sessions end up to an hour earlier, at random. */
const SPREAD_SECONDS = 3_600

/**
 * When a session that is opened at `now` is to end. The gateway takes a signature once, and wallets may sign the same text
 * alike: two tabs of one account that ask in the same second must not ask for the same end.
 */
export function sessionEnd(now: number, random: () => number = Math.random): number {
  return now + SESSION_SECONDS - Math.floor(random() * SPREAD_SECONDS)
}

let sessions: ReadonlyMap<Address, TelemetrySession> = new Map()
const listeners = new Set<() => void>()

function keep(next: ReadonlyMap<Address, TelemetrySession>): void {
  sessions = next
  for (const listener of listeners) listener()
}

/** Forgets a session that the gateway does not take any more. */
export function dropSession({ account, token }: TelemetrySession): void {
  if (sessions.get(account)?.token !== token) return
  keep(new Map([...sessions].filter(([other]) => other !== account)))
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The connected account's session with the gateway; undefined before it has signed. */
export function useTelemetrySession(): TelemetrySession | undefined {
  const { address } = useAccount()
  const all = useSyncExternalStore(subscribe, () => sessions)
  return address && all.get(address)
}

/** Opens a session: one signature of typed data, which costs nothing and moves nothing. */
export function useOpenSession() {
  const { address } = useAccount()
  const { chainId } = useDeployment()
  const sign = useSignTypedData()
  return useMutation({
    mutationFn: async () => {
      if (address === undefined) throw Object.assign(new Error('no account'), { name: 'ConnectorNotConnectedError' })
      const expires = sessionEnd(await gatewaySeconds())
      const signature = await sign.mutateAsync(
        telemetryAccessTypedData(chainId, { account: address, expires: BigInt(expires) }),
      )
      const { token } = await askGateway<{ readonly token: string }>('/v1/session', {
        body: { account: address, expires, signature },
      })
      keep(new Map([...sessions, [address, { account: address, token }]]))
    },
  })
}

/** The gateway's own time, so that a browser with a wrong clock can sign too. Asks before the wallet opens. */
async function gatewaySeconds(): Promise<number> {
  const date = (await callGateway('/health')).headers.get('date')
  const time = date === null ? Number.NaN : Date.parse(date)
  return Math.floor((Number.isNaN(time) ? Date.now() : time) / 1_000)
}
