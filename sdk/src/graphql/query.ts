import type { GraphDocument } from './document.ts'

/**
 * Why the index gave no answer: nobody answers, the answer is not GraphQL, the question is refused, or it is about a
 * block that the index has not reached.
 */
export type GraphErrorCode = 'unreachable' | 'not-graphql' | 'refused' | 'behind'

/** A query without an answer. The message names the document and what the server said. */
export class GraphError extends Error {
  override readonly name = 'GraphError'
  readonly code: GraphErrorCode

  constructor(code: GraphErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** How to ask. */
export interface GraphQueryOptions {
  readonly signal?: AbortSignal
  /** Replaces the global `fetch`. */
  readonly fetch?: typeof fetch
}

/**
 * Asks a GraphQL endpoint.
 * @throws GraphError when there is no complete answer: a partial one is never returned
 */
export async function graphQuery<Result, Variables>(
  url: string,
  document: GraphDocument<Result, Variables>,
  variables: Variables,
  options: GraphQueryOptions = {},
): Promise<Result> {
  const response = await send(url, document, variables, options)
  const body = await readBody(response, document.name)
  if (body.errors?.length) throw refusal(document.name, body.errors)
  if (body.data === undefined || body.data === null) {
    throw new GraphError('not-graphql', `${document.name}: the answer of ${url} has neither data nor errors`)
  }
  return body.data as Result
}

async function send<Result, Variables>(
  url: string,
  document: GraphDocument<Result, Variables>,
  variables: Variables,
  options: GraphQueryOptions,
): Promise<Response> {
  try {
    return await (options.fetch ?? fetch)(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: document.text, variables }),
      ...(options.signal ? { signal: options.signal } : {}),
    })
  } catch (cause) {
    if (options.signal?.aborted) throw cause
    throw new GraphError('unreachable', `${document.name}: ${url} does not answer`, { cause })
  }
}

interface GraphBody {
  readonly data?: unknown
  readonly errors?: readonly { readonly message: string }[]
}

async function readBody(response: Response, name: string): Promise<GraphBody> {
  const text = await response.text()
  try {
    return JSON.parse(text) as GraphBody
  } catch (cause) {
    const code = response.ok ? 'not-graphql' : 'unreachable'
    throw new GraphError(code, `${name}: HTTP ${response.status}, ${text.slice(0, 200)}`, { cause })
  }
}

function refusal(name: string, errors: readonly { readonly message: string }[]): GraphError {
  const message = errors.map((error) => error.message).join('; ')
  const code = /only indexed up to|not yet available|no block with that hash/.test(message) ? 'behind' : 'refused'
  return new GraphError(code, `${name}: ${message}`)
}
