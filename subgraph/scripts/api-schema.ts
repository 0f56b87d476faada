/**
 * Asks a real graph-node for the GraphQL API that it derives from our schema, and writes it to
 * `sdk/src/graphql/api.graphql`, which is not committed: the types of the SDK's documents are made from it. Writes the one
 * document that follows from the ABIs, too; with `--check` compares that instead, and exits 1 when it differs.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import {
  buildClientSchema,
  getIntrospectionQuery,
  type IntrospectionQuery,
  lexicographicSortSchema,
  parse,
  print,
  printSchema,
} from 'graphql'
import { root } from '../../scripts/paths.ts'
import { startAnvil } from '../../scripts/services/anvil.ts'
import { detailsDocument } from './generate.ts'
import { Bench } from './indexer.ts'
import { placeholderDeployment } from './placeholder.ts'

const folder = fileURLToPath(new URL('../../sdk/src/graphql/', import.meta.url))
const mnemonic = 'test test test test test test test test test test test junk'

async function apiSchema(): Promise<string> {
  const bench = new Bench()
  try {
    const chain = await startAnvil(bench.supervisor, await bench.port(), mnemonic)
    const { url } = await bench.index(placeholderDeployment, chain.url)
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: getIntrospectionQuery({ descriptions: true }) }),
    })
    const { data } = (await response.json()) as { data: IntrospectionQuery }
    return `${printSchema(lexicographicSortSchema(buildClientSchema(data)))}\n`
  } finally {
    await bench.close()
  }
}

/** The same text for the same schema, however it is laid out. */
function normalised(text: string): string {
  return print(parse(text))
}

const { values } = parseArgs({ options: { check: { type: 'boolean' } } })
writeFileSync(join(folder, 'api.graphql'), await apiSchema())
const document = join(folder, 'documents', 'journal-details.graphql')
if (!values.check) {
  writeFileSync(document, detailsDocument())
  execFileSync(join(root, 'node_modules', '.bin', 'biome'), ['format', '--write', document])
} else if (normalised(readFileSync(document, 'utf8')) !== normalised(detailsDocument())) {
  console.error(
    'sdk/src/graphql/documents/journal-details.graphql is not what the contracts give: run `npm run -w subgraph schema`',
  )
  process.exitCode = 1
}
