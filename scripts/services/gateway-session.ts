import { randomInt } from 'node:crypto'
import { telemetryAccessTypedData } from '@tallystick/sdk'
import type { Address, Hex, LocalAccount } from 'viem'

/** At least so long; each signature opens one session, so that sessions begun together end at different seconds. */
const SESSION_SECONDS = 3_600
const SPREAD_SECONDS = 36_000

/** Body of `POST /v1/session` of the gateway. */
export interface SessionRequest {
  readonly account: Address
  readonly expires: number
  readonly signature: Hex
}

/** Signs what opens a session with the gateway for an account. */
export async function signSession(chainId: number, account: LocalAccount): Promise<SessionRequest> {
  const { address } = account
  const expires = Math.floor(Date.now() / 1_000) + SESSION_SECONDS + randomInt(SPREAD_SECONDS)
  const data = telemetryAccessTypedData(chainId, { account: address, expires: BigInt(expires) })
  return { account: address, expires, signature: await account.signTypedData(data) }
}

/**
 * Opens a session with the gateway for an account.
 * @returns the token for its interface
 * @throws Error with the gateway's own words when it refuses
 */
export async function openSession(gatewayUrl: string, chainId: number, account: LocalAccount): Promise<string> {
  const response = await fetch(`${gatewayUrl}/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(await signSession(chainId, account)),
  })
  if (!response.ok) throw new Error(`the gateway opens no session: ${response.status} ${await response.text()}`)
  return ((await response.json()) as { readonly token: string }).token
}
