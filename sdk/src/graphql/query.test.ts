import { describe, expect, it } from 'vitest'
import { graphDocument } from './document.ts'
import { type GraphError, graphQuery } from './query.ts'

const document = graphDocument<{ answer: number }, { of: string }>('Answer', 'query Answer($of: String!) { answer }')
const url = 'http://index.example/graphql'

function ask(body: string, status = 200) {
  return graphQuery(url, document, { of: 'life' }, { fetch: async () => new Response(body, { status }) })
}

async function refusal(promise: Promise<unknown>): Promise<GraphError> {
  return promise.then(
    () => expect.fail('answered'),
    (error: GraphError) => error,
  )
}

describe('graphQuery', () => {
  it('sends the text with its variables and returns the data', async () => {
    const sent: unknown[] = []
    const result = await graphQuery(
      url,
      document,
      { of: 'life' },
      {
        fetch: async (to, init) => {
          sent.push(to, JSON.parse(String(init?.body)))
          return new Response('{"data":{"answer":42}}')
        },
      },
    )
    expect(result).toEqual({ answer: 42 })
    expect(sent).toEqual([url, { query: document.text, variables: { of: 'life' } }])
  })

  it('never returns a partial answer', async () => {
    const error = await refusal(ask('{"data":{"answer":1},"errors":[{"message":"indexing_error"}]}'))
    expect(error).toMatchObject({ code: 'refused', message: 'Answer: indexing_error' })
  })

  it('tells an index that is behind from a question that is wrong', async () => {
    const message = 'Failed to decode `block.number` value: `subgraph X has only indexed up to block number 6`'
    expect(await refusal(ask(JSON.stringify({ errors: [{ message }] })))).toMatchObject({ code: 'behind' })
    expect(await refusal(ask('{"errors":[{"message":"Type `Query` has no field `x`"}]}'))).toMatchObject({
      code: 'refused',
    })
  })

  it('names what is wrong with an answer that is not GraphQL', async () => {
    expect(await refusal(ask('<html>502</html>', 502))).toMatchObject({ code: 'unreachable' })
    expect(await refusal(ask('<html></html>'))).toMatchObject({ code: 'not-graphql' })
    expect(await refusal(ask('{}'))).toMatchObject({ code: 'not-graphql' })
  })

  it('says when nobody answers, and passes an abort through', async () => {
    const down = () => Promise.reject(new TypeError('fetch failed'))
    expect(await refusal(graphQuery(url, document, { of: 'x' }, { fetch: down }))).toMatchObject({
      code: 'unreachable',
      message: `Answer: ${url} does not answer`,
    })
    const signal = AbortSignal.abort(new Error('left the page'))
    await expect(graphQuery(url, document, { of: 'x' }, { fetch: down, signal })).rejects.toThrow('fetch failed')
  })
})
