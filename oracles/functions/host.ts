/** What a Functions node offers besides the language: its HTTP client and Web Crypto. */

import type { Bytes } from '../core/request.ts'

/** What `Functions.makeHttpRequest` takes. */
export interface HttpRequest {
  readonly url: string
  readonly responseType?: 'arraybuffer' | 'json'
  readonly headers?: Readonly<Record<string, string>>
  readonly timeout: number
}

/** What `Functions.makeHttpRequest` gives. It never throws, so `error` has to be looked at. */
export interface HttpResponse {
  readonly error: boolean
  readonly data?: unknown
  readonly response?: { readonly status: number }
}

/** For each call; a node stops the whole run after 10 seconds. */
export const TIMEOUT_MS = 6_000

export async function sha256(data: Bytes): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', data))
}
