import type { AbiEvent, AbiParameter } from 'viem'
import { type ContractKind, eventsOf } from './contracts.ts'
import { dataSourcesOf } from './manifest.ts'
import { mockDeployment } from './placeholder.ts'

/** An argument of an event: structs by field name. */
export type Argument = string | number | boolean | { readonly [field: string]: Argument }

/** An event as `gnd test` reads it. */
export interface MockEvent {
  readonly address: string
  readonly event: string
  readonly params: Readonly<Record<string, unknown>>
  readonly txHash?: string
}

/** A block of a mock chain. */
export interface MockBlock {
  readonly number: number
  readonly timestamp: number
  readonly events: readonly MockEvent[]
}

/** One test file of `gnd test`. */
export interface Scenario {
  readonly name: string
  readonly blocks: readonly MockBlock[]
  readonly assertions: readonly { readonly query: string; readonly expected: unknown }[]
}

/**
 * An event of one of our contracts, its arguments checked against the ABI.
 * @param source name of a data source of {@link mockDeployment}, or a kind of which there is one
 * @throws Error naming an argument that is missing or that the event does not have
 */
export function emit(
  source: string,
  name: string,
  args: Readonly<Record<string, Argument>> = {},
  txHash?: string,
): MockEvent {
  const contract = dataSourcesOf(mockDeployment).find((candidate) => candidate.name === source)
  if (contract === undefined) throw new Error(`there is no data source ${source}`)
  const event = eventNamed(contract.kind, name)
  const params = encodeInputs(event.inputs, args, name)
  return { address: contract.address, event: mockSignature(event), params, ...(txHash ? { txHash } : {}) }
}

function eventNamed(kind: ContractKind, name: string): AbiEvent {
  const event = eventsOf(kind).find((candidate) => candidate.name === name)
  if (event === undefined) throw new Error(`${kind} has no event ${name}`)
  return event
}

function encodeInputs(
  inputs: readonly AbiParameter[],
  args: Readonly<Record<string, Argument>>,
  path: string,
): Record<string, unknown> {
  const known = inputs.map((input) => input.name ?? '')
  for (const given of Object.keys(args)) {
    if (!known.includes(given)) throw new Error(`${path} has no argument ${given}`)
  }
  return Object.fromEntries(inputs.map((input) => [input.name, encode(input, args[input.name ?? ''], path)]))
}

function encode(input: AbiParameter, value: Argument | undefined, path: string): unknown {
  if (value === undefined) throw new Error(`${path} misses ${input.name}`)
  if (!('components' in input)) return value
  return Object.values(encodeInputs(input.components, value as Record<string, Argument>, `${path}.${input.name}`))
}

/** Signature with names and `indexed`; structs are positional tuples. */
function mockSignature(event: AbiEvent): string {
  const inputs = event.inputs.map(
    ({ name, indexed, ...type }) => `${typeText(type)}${indexed ? ' indexed' : ''} ${name}`,
  )
  return `${event.name}(${inputs.join(', ')})`
}

function typeText(input: AbiParameter): string {
  if (!('components' in input)) return input.type
  return `(${input.components.map(typeText).join(', ')})`
}
