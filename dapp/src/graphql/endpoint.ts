import type { GraphDocument } from '@tallystick/sdk'

/** The index answered that the question is wrong, or could not answer. */
export class GraphError extends Error {
  override readonly name = 'GraphError'
}

const TIMEOUT_MS = 15_000

/**
 * Asks the index through the page's own origin.
 * @throws GraphError when the index cannot be reached or refuses
 */
export async function queryGraph<Result, Variables>(
  document: GraphDocument<Result, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Result> {
  const signals = [AbortSignal.timeout(TIMEOUT_MS), ...(signal ? [signal] : [])]
  const answer = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: document.text, variables }),
    signal: AbortSignal.any(signals),
  })
  if (!answer.ok) throw new GraphError(`the index answers HTTP ${answer.status}`)
  const body = (await answer.json()) as { data?: Result; errors?: readonly { message: string }[] }
  if (body.errors?.length) throw new GraphError(body.errors.map(({ message }) => message).join('; '))
  if (!body.data) throw new GraphError('the index gave an empty answer')
  return body.data
}
