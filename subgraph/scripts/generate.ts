import { readFileSync } from 'node:fs'
import { type AbiFunction, keccak256, toBytes, toEventSignature, toFunctionSelector, toFunctionSignature } from 'viem'
import { abis, type ContractKind, contractKinds, eventsOf, handlerOf, mappingFiles } from './contracts.ts'
import { allEntries, type EntryField, type EntryModel, entriesOf } from './journal-model.ts'

const schemaFolder = new URL('../schema/', import.meta.url)

/** The whole schema: the interface and the state as written, and a type for every event of the ABIs. */
export function schemaText(): string {
  const written = (name: string) => readFileSync(new URL(`${name}.graphql`, schemaFolder), 'utf8')
  const byType = new Map(allEntries().map((entry) => [entry.type, entry]))
  return [written('journal'), ...[...byType.values()].map(entrySchema), written('state')].join('\n')
}

/** A GraphQL document that asks for the journal with every argument of every kind of entry, for ledgers and exports. */
export function detailsDocument(): string {
  const byType = new Map(allEntries().map((entry) => [entry.type, entry]))
  const details = [...byType.values()].filter(({ fields }) => fields.length > 0).map(entryDetails)
  return [
    '# Written by `npm run -w subgraph schema`: a page of the journal with every argument of every event.',
    'query JournalDetails($where: EventLog_filter!, $first: Int! = 100) {',
    '  eventLogs(first: $first, where: $where, orderBy: sequence) {',
    '    ...EntryFields',
    ...details,
    '  }',
    '}\n',
  ].join('\n')
}

function entryDetails({ type, fields }: EntryModel): string {
  return [`    ... on ${type} {`, ...fields.map(({ name }) => `      ${name}`), '    }'].join('\n')
}

const interfaceFields = [
  'id: Bytes!',
  'sequence: Int!',
  'emitter: Bytes!',
  'name: String!',
  'blockNumber: BigInt!',
  'timestamp: BigInt!',
  'transactionHash: Bytes!',
  'transactionFrom: Bytes!',
  'logIndex: Int!',
  'accounts: [Bytes!]!',
  'receivableId: Bytes',
  'obligorNumber: BigInt',
  'quantity: BigInt',
]

function entrySchema(entry: EntryModel): string {
  const own = entry.fields.map((field) => `${field.name}: ${field.type}!`)
  const signature = toEventSignature(entry.event)
  return [
    `"\`${signature}\`"`,
    `type ${entry.type} implements EventLog @entity(immutable: true) {`,
    ...[...interfaceFields, ...own].map((field) => `  ${field}`),
    '}\n',
  ].join('\n')
}

/** AssemblyScript that writes the journal entries of one kind of contract, one `record…` function per event. */
export function recordersText(kind: ContractKind): string {
  const entries = entriesOf(kind)
  const events = entries.map(({ event }) => event.name)
  return [
    '// Generated from the ABI. Do not edit.',
    `import { BigInt, Bytes } from '@graphprotocol/graph-ts'`,
    `import { ${events.join(', ')} } from '../${kind}/${kind}'`,
    `import { ${entries.map(({ type }) => type).join(', ')} } from '../schema'`,
    `import { addAccount, append, dealReceivable, logId } from '../../src/journal'`,
    `import { baseOf, wordOf } from '../../src/ids'`,
    '',
    ...entries.map(recorderText),
  ].join('\n')
}

function recorderText(entry: EntryModel): string {
  const { event, type } = entry
  const accounts = entry.fields.filter((field) => field.isAddress)
  const receivable = entry.followsDeal ? 'dealReceivable(event)' : entry.receivableId
  return [
    `/** Writes \`${toEventSignature(event)}\` to the journal. */`,
    `export function record${event.name}(event: ${event.name}): Bytes {`,
    `  const entry = new ${type}(logId(event))`,
    `  entry.sequence = append(event, '${entry.kind}')`,
    '  entry.emitter = event.address',
    `  entry.name = '${event.name}'`,
    '  entry.blockNumber = event.block.number',
    '  entry.timestamp = event.block.timestamp',
    '  entry.transactionHash = event.transaction.hash',
    '  entry.transactionFrom = event.transaction.from',
    '  entry.logIndex = event.logIndex.toI32()',
    '  const accounts = new Array<Bytes>()',
    ...accounts.map((field) => `  addAccount(accounts, ${field.value})`),
    '  entry.accounts = accounts',
    ...optional('receivableId', receivable),
    ...optional('obligorNumber', entry.obligorNumber),
    ...optional('quantity', entry.quantity),
    ...entry.fields.flatMap(fieldText),
    '  entry.save()',
    '  return entry.id',
    '}\n',
  ].join('\n')
}

function fieldText({ name, type, value, itemsOf }: EntryField): string[] {
  if (itemsOf === undefined) return [`  entry.${name} = ${value}`]
  return [
    `  const ${name} = new Array<${type === '[Int!]' ? 'i32' : 'BigInt'}>()`,
    `  for (let i = 0; i < ${itemsOf}.length; i++) {`,
    `    const item = ${itemsOf}[i]`,
    `    ${name}.push(${value})`,
    '  }',
    `  entry.${name} = ${name}`,
  ]
}

function optional(name: string, value: string | undefined): string[] {
  return value === undefined ? [] : [`  entry.${name} = ${value}`]
}

/** AssemblyScript that exports the handlers of every kind of contract, each under a name of its own. */
export function handlersText(): string {
  const exportsOf = (kind: ContractKind) => [
    'export {',
    ...eventsOf(kind).map((event) => `  handle${event.name} as ${handlerOf(kind, event)},`),
    `} from '../${mappingFiles[kind].replace(/\.ts$/, '')}'`,
  ]
  return ['// Generated from the ABIs. Do not edit.', ...contractKinds.flatMap(exportsOf), ''].join('\n')
}

/** AssemblyScript that knows our contracts' state-changing functions by selector, for announced operations. */
export function functionsText(): string {
  const functions = contractKinds.flatMap((kind) =>
    abis[kind].filter((item) => item.type === 'function' && item.stateMutability === 'nonpayable'),
  ) as AbiFunction[]
  const bySelector = new Map(functions.map((item) => [toFunctionSelector(item), item]))
  const cases = (result: (item: AbiFunction) => string) =>
    [...bySelector].map(([selector, item]) => `  if (selector == '${selector}') return '${result(item)}'`)
  return [
    '// Generated from the ABIs. Do not edit.',
    '/** Signature of the function with this selector, empty when it is not ours. */',
    'export function functionSignature(selector: string): string {',
    ...cases(toFunctionSignature),
    `  return ''`,
    '}\n',
  ].join('\n')
}

/** Keccak-256 of the indexed events' signatures, sorted, one a line: tells which ABIs a subgraph was built for. */
export function eventsHash(): `0x${string}` {
  const signatures = contractKinds.flatMap((kind) =>
    eventsOf(kind).map((event) => `${kind}.${toEventSignature(event)}`),
  )
  return keccak256(toBytes(signatures.sort().join('\n')))
}
