import { readFileSync } from 'node:fs'
import { type BankDeployment, CHINA_UTC_OFFSET, type Deployment } from '@tallystick/sdk'
import type { AbiEvent, AbiParameter } from 'viem'
import { abis, type ContractKind, contractKinds, eventsOf, handlerOf } from './contracts.ts'
import { eventsHash } from './generate.ts'

/** One contract to index. */
export interface DataSource {
  readonly name: string
  readonly kind: ContractKind
  readonly address: `0x${string}`
  /** Undefined for the network's own contracts. */
  readonly bank?: BankDeployment
}

/** The contracts of a deployment. The first of each kind gives the name to the generated types. */
export function dataSourcesOf(deployment: Deployment): DataSource[] {
  const { network, banks } = deployment
  return [
    { name: 'AccessManager', kind: 'AccessManager', address: network.manager },
    { name: 'Members', kind: 'Members', address: network.members },
    { name: 'Receivables', kind: 'Receivables', address: network.receivables },
    { name: 'Consents', kind: 'Consents', address: network.consents },
    { name: 'Devices', kind: 'Devices', address: network.devices },
    ...banks.flatMap((bank, index): DataSource[] => {
      const suffix = index === 0 ? '' : String(index + 1)
      return [
        { name: `BankAccessManager${suffix}`, kind: 'AccessManager', address: bank.manager, bank },
        { name: `Treasury${suffix}`, kind: 'Treasury', address: bank.treasury, bank },
        { name: `FactoringDesk${suffix}`, kind: 'FactoringDesk', address: bank.desk, bank },
        { name: `ModelRegistry${suffix}`, kind: 'ModelRegistry', address: bank.models, bank },
        { name: `ScoreOracle${suffix}`, kind: 'ScoreOracle', address: bank.scoreOracle, bank },
        { name: `LinePolicy${suffix}`, kind: 'LinePolicy', address: bank.policy, bank },
        { name: `CreditLines${suffix}`, kind: 'CreditLines', address: bank.lines, bank },
        { name: `UsageMeter${suffix}`, kind: 'UsageMeter', address: bank.meter, bank },
        { name: `LeaseOffers${suffix}`, kind: 'LeaseOffers', address: bank.leaseOffers, bank },
        { name: `Leases${suffix}`, kind: 'Leases', address: bank.leases, bank },
        { name: `Immobiliser${suffix}`, kind: 'Immobiliser', address: bank.immobiliser, bank },
        { name: `DeviceOracle${suffix}`, kind: 'DeviceOracle', address: bank.deviceOracle, bank },
      ]
    }),
  ]
}

/** Where the parts lie, relative to the manifest. */
export interface ManifestLayout {
  readonly mapping: string
  readonly abi: (kind: ContractKind) => string
}

/** One module with the handlers of every kind of contract: compiled each by itself, what they share is compiled again. */
export const handlersFile = 'generated/handlers.ts'

/** Manifest beside the sources, for graph-cli. */
export const sourceLayout: ManifestLayout = {
  mapping: `./${handlersFile}`,
  abi: abiFile,
}

/** Manifest in the build folder, for graph-node. graph-cli puts what it compiles where the first contract's files lie. */
export const builtLayout: ManifestLayout = {
  mapping: `./${contractKinds[0]}/${contractKinds[0]}.wasm`,
  abi: (kind) => `./${kind}/${kind}.json`,
}

export interface ManifestOptions {
  readonly layout: ManifestLayout
  /** False for `gnd test`, which waits for blocks before the start block until it gives up. */
  readonly withStartBlock: boolean
}

/** The manifest of a deployment. It is JSON, which every YAML reader reads. */
export function manifestText(deployment: Deployment, options: ManifestOptions): string {
  const manifest = {
    specVersion: '1.3.0',
    description: 'The auditors’ ledger of Tallystick: every event, and the state that they add up to.',
    indexerHints: { prune: 'never' },
    schema: { file: './schema.graphql' },
    dataSources: dataSourcesOf(deployment).map((source) => dataSource(deployment, source, options)),
  }
  return `${JSON.stringify(manifest, undefined, 2)}\n`
}

function dataSource(deployment: Deployment, source: DataSource, { layout, withStartBlock }: ManifestOptions) {
  const { kind } = source
  return {
    kind: 'ethereum/contract',
    name: source.name,
    network: deployment.name,
    source: {
      abi: kind,
      address: source.address,
      ...(withStartBlock ? { startBlock: deployment.startBlock } : {}),
    },
    context: contextOf(deployment, source),
    mapping: {
      kind: 'ethereum/events',
      apiVersion: '0.0.9',
      language: 'wasm/assemblyscript',
      entities: ['EventLog'],
      abis: [{ name: kind, file: layout.abi(kind) }],
      eventHandlers: eventsOf(kind).map((event) => ({
        event: manifestSignature(event),
        handler: handlerOf(kind, event),
      })),
      file: layout.mapping,
    },
  }
}

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }

/** Contracts of a bank that the mappings of another one need to know. */
const bankParts = [
  'treasury',
  'models',
  'scoreOracle',
  'policy',
  'lines',
  'meter',
  'leaseOffers',
  'leases',
  'immobiliser',
  'deviceOracle',
] as const

/** What a mapping cannot learn from events. */
function contextOf(deployment: Deployment, source: DataSource) {
  const { network, asset } = deployment
  const text = (data: string) => ({ type: 'String', data })
  const bytes = (data: string) => ({ type: 'Bytes', data })
  const integer = (data: number) => ({ type: 'Int', data })
  return {
    network: text(deployment.name),
    chainId: { type: 'BigInt', data: String(deployment.chainId) },
    genesisHash: bytes(deployment.genesisHash),
    startBlock: { type: 'BigInt', data: String(deployment.startBlock) },
    networkManager: bytes(network.manager),
    members: bytes(network.members),
    receivables: bytes(network.receivables),
    consents: bytes(network.consents),
    devices: bytes(network.devices),
    asset: bytes(asset.address),
    assetSymbol: text(asset.symbol),
    assetDecimals: integer(asset.decimals),
    utcOffset: integer(CHINA_UTC_OFFSET),
    eventsHash: bytes(eventsHash()),
    build: text(version),
    bank: text(source.bank?.name ?? ''),
    ...Object.fromEntries(bankParts.map((part) => [part, bytes(source.bank?.[part] ?? source.address)])),
  }
}

/** Signature as manifests write it: with `indexed`, structs as tuples. */
export function manifestSignature(event: AbiEvent): string {
  const inputs = event.inputs.map((input) => `${input.indexed ? 'indexed ' : ''}${canonicalType(input)}`)
  return `${event.name}(${inputs.join(',')})`
}

function canonicalType(input: AbiParameter): string {
  if (!('components' in input)) return input.type
  return `(${input.components.map(canonicalType).join(',')})${input.type.slice('tuple'.length)}`
}

/** The ABI files that a source manifest names, by path. */
export function abiFiles(): [path: string, text: string][] {
  return contractKinds.map((kind) => [abiFile(kind), `${JSON.stringify(abis[kind])}\n`])
}

function abiFile(kind: ContractKind): string {
  return `./abis/${kind}.json`
}
