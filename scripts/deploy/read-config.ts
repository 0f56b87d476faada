import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type MemberRole, memberRoleBits } from '@tallystick/sdk'
import { type Address, getAddress, type Hex, isAddress, isHex, size } from 'viem'
import type {
  AlarmLimits,
  BankConfig,
  CreConfig,
  CreditConfig,
  DebtorConfig,
  ExistingAsset,
  FunctionsConfig,
  GatewayConfig,
  Holders,
  LeaseRulesConfig,
  LeasingConfig,
  LinePolicyConfig,
  MemberConfig,
  NetworkConfig,
  PlatformConfig,
  ProfileConfig,
  ScoreLimits,
} from './config.ts'
import { bankRoles, networkRoles } from './roles.ts'

/** A network's configuration file is missing or wrong; the message names the entry. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

const networksDir = join(import.meta.dirname, 'networks')

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads `networks/<name>.json`. A value `"env:NAME"` stands for an environment variable, so that the file can be
 * public and complete while addresses and names stay with whoever deploys.
 * @throws ConfigError
 */
export function readNetworkConfig(name: string, environment: Environment = process.env): NetworkConfig {
  const file = join(networksDir, `${name}.json`)
  if (!/^[\w-]+$/.test(name) || !existsSync(file)) {
    throw new ConfigError(`there is no network "${name}"; known: ${knownNetworks().join(', ')}`)
  }
  return networkOf(new Node(JSON.parse(readFileSync(file, 'utf8')), name, environment))
}

/** Names for `--network`. */
export function knownNetworks(): string[] {
  const files = readdirSync(networksDir).filter((file) => file.endsWith('.json'))
  return files.map((file) => file.slice(0, -'.json'.length))
}

function networkOf(node: Node): NetworkConfig {
  return {
    name: node.at('name').text(),
    pepper: node.at('pepper').bytes32(),
    utcOffset: node.at('utcOffset').integer(),
    delay: node.at('delay').integer(),
    asset: assetOf(node.at('asset')),
    profile: profileOf(node.at('profile')),
    holders: holdersOf(node.at('holders'), networkRoles),
    members: node.at('members').list().map(memberOf),
    platforms: node.at('platforms').list().map(platformOf),
    telemetry: gatewayOf(node.at('telemetry')),
    banks: node.at('banks').list().map(bankOf),
  }
}

/** Only a token that is on the chain already: one of our own making belongs to local chains. */
function assetOf(node: Node): ExistingAsset {
  if (node.at('kind').text() !== 'existing') throw node.at('kind').wrong('"existing"')
  return { kind: 'existing', address: node.at('address').address(), currency: node.at('currency').text() }
}

function profileOf(node: Node): ProfileConfig {
  return {
    name: node.at('name').text(),
    maxTermDays: node.at('maxTermDays').integer(),
    graceDays: node.at('graceDays').integer(),
    tierCap: node.at('tierCap').integer(),
    minSplit: node.at('minSplit').amount(),
  }
}

function holdersOf<Role extends string>(node: Node, roles: readonly Role[]): Holders<Role> {
  const entries = roles.map((role) => [
    role,
    node
      .at(role)
      .list()
      .map((holder) => holder.address()),
  ])
  return Object.fromEntries(entries) as Holders<Role>
}

function memberOf(node: Node): MemberConfig {
  return { ...entityOf(node), account: node.at('account').address(), roles: node.at('roles').list().map(memberRoleOf) }
}

function memberRoleOf(node: Node): MemberRole {
  const role = node.text()
  if (!(role in memberRoleBits)) throw node.wrong(`one of ${Object.keys(memberRoleBits).join(', ')}`)
  return role as MemberRole
}

function entityOf(node: Node): { legalId: string; obligor: number; country: number } {
  return {
    legalId: node.at('legalId').text(),
    obligor: node.at('obligor').integer(),
    country: node.at('country').integer(),
  }
}

