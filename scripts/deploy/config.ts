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

/** One bank: its treasury and its factoring desk. */
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
  readonly banks: readonly BankConfig[]
}
