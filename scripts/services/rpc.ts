/** A JSON-RPC server answered with an error; `data` is what it gave besides the message. */
export class RpcError extends Error {
  override name = 'RpcError'
  readonly data: unknown

  constructor(message: string, data: unknown) {
    super(message)
    this.data = data
  }
}

/** One JSON-RPC call over HTTP. Throws {@link RpcError} when the server refuses, and fetch's own error when unreachable. */
export async function rpc<Result>(url: string, method: string, params: readonly unknown[] = []): Promise<Result> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  })
  const body = (await response.json()) as { result?: Result; error?: { message: string; data?: unknown } }
  if (body.error !== undefined) throw new RpcError(body.error.message, body.error.data)
  return body.result as Result
}