function bankOf(node: Node): BankConfig {
  const book = node.at('book')
  return {
    ...entityOf(node),
    id: node.at('id').text(),
    name: node.at('name').text(),
    nameZh: node.at('nameZh').text(),
    shareName: node.at('shareName').text(),
    shareSymbol: node.at('shareSymbol').text(),
    holders: holdersOf(node.at('holders'), bankRoles),
    book: {
      cap: book.at('cap').amount(),
      maxRateBps: book.at('maxRateBps').integer(),
      maxTenorDays: book.at('maxTenorDays').integer(),
    },
    debtors: node.at('debtors').list().map(debtorOf),
    credit: creditOf(node.at('credit')),
    leasing: leasingOf(node.at('leasing')),
  }
}

function platformOf(node: Node): PlatformConfig {
  return {
    slug: node.at('slug').text(),
    name: node.at('name').text(),
    nameZh: node.at('nameZh').text(),
    scopes: node.at('scopes').integer(),
    key: node.at('key').bytes32(),
    url: node.at('url').text(),
    pageUrl: node.at('pageUrl').text(),
  }
}

function creditOf(node: Node): CreditConfig {
  const functions = node.optional('functions')
  const cre = node.optional('cre')
  const lines = node.at('lines')
  return {
    ...(functions && { functions: functionsOf(functions) }),
    ...(cre && { cre: creOf(cre) }),
    limits: limitsOf(node.at('limits')),
    sources: node
      .at('sources')
      .list()
      .map((slug) => slug.text()),
    policy: policyOf(node.at('policy')),
    lines: {
      cap: lines.at('cap').amount(),
      maxRateBps: lines.at('maxRateBps').integer(),
      maxTenorDays: lines.at('maxTenorDays').integer(),
      penaltyBps: lines.at('penaltyBps').integer(),
      graceDays: lines.at('graceDays').integer(),
    },
    merchants: obligorLimitsOf(node.at('merchants')),
  }
}

function gatewayOf(node: Node): GatewayConfig {
  return {
    url: node.at('url').text(),
    pageUrl: node.at('pageUrl').text(),
    key: node.at('key').bytes32(),
    accounts: node
      .at('accounts')
      .list()
      .map((account) => account.address()),
  }
}

function leasingOf(node: Node): LeasingConfig {
  const [meter, book, alarms] = [node.at('meter'), node.at('book'), node.at('alarms')]
  const functions = alarms.optional('functions')
  const cre = alarms.optional('cre')
  return {
    meter: { window: meter.at('window').integer(), tolerance: meter.at('tolerance').integer() },
    rules: leaseRulesOf(node.at('rules')),
    book: {
      cap: book.at('cap').amount(),
      maxRateBps: book.at('maxRateBps').integer(),
      maxTenorDays: book.at('maxTenorDays').integer(),
      penaltyBps: book.at('penaltyBps').integer(),
      graceDays: book.at('graceDays').integer(),
      noticeDays: book.at('noticeDays').integer(),
    },
    alarms: {
      ...(functions && { functions: functionsOf(functions) }),
      ...(cre && { cre: creOf(cre) }),
      limits: alarmLimitsOf(alarms.at('limits')),
    },
    lessees: obligorLimitsOf(node.at('lessees')),
  }
}

function leaseRulesOf(node: Node): LeaseRulesConfig {
  return {
    maxFinanced: node.at('maxFinanced').amount(),
    minDepositBps: node.at('minDepositBps').integer(),
    minRateBps: node.at('minRateBps').integer(),
    maxDays: node.at('maxDays').integer(),
    minTier: node.at('minTier').integer(),
  }
}

function alarmLimitsOf(node: Node): AlarmLimits {
  return {
    maxDataAge: node.at('maxDataAge').integer(),
    timeToLive: node.at('timeToLive').integer(),
    cooldown: node.at('cooldown').integer(),
    dailyBudget: node.at('dailyBudget').integer(),
  }
}

function obligorLimitsOf(node: Node): { readonly obligor: number; readonly limit: bigint }[] {
  return node.list().map((group) => ({ obligor: group.at('obligor').integer(), limit: group.at('limit').amount() }))
}

