import type { Deployment } from '@tallystick/sdk'
import {
  type AbiFunction,
  type Address,
  decodeFunctionData,
  type Hex,
  isHex,
  parseAbiItem,
  toFunctionSelector,
  zeroAddress,
} from 'viem'
import { type Descriptor, type DescriptorField, type DescriptorFormat, descriptors } from './descriptors'

/** One value of a call in the form in which people read it. */
export type ShownValue =
  | { readonly kind: 'account'; readonly address: Address }
  | { readonly kind: 'amount'; readonly units: bigint }
  | { readonly kind: 'instant'; readonly seconds: bigint }
  | { readonly kind: 'day'; readonly day: number }
  | { readonly kind: 'days'; readonly count: number }
  | { readonly kind: 'bps'; readonly bps: number }
  /** One label, or several where the value is a set of bits. */
  | { readonly kind: 'choice'; readonly labels: readonly string[] }
  | { readonly kind: 'duration'; readonly seconds: number }
  | { readonly kind: 'hex'; readonly hex: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'call'; readonly call: Description | undefined }

export interface ShownField {
  readonly path: string
  readonly label: string
  readonly value: ShownValue
}

/** What a person is asked to approve. Labels and intent are the descriptor's English; see `labels.ts`. */
export interface Description {
  /** Undefined where a program checks the signature and no contract does. */
  readonly contract: Address | undefined
  readonly intent: string
  readonly fields: readonly ShownField[]
}

type Contracts = ReadonlyMap<string, string>

/** Which descriptor speaks for which address of this network. */
function contractsOf({ network, banks, asset }: Deployment): Contracts {
  const own: readonly (readonly [Address, string])[] = [
    [network.receivables, 'Receivables'],
    [network.members, 'Members'],
    [network.manager, 'AccessManager'],
    [asset.address, 'Asset'],
    [network.consents, 'Consents'],
    [network.devices, 'Devices'],
    ...banks.flatMap((bank) => [
      [bank.treasury, 'Treasury'] as const,
      [bank.desk, 'FactoringDesk'] as const,
      [bank.manager, 'AccessManager'] as const,
      [bank.models, 'ModelRegistry'] as const,
      [bank.scoreOracle, 'ScoreOracle'] as const,
      [bank.policy, 'LinePolicy'] as const,
      [bank.lines, 'CreditLines'] as const,
      [bank.leaseOffers, 'LeaseOffers'] as const,
      [bank.leases, 'Leases'] as const,
      [bank.meter, 'UsageMeter'] as const,
      [bank.immobiliser, 'Immobiliser'] as const,
      [bank.deviceOracle, 'DeviceOracle'] as const,
    ]),
  ]
  return new Map(own.map(([address, id]) => [address.toLowerCase(), id]))
}

/**
 * Reads a call with the descriptor of the called contract.
 * @returns undefined when the contract is not of this network or the function is unknown: such a call is signed blind
 */
export function describeCall(deployment: Deployment, to: Address, data: Hex): Description | undefined {
  const id = contractsOf(deployment).get(to.toLowerCase())
  const match = id === undefined ? undefined : findFunction(id, data)
  if (!match) return undefined
  const { descriptor, format, item } = match
  const { args = [] } = decodeFunctionData({ abi: [item], data })
  const values = Object.fromEntries(item.inputs.map((input, index) => [input.name ?? '', args[index]]))
  const nested = (call: Hex, callee: Address) => describeCall(deployment, callee, call)
  return { contract: to, intent: format.intent, fields: show({ descriptor, format, values, to, nested }) }
}

interface FunctionMatch {
  readonly descriptor: Descriptor
  readonly format: DescriptorFormat
  readonly item: AbiFunction
}

function findFunction(id: string, data: Hex): FunctionMatch | undefined {
  const selector = data.slice(0, 10)
  for (const descriptor of descriptors.filter(({ context }) => context.$id === id && context.contract)) {
    for (const [signature, format] of Object.entries(descriptor.display.formats)) {
      const item = functionOf(signature)
      if (toFunctionSelector(item) === selector) return { descriptor, format, item }
    }
  }
  return undefined
}

/** A descriptor's key as an ABI item. */
export function functionOf(signature: string): AbiFunction {
  return parseAbiItem(`function ${signature}`) as AbiFunction
}

/** The domain of typed data, as far as it says who will check the signature. */
export interface SignedDomain {
  readonly name?: unknown
  readonly verifyingContract?: unknown
}

