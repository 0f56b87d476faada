/** Runs a built source in this process, as a Functions node would. */
import type { HttpRequest, HttpResponse } from '../functions/host.ts'

/** A source as a function of what a node gives it. */
export type Program = (
  functions: { makeHttpRequest: (request: HttpRequest) => Promise<HttpResponse> },
  args: readonly string[],
  bytesArgs: readonly string[],
  secrets: Readonly<Record<string, string>>,
) => Promise<Uint8Array>

const AsyncFunction = (async () => undefined).constructor as new (...parameters: string[]) => Program

/** The built source as a function. It sees the names that a node gives it, and the language. */
export function programOf(source: string): Program {
  return new AsyncFunction('Functions', 'args', 'bytesArgs', 'secrets', source)
}

/** Behaves like a node's client: never throws. Waits a twentieth of the time that it is given. */
export async function makeHttpRequest({ url, headers, timeout, responseType }: HttpRequest): Promise<HttpResponse> {
  try {
    const response = await fetch(url, { headers: { ...headers }, signal: AbortSignal.timeout(timeout / 20) })
    if (!response.ok) return { error: true, response: { status: response.status } }
    return { error: false, data: responseType ? await response.arrayBuffer() : await response.json() }
  } catch {
    return { error: true }
  }
}
