import type { HTTPSendRequester } from '@chainlink/cre-sdk'
import { fail } from '../core/request.ts'

/** What came back; no status when nothing did. */
export interface Reply {
  readonly status: number | undefined
  readonly body: Uint8Array
}

/** @param key sent as a bearer token */
export function get(http: HTTPSendRequester, url: string, key?: string): Reply {
  try {
    const headers: Record<string, string> = key ? { authorization: `Bearer ${key}` } : {}
    const { statusCode, body } = http.sendRequest({ url, method: 'GET', headers }).result()
    return { status: statusCode, body }
  } catch {
    return { status: undefined, body: new Uint8Array() }
  }
}

/** A page instead of JSON counts as a source that is out of order, as it does for the Functions sources. */
export function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body))
  } catch {
    fail('DATA_UNAVAILABLE')
  }
}