/**
 * Reads typed data with the descriptor of who will check the signature: the contract that the domain names, or the
 * program behind a domain without one.
 */
export function describeTypedData(
  deployment: Deployment,
  domain: SignedDomain,
  primaryType: string,
  message: Readonly<Record<string, unknown>>,
): Description | undefined {
  const contract = typeof domain.verifyingContract === 'string' ? (domain.verifyingContract as Address) : undefined
  const id = contract && contractsOf(deployment).get(contract.toLowerCase())
  const isChecker = ({ context: { $id, eip712 } }: Descriptor) =>
    eip712 && (contract ? $id === id : domain.name !== undefined && eip712.domain?.name === domain.name)
  for (const descriptor of descriptors.filter(isChecker)) {
    const [, format] =
      Object.entries(descriptor.display.formats).find(([key]) => key.startsWith(`${primaryType}(`)) ?? []
    const nested = () => undefined
    if (format) {
      const fields = show({ descriptor, format, values: message, to: contract ?? zeroAddress, nested })
      return { contract, intent: format.intent, fields }
    }
  }
  return undefined
}

interface Source {
  readonly descriptor: Descriptor
  readonly format: DescriptorFormat
  readonly values: Readonly<Record<string, unknown>>
  readonly to: Address
  nested(call: Hex, callee: Address): Description | undefined
}

function show(source: Source): readonly ShownField[] {
  return source.format.fields.filter(({ visible }) => visible !== 'never').flatMap((field) => showField(source, field))
}

function showField(source: Source, field: DescriptorField): readonly ShownField[] {
  const found = valuesAt(source.values, field.path)
  return found.map((value, index) => ({
    path: found.length > 1 ? `${field.path}${index}` : field.path,
    label: field.label ?? field.path,
    value: shown(source, field, value),
  }))
}

/** The values at a path: one, or one per element of each list on the way, which the path writes as `[]`. */
function valuesAt(values: Readonly<Record<string, unknown>>, path: string): readonly unknown[] {
  return path
    .split('.')
    .reduce<readonly unknown[]>(
      (parts, name) => parts.flatMap((part) => (name === '[]' ? (part as readonly unknown[]) : [memberOf(part, name)])),
      [values],
    )
}

function memberOf(value: unknown, name: string): unknown {
  return (value as Readonly<Record<string, unknown>> | undefined)?.[name]
}

function shown(source: Source, { format, params = {} }: DescriptorField, value: unknown): ShownValue {
  switch (format) {
    case 'addressName':
      return { kind: 'account', address: value as Address }
    case 'tokenAmount':
      return { kind: 'amount', units: BigInt(value as bigint) }
    case 'date':
      return { kind: 'instant', seconds: BigInt(value as bigint) }
    case 'unit':
      return shownUnit(params.base, Number(value))
    case 'enum':
      return { kind: 'choice', labels: choices(source.descriptor, params.$ref, value) }
    case 'duration':
      return { kind: 'duration', seconds: Number(value) }
    case 'calldata':
      return { kind: 'call', call: source.nested(value as Hex, calleeOf(source, params)) }
    default:
      return shownRaw(value)
  }
}

function shownUnit(base: string | undefined, value: number): ShownValue {
  if (base === 'days since 1970-01-01') return { kind: 'day', day: value }
  if (base === 'days') return { kind: 'days', count: value }
  return { kind: 'bps', bps: value }
}

/** Ids and hashes show as hexadecimal, everything else as written. */
function shownRaw(value: unknown): ShownValue {
  if (isHex(value)) return { kind: 'hex', hex: value }
  if (typeof value === 'bigint' && value > 2n ** 128n)
    return { kind: 'hex', hex: `0x${value.toString(16).padStart(64, '0')}` }
  return { kind: 'text', text: String(value) }
}

/** The name of a value, or of each of its bits where the whole has none. */
function choices({ metadata }: Descriptor, ref: string | undefined, value: unknown): readonly string[] {
  const names = metadata.enums?.[ref?.split('.').at(-1) ?? ''] ?? {}
  const whole = names[String(value)]
  if (whole !== undefined) return [whole]
  const bits = Object.entries(names).filter(([bit]) => typeof value === 'number' && (value & Number(bit)) !== 0)
  return bits.length > 0 ? bits.map(([, name]) => name) : [String(value)]
}

function calleeOf({ values, to }: Source, { calleePath }: NonNullable<DescriptorField['params']>): Address {
  return calleePath ? (valuesAt(values, calleePath)[0] as Address) : to
}
