import { type Address, type Hex, isAddress } from 'viem'
import { providerIdOf } from './provider.ts'

/** The contracts of one bank. */
export interface BankDeployment {
  readonly name: string
  readonly nameZh: string
  /** The bank's own AccessManager. */
  readonly manager: Address
  readonly treasury: Address
  /** The bank's FactoringDesk. */
  readonly desk: Address
  /** The bank's ModelRegistry. */
  readonly models: Address
  readonly scoreOracle: Address
  /** The bank's LinePolicy. */
  readonly policy: Address
  /** The bank's CreditLines. */
  readonly lines: Address
  /** The bank's UsageMeter. */
  readonly meter: Address
  readonly leaseOffers: Address
  /** The bank's Leases. */
  readonly leases: Address
  readonly immobiliser: Address
  readonly deviceOracle: Address
}

/** A platform that holds data about merchants: a provider of `Consents`. */
export interface PlatformDeployment {
  /** Provider id on chain: keccak256 of the slug. */
  readonly id: Hex
  /** Short name in lower case, as in URLs. */
  readonly slug: string
  readonly name: string
  readonly nameZh: string
  /** Where a page reaches the platform's interface, without a trailing slash; a path means the page's own origin. */
  readonly url: string
}

/** Where a network's contracts are, and what a client must know to compute the same keys. */
export interface Deployment {
  readonly name: string
  readonly chainId: number
  /** Hash of block 0; tells two local chains with one id apart. */
  readonly genesisHash: Hex
  /** First block with an event of these contracts. */
  readonly startBlock: number
  /** 32 bytes that separate this network's fingerprints from others'; public. */
  readonly pepper: Hex
  readonly network: {
    readonly manager: Address
    readonly members: Address
    readonly receivables: Address
    readonly consents: Address
    readonly devices: Address
  }
  readonly banks: readonly BankDeployment[]
  readonly platforms: readonly PlatformDeployment[]
  /** The gateway of leased machines. */
  readonly telemetry: {
    /** Where a page reaches its interface, without a trailing slash; a path means the page's own origin. */
    readonly url: string
  }
  readonly asset: {
    readonly address: Address
    readonly symbol: string
    readonly name: string
    /** ISO 4217 code of what the asset represents. */
    readonly currency: string
    readonly decimals: number
    /** Version in the asset's EIP-712 domain. */
    readonly version: string
  }
  /** True only for chains that live on one machine: demo accounts and the demo clock exist there. */
  readonly local: boolean
}

/** A deployment file that cannot be used; the message names the entry and what it should be. */
export class DeploymentError extends Error {
  override readonly name = 'DeploymentError'
}

/**
 * Checks a deployment read from a file or the network.
 * @throws DeploymentError at the first entry that is missing or of the wrong form
 */
export function parseDeployment(json: unknown): Deployment {
  const root = entry(json, 'deployment')
  return {
    name: root.text('name'),
    chainId: root.integer('chainId'),
    genesisHash: root.bytes32('genesisHash'),
    startBlock: root.integer('startBlock'),
    pepper: root.bytes32('pepper'),
    network: readNetwork(root.child('network')),
    banks: root.list('banks').map(readBank),
    platforms: root.list('platforms').map(readPlatform),
    telemetry: { url: root.child('telemetry').text('url') },
    asset: readAsset(root.child('asset')),
    local: root.flag('local'),
  }
}

function readNetwork(network: Entry): Deployment['network'] {
  return {
    manager: network.address('manager'),
    members: network.address('members'),
    receivables: network.address('receivables'),
    consents: network.address('consents'),
    devices: network.address('devices'),
  }
}

function readBank(bank: Entry): BankDeployment {
  return {
    name: bank.text('name'),
    nameZh: bank.text('nameZh'),
    manager: bank.address('manager'),
    treasury: bank.address('treasury'),
    desk: bank.address('desk'),
    models: bank.address('models'),
    scoreOracle: bank.address('scoreOracle'),
    policy: bank.address('policy'),
    lines: bank.address('lines'),
    meter: bank.address('meter'),
    leaseOffers: bank.address('leaseOffers'),
    leases: bank.address('leases'),
    immobiliser: bank.address('immobiliser'),
    deviceOracle: bank.address('deviceOracle'),
  }
}

function readPlatform(platform: Entry): PlatformDeployment {
  const slug = platform.text('slug')
  return {
    id: platform.exactly('id', providerIdOf(slug), `the keccak256 of "${slug}"`),
    slug,
    name: platform.text('name'),
    nameZh: platform.text('nameZh'),
    url: platform.text('url'),
  }
}

function readAsset(asset: Entry): Deployment['asset'] {
  return {
    address: asset.address('address'),
    symbol: asset.text('symbol'),
    name: asset.text('name'),
    currency: asset.text('currency'),
    decimals: asset.integer('decimals'),
    version: asset.text('version'),
  }
}

/** Typed access to one object of an unknown JSON document. */
interface Entry {
  text(key: string): string
  integer(key: string): number
  flag(key: string): boolean
  address(key: string): Address
  bytes32(key: string): Hex
  /** The only value that is right at this place. */
  exactly<Value>(key: string, value: Value, expected: string): Value
  child(key: string): Entry
  list(key: string): Entry[]
}

function entry(json: unknown, path: string): Entry {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return refuse(path, 'an object')
  const at = (key: string): unknown => (json as Record<string, unknown>)[key]
  function read<T>(key: string, isValid: (value: unknown) => value is T, expected: string): T {
    const value = at(key)
    return isValid(value) ? value : refuse(`${path}.${key}`, expected)
  }
  return {
    text: (key) => read(key, isText, 'a non-empty string'),
    integer: (key) => read(key, isNatural, 'a whole number from 0'),
    flag: (key) => read(key, isFlag, 'true or false'),
    address: (key) => read(key, isAddressText, 'an address (0x and 40 hex digits)'),
    bytes32: (key) => read(key, isBytes32, '32 bytes (0x and 64 hex digits)'),
    exactly: (key, value, expected) => (at(key) === value ? value : refuse(`${path}.${key}`, expected)),
    child: (key) => entry(at(key), `${path}.${key}`),
    list: (key) => read(key, isList, 'a list').map((item, index) => entry(item, `${path}.${key}[${index}]`)),
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function isNatural(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function isFlag(value: unknown): value is boolean {
  return typeof value === 'boolean'
}

function isAddressText(value: unknown): value is Address {
  return typeof value === 'string' && isAddress(value)
}

function isBytes32(value: unknown): value is Hex {
  return typeof value === 'string' && /^0x[0-9a-fA-F]{64}$/.test(value)
}

function isList(value: unknown): value is unknown[] {
  return Array.isArray(value)
}

function refuse(path: string, expected: string): never {
  throw new DeploymentError(`${path} must be ${expected}`)
}
