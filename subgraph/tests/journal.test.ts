import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { type DocumentNode, Kind, type ObjectTypeDefinitionNode, parse } from 'graphql'
import { toEventSignature } from 'viem'
import { contractKinds, entryType, eventsOf, mappingFiles } from '../scripts/contracts.ts'
import { schemaText } from '../scripts/generate.ts'
import { allEntries } from '../scripts/journal-model.ts'
import { builtLayout, dataSourcesOf, manifestText } from '../scripts/manifest.ts'
import { mockDeployment } from '../scripts/placeholder.ts'
import { scenarios } from './scenarios/index.ts'

describe('the journal', () => {
  const schema = parse(schemaText())

  for (const kind of contractKinds) {
    const mapping = readFileSync(new URL(`../${mappingFiles[kind]}`, import.meta.url), 'utf8')
    for (const event of eventsOf(kind)) {
      it(`${kind}.${event.name} has a handler that records it`, () => {
        assert.match(mapping, new RegExp(`export function handle${event.name}\\(event: ${event.name}\\)`))
        assert.match(mapping, new RegExp(`record${event.name}\\(event\\)`))
      })
    }
  }

  it('keeps every argument of every event, structs field by field', () => {
    for (const entry of allEntries()) {
      const fields = fieldNames(schema, entry.type)
      const missing = entry.fields.filter(({ name }) => !fields.includes(name))
      assert.deepEqual(missing, [], entry.type)
      assert.equal(entry.fields.length, countLeaves(entry.event.inputs), toEventSignature(entry.event))
    }
  })

  it('stores events of several contracts under one type only when their signatures are equal', () => {
    const signatures = new Map<string, string>()
    for (const kind of contractKinds) {
      for (const event of eventsOf(kind)) {
        const type = entryType(kind, event)
        assert.equal(toEventSignature(event), signatures.get(type) ?? toEventSignature(event), type)
        signatures.set(type, toEventSignature(event))
      }
    }
  })

  it('gives arguments of one name one type, so that a reader can ask for all of them at once', () => {
    const types = new Map<string, string>()
    for (const { name, type } of allEntries().flatMap(({ fields }) => fields)) {
      assert.equal(type, types.get(name) ?? type, name)
      types.set(name, type)
    }
  })

  it('is played by a scenario for every event without a struct', () => {
    const played = new Set(
      Object.values(scenarios).flatMap(({ blocks }) =>
        blocks.flatMap(({ events }) => events.map(({ event }) => event.slice(0, event.indexOf('(')))),
      ),
    )
    const flat = allEntries().filter(({ event }) => event.inputs.every((input) => !('components' in input)))
    assert.deepEqual(
      flat.map(({ event }) => event.name).filter((name) => !played.has(name)),
      [],
    )
  })
})

describe('the manifest', () => {
  it('names every contract of a deployment, and the start block only where it is wanted', () => {
    const sources = (withStartBlock: boolean) =>
      JSON.parse(manifestText({ ...mockDeployment, startBlock: 5 }, { layout: builtLayout, withStartBlock }))
        .dataSources
    assert.deepEqual(
      sources(true).map(({ name }: { name: string }) => name),
      dataSourcesOf(mockDeployment).map(({ name }) => name),
    )
    assert.equal(sources(true).length, 29)
    assert.equal(sources(true)[0].source.startBlock, 5)
    assert.equal('startBlock' in sources(false)[0].source, false)
  })
})

function fieldNames(schema: DocumentNode, type: string): string[] {
  const definition = schema.definitions.find(
    (node): node is ObjectTypeDefinitionNode => node.kind === Kind.OBJECT_TYPE_DEFINITION && node.name.value === type,
  )
  return (definition?.fields ?? []).map(({ name }) => name.value)
}

type Input = { readonly components?: readonly Input[] }

function countLeaves(inputs: readonly Input[]): number {
  return inputs.reduce((sum, { components }) => sum + (components ? countLeaves(components) : 1), 0)
}
