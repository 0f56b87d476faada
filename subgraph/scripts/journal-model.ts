import type { AbiEvent, AbiParameter } from 'viem'
import { type ContractKind, contractKinds, entryType, eventsOf } from './contracts.ts'

/** One stored argument of an event. */
export interface EntryField {
  /** Name in the schema: the argument's, with the struct's name before it. */
  readonly name: string
  /** Scalar in the schema. */
  readonly type: 'Bytes' | 'String' | 'Boolean' | 'Int' | 'BigInt' | '[Int!]' | '[BigInt!]'
  /** AssemblyScript expression for its value, given `event`; for a field of each of a list of structs, given `item`. */
  readonly value: string
  /** AssemblyScript expression for the list of structs that `item` goes through. */
  readonly itemsOf?: string
  readonly isAddress: boolean
}

/** A journal entry's type with all that the generators need to know. */
export interface EntryModel {
  readonly kind: ContractKind
  readonly event: AbiEvent
  readonly type: string
  readonly fields: readonly EntryField[]
  readonly receivableId: string | undefined
  readonly obligorNumber: string | undefined
  readonly quantity: string | undefined
  /** A treasury entry that follows a deal's event in the same transaction. */
  readonly followsDeal: boolean
}

/** All entries of a kind of contract, in the order of its ABI. */
export function entriesOf(kind: ContractKind): EntryModel[] {
  return eventsOf(kind).map((event) => entryModel(kind, event))
}

/** All entries of all kinds, a shared type once for each kind. */
export function allEntries(): EntryModel[] {
  return contractKinds.flatMap(entriesOf)
}

/** Arguments that carry a base id or a token id of the register: stored as 32 bytes, like the ids of receivables. */
const tokenArguments: ReadonlySet<string> = new Set(['baseId', 'tokenId', 'id'])

/** What an entry is mainly about; the first that it has wins. */
const quantityFields = [
  'termsFace',
  'units',
  'amount',
  'assets',
  'proceeds',
  'value',
  'collectionPrincipal',
  'writeOffPrincipal',
  'principal',
  'price',
  'newLimit',
  'newCap',
  'lost',
  'impaired',
  'termsPrice',
  'financed',
  'deposit',
  'newHeld',
  'refund',
]

/** Events that are about several amounts together. */
const quantitySums: Readonly<Record<string, readonly string[]>> = {
  Billed: ['interest', 'principalPart'],
  Repaid: ['penaltyPaid', 'interestPaid', 'principalPaid'],
  LeaseDelivered: ['paid'],
  RentBilled: ['bill.interest', 'bill.principal', 'bill.usage', 'bill.fee'],
  RentPaid: ['payment.penalty', 'payment.interest', 'payment.principal', 'payment.usage'],
  PenaltyCharged: ['penalty'],
}

/** Arguments whose own name means something else in the journal, by event. */
const fieldNames: Readonly<Record<string, string>> = {
  'RequestSent.id': 'requestId',
  'RequestFulfilled.id': 'requestId',
  'LineOverridden.reason': 'justification',
  'CommandIssued.reason': 'justification',
  'LeaseCancelled.from': 'oldState',
  'DeviceEnrolled.index': 'place',
  'UsageReported.final_': 'finalAt',
}

const dealFollowers: ReadonlySet<string> = new Set([
  'Lent',
  'Collected',
  'Impaired',
  'ImpairmentReleased',
  'WrittenOff',
  'Recovered',
])

function entryModel(kind: ContractKind, event: AbiEvent): EntryModel {
  const fields = event.inputs
    .flatMap((input) => flatten(kind, input, [], 'event.params'))
    .map((field) => ({ ...field, name: fieldNames[`${event.name}.${field.name}`] ?? field.name }))
  const find = (names: readonly string[]) =>
    names.map((name) => fields.find((field) => field.name === name)).find((field) => field !== undefined)
  return {
    kind,
    event,
    type: entryType(kind, event),
    fields,
    receivableId: receivableOf(fields),
    obligorNumber: find(['obligor', 'newObligor'])?.value,
    quantity: quantitySumOf(event.name) ?? find(quantityFields)?.value,
    followsDeal: kind === 'Treasury' && dealFollowers.has(event.name),
  }
}

function quantitySumOf(event: string): string | undefined {
  const [first, ...others] = quantitySums[event] ?? []
  return first && `event.params.${first}${others.map((name) => `.plus(event.params.${name})`).join('')}`
}

function receivableOf(fields: readonly EntryField[]): string | undefined {
  const token = fields.find((field) => field.name === 'baseId' || field.name === 'tokenId')
  return token && `baseOf(${token.value})`
}

function flatten(kind: ContractKind, input: AbiParameter, path: readonly string[], parent: string): EntryField[] {
  const name = input.name ?? ''
  const value = `${parent}.${name}`
  if ('components' in input && input.type.endsWith('[]')) {
    return input.components
      .flatMap((component) => flatten(kind, component, [...path, name], 'item'))
      .map((field) => ({ ...field, type: listOf(field.type), itemsOf: value }))
  }
  if ('components' in input) {
    return input.components.flatMap((component) => flatten(kind, component, [...path, name], value))
  }
  if (isToken(kind, name, path)) {
    return [{ name: name === 'id' ? 'tokenId' : name, type: 'Bytes', value: `wordOf(${value})`, isAddress: false }]
  }
  return [{ name: camelCase([...path, name]), type: scalarOf(input.type), value, isAddress: input.type === 'address' }]
}

function isToken(kind: ContractKind, name: string, path: readonly string[]): boolean {
  return (kind === 'Receivables' || kind === 'FactoringDesk') && path.length === 0 && tokenArguments.has(name)
}

function camelCase(words: readonly string[]): string {
  return words.map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('')
}

function listOf(type: EntryField['type']): EntryField['type'] {
  if (type === 'Int') return '[Int!]'
  if (type === 'BigInt') return '[BigInt!]'
  throw new Error(`no list of ${type} is known: add one in journal-model.ts`)
}

/** The scalar that holds a Solidity type. `Int` has 32 bits with a sign; the code generator takes it up to 24 without. */
function scalarOf(type: string): EntryField['type'] {
  if (type === 'bool') return 'Boolean'
  if (type === 'string') return 'String'
  if (type === 'address' || type.startsWith('bytes')) return 'Bytes'
  if (type.endsWith(']')) return listOf(scalarOf(type.slice(0, type.lastIndexOf('['))))
  const [, unsigned, bits] = /^(u?)int(\d+)$/.exec(type) ?? []
  if (bits === undefined) throw new Error(`no GraphQL scalar is known for ${type}: add one in journal-model.ts`)
  return Number(bits) <= (unsigned ? 24 : 32) ? 'Int' : 'BigInt'
}
