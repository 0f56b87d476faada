import type { HttpRequest, HttpResponse } from './host.ts'

/** What a Functions node puts into the scope of a source. Only the two programs look at it. */
declare global {
  const Functions: { makeHttpRequest(request: HttpRequest): Promise<HttpResponse> }
  const args: readonly string[]
  const bytesArgs: readonly string[]
  const secrets: Readonly<Record<string, string>>
}