function functionsOf(node: Node): FunctionsConfig {
  return {
    kind: 'existing',
    router: node.at('router').address(),
    donId: node.at('donId').bytes32(),
    subscriptionId: node.at('subscriptionId').amount(),
    secretsVersion: node.at('secretsVersion').amount(),
    secretsSlot: node.at('secretsSlot').integer(),
    callbackGasLimit: node.at('callbackGasLimit').integer(),
  }
}

function creOf(node: Node): CreConfig {
  return { forwarder: node.at('forwarder').address(), chainSelector: node.at('chainSelector').amount() }
}

function limitsOf(node: Node): ScoreLimits {
  return {
    cooldown: node.at('cooldown').integer(),
    timeToLive: node.at('timeToLive').integer(),
    maxDataAge: node.at('maxDataAge').integer(),
    dailyBudget: node.at('dailyBudget').integer(),
    merchantBudget: node.at('merchantBudget').integer(),
    minSources: node.at('minSources').integer(),
  }
}

function policyOf(node: Node): LinePolicyConfig {
  return {
    scoreMaxAge: node.at('scoreMaxAge').integer(),
    stepBps: node.at('stepBps').integer(),
    stepDays: node.at('stepDays').integer(),
    lot: node.at('lot').amount(),
    starterLimit: node.at('starterLimit').amount(),
    bands: node
      .at('bands')
      .list()
      .map((band) => ({
        minScore: band.at('minScore').integer(),
        multipleBps: band.at('multipleBps').integer(),
        rateBps: band.at('rateBps').integer(),
        cap: band.at('cap').amount(),
      })),
  }
}

function debtorOf(node: Node): DebtorConfig {
  return {
    account: node.at('account').address(),
    obligor: node.at('obligor').integer(),
    limit: node.at('limit').amount(),
    discountBps: node.at('discountBps').integer(),
    feeBps: node.at('feeBps').integer(),
    advanceBps: node.at('advanceBps').integer(),
    maxTenorDays: node.at('maxTenorDays').integer(),
    minUnits: node.at('minUnits').amount(),
  }
}

/** One value of the file with its path, for messages that name it. */
class Node {
  readonly #value: unknown
  readonly #path: string
  readonly #environment: Environment

  constructor(value: unknown, path: string, environment: Environment) {
    this.#path = path
    this.#environment = environment
    this.#value = typeof value === 'string' && value.startsWith('env:') ? this.#variable(value.slice(4)) : value
  }

  at(key: string): Node {
    const value = this.#value
    if (typeof value !== 'object' || value === null) throw this.wrong('an object')
    return new Node((value as Record<string, unknown>)[key], `${this.#path}.${key}`, this.#environment)
  }

  /** An entry that may be left out. */
  optional(key: string): Node | undefined {
    const entry = this.at(key)
    return entry.#value === undefined ? undefined : entry
  }

  list(): Node[] {
    if (!Array.isArray(this.#value)) throw this.wrong('a list')
    return this.#value.map((item, index) => new Node(item, `${this.#path}[${index}]`, this.#environment))
  }

  text(): string {
    if (typeof this.#value !== 'string' || this.#value === '') throw this.wrong('a non-empty string')
    return this.#value
  }

  integer(): number {
    if (typeof this.#value !== 'number' || !Number.isSafeInteger(this.#value) || this.#value < 0) {
      throw this.wrong('a whole number from 0')
    }
    return this.#value
  }

  /** Minor units as a string of digits, since JSON numbers lose the last ones. */
  amount(): bigint {
    if (typeof this.#value !== 'string' || !/^\d+$/.test(this.#value))
      throw this.wrong('digits in quotes (minor units)')
    return BigInt(this.#value)
  }

  address(): Address {
    const text = this.text()
    if (!isAddress(text)) throw this.wrong('an address with a correct checksum')
    return getAddress(text)
  }

  bytes32(): Hex {
    const text = this.text()
    if (!isHex(text) || size(text) !== 32) throw this.wrong('32 bytes in hex')
    return text
  }

  wrong(expected: string): ConfigError {
    return new ConfigError(`${this.#path} must be ${expected}`)
  }

  #variable(name: string): string {
    const value = this.#environment[name]
    if (value === undefined || value === '')
      throw new ConfigError(`${this.#path}: set the environment variable ${name}`)
    return value
  }
}
