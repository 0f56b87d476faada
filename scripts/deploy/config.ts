import type { MemberRole } from '@tallystick/sdk'
import type { Address, Hex } from 'viem'
import type { BankRole, NetworkRole } from './roles.ts'

/** Accounts that hold each role. Every role needs at least one holder. */
export type Holders<Role extends string> = Readonly<Record<Role, readonly Address[]>>

/** A company's account, registered at deployment. */
export interface MemberConfig {
  readonly account: Address
  readonly roles: readonly MemberRole[]
  /** Legal id: VAT id before registration id. Stored as a hash. */
  readonly legalId: string
  /** Group of companies that fail together. */
  readonly obligor: number
  /** ISO 3166-1 numeric. */
  readonly country: number
}

/** Rules of a jurisdiction, as in `Profile` of IReceivables.sol. */
export interface ProfileConfig {
  /** At most 12 ASCII characters. */
  readonly name: string
  readonly maxTermDays: number
  readonly graceDays: number
  readonly tierCap: number
  /** Minor units. */
  readonly minSplit: bigint
}

/** First limit and price of one debtor at one bank. */
export interface DebtorConfig {
  readonly account: Address
  readonly obligor: number
  /** Most principal out to the debtor's group, minor units. */
  readonly limit: bigint
  readonly discountBps: number
  readonly feeBps: number
  readonly advanceBps: number
  readonly maxTenorDays: number
  readonly minUnits: bigint
}

/** A platform that releases data about merchants to oracle networks. */
export interface PlatformConfig {
  /** Short name in lower case; its keccak256 is the provider's id. */
  readonly slug: string
  readonly name: string
  readonly nameZh: string
  /** Kinds of data that it has: scope bits of docs/scoring.md. */
  readonly scopes: number
  /** Ed25519 key that signs its answers. */
  readonly key: Hex
  /** Where the oracle network reaches it, without a trailing slash. */
  readonly url: string
  /** Where a page reaches it; a path means the page's own origin. */
  readonly pageUrl: string
}

/** A Chainlink Functions router and what to ask it with, as in `FunctionsConfig` of IOracleCore.sol. */
export interface FunctionsConfig {
  /** `test`: the toolkit's router, whose coordinator takes reports from anybody; local chains only. */
  readonly kind: 'existing' | 'test'
  readonly router: Address
  readonly donId: Hex
  readonly subscriptionId: bigint
  /** 0 for no secrets. */
  readonly secretsVersion: bigint
  readonly secretsSlot: number
  readonly callbackGasLimit: number
}

/** Where CRE delivers on this chain. The workflow is deployed after the oracle, so its id is set later. */
export interface CreConfig {
  readonly forwarder: Address
  /** The chain's number in reports. */
  readonly chainSelector: bigint
}

/** Limits of score requests, as in `Limits` of IScoreOracle.sol. */
export interface ScoreLimits {
  readonly cooldown: number
  readonly timeToLive: number
  readonly maxDataAge: number
  readonly dailyBudget: number
  readonly merchantBudget: number
  readonly minSources: number
}

/** From score to limit and price, as in ILinePolicy.sol; amounts in minor units. */
export interface LinePolicyConfig {
  readonly scoreMaxAge: number
  readonly stepBps: number
  readonly stepDays: number
  readonly lot: bigint
  readonly starterLimit: bigint
  /** The highest score first. */
  readonly bands: readonly {
    readonly minScore: number
    readonly multipleBps: number
    readonly rateBps: number
    readonly cap: bigint
  }[]
}

/** Which leases a bank finances, as in `Rules` of ILeaseOffers.sol; amounts in minor units. */
export interface LeaseRulesConfig {
  readonly maxFinanced: bigint
  readonly minDepositBps: number
  readonly minRateBps: number
  readonly maxDays: number
  /** Number of the least `Tier` in IDevices.sol. */
  readonly minTier: number
}

/** Limits of alarm requests, as in `Limits` of IDeviceOracle.sol; seconds. */
export interface AlarmLimits {
  readonly maxDataAge: number
  readonly timeToLive: number
  readonly cooldown: number
  readonly dailyBudget: number
}

/** A bank's leases of machines: meter, rules, book, and the oracle of alarms. */
export interface LeasingConfig {
  /** Seconds in which a closing reading can be replaced, and within which of a period's end it must lie. */
  readonly meter: { readonly window: number; readonly tolerance: number }
  readonly rules: LeaseRulesConfig
  readonly book: {
    readonly cap: bigint
    readonly maxRateBps: number
    readonly maxTenorDays: number
    readonly penaltyBps: number
    readonly graceDays: number
    readonly noticeDays: number
  }
  readonly alarms: {
    /** Absent where no Functions router serves the chain: alarms are then carried by CRE. */
    readonly functions?: FunctionsConfig
    readonly cre?: CreConfig
    readonly limits: AlarmLimits
  }
  /** Most principal out to a lessee's group, over all of the bank's books. */
  readonly lessees: readonly { readonly obligor: number; readonly limit: bigint }[]
}

/** The gateway that machines report to. */
export interface GatewayConfig {
  /** Where oracle networks ask it, without a trailing slash. */
  readonly url: string
  /** Where a page reaches it; a path means the page's own origin. */
  readonly pageUrl: string
  /** What tells its answers' signing key; see `setEndpoint` of IDeviceOracle.sol. */
  readonly key: Hex
  /** Accounts that bring periods' evidence. */
  readonly accounts: readonly Address[]
}

/** A bank's credit for merchants: models, oracle, policy and lines. */
export interface CreditConfig {
  /** Absent where no Functions router serves the chain: requests are then carried by CRE. */
  readonly functions?: FunctionsConfig
  readonly cre?: CreConfig
  readonly limits: ScoreLimits
  /** Slugs of platforms; the position is the source's bit. */
  readonly sources: readonly string[]
  readonly policy: LinePolicyConfig
  readonly lines: {
    readonly cap: bigint
    readonly maxRateBps: number
    readonly maxTenorDays: number
    readonly penaltyBps: number
    readonly graceDays: number
  }
  /** Most principal out to a merchant's group, over all of the bank's books. */
  readonly merchants: readonly { readonly obligor: number; readonly limit: bigint }[]
}

/** One bank: its treasury, its factoring desk, its lines for merchants and its leases. */
export interface BankConfig {
  /** Letters and digits; part of the deployment journal's ids. */
  readonly id: string
  readonly name: string
  readonly nameZh: string
  readonly shareName: string
  readonly shareSymbol: string
  readonly legalId: string
  readonly obligor: number
  readonly country: number
  readonly holders: Holders<BankRole>
  readonly book: { readonly cap: bigint; readonly maxRateBps: number; readonly maxTenorDays: number }
  readonly debtors: readonly DebtorConfig[]
  readonly credit: CreditConfig
  readonly leasing: LeasingConfig
}

/** A stablecoin that is already on the chain. */
export interface ExistingAsset {
  readonly kind: 'existing'
  readonly address: Address
  readonly currency: string
}

/** A stablecoin deployed for a local run. */
export interface LocalAsset {
  readonly kind: 'local'
  readonly name: string
  readonly symbol: string
  readonly currency: string
  /** Owner, minter, pauser and black-lister. */
  readonly issuer: Address
  /** The proxy's admin cannot call the token, so it is an account that does nothing else. */
  readonly proxyAdmin: Address
  /** Minor units that the issuer may mint. */
  readonly mintAllowance: bigint
}

/** Everything that differs between networks. */
export interface NetworkConfig {
  readonly name: string
  readonly pepper: Hex
  /** Seconds by which the register's day is ahead of UTC. */
  readonly utcOffset: number
  /** Seconds between announcing and executing an act of a delayed role. */
  readonly delay: number
  readonly asset: ExistingAsset | LocalAsset
  readonly profile: ProfileConfig
  readonly holders: Holders<NetworkRole>
  readonly members: readonly MemberConfig[]
  readonly platforms: readonly PlatformConfig[]
  readonly telemetry: GatewayConfig
  readonly banks: readonly BankConfig[]
}
