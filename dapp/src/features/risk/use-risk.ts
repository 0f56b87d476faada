import { type LimitFieldsFragment, RiskDocument, type TermsFieldsFragment } from '@tallystick/sdk'
import type { Address } from 'viem'
import { useBank } from '../../chain/deployment'
import { useGraph } from '../../graphql/use-graph'
import type { GroupExposure } from './concentration'
import type { DebtorTerms } from './terms-change'

/** A group's exposure at the bank, with the accounts that belong to it. */
export interface RiskGroup extends GroupExposure {
  /** Receivables of the group that are flagged overdue. */
  readonly overdueCount: number
  readonly members: readonly Address[]
}

/** A debtor's terms at the bank's desk. */
export interface DebtorPolicy extends DebtorTerms {
  readonly debtor: Address
  readonly changedBy: Address
  /** Unix seconds. */
  readonly changedAt: bigint
}

/** Limits of all groups and terms of all debtors of the bank, from the records. */
export function useRisk() {
  const { treasury, desk } = useBank()
  const records = useGraph(RiskDocument, { treasury: lowerCase(treasury), desk: lowerCase(desk) })
  return {
    ...records,
    groups: records.data?.obligorLimits.map(groupOf),
    policies: records.data?.debtorTerms_collection.map(policyOf),
  }
}

/** The index writes addresses in lower case. */
export function lowerCase(address: Address): Address {
  return address.toLowerCase() as Address
}

function groupOf({ obligor, limit, exposure, lost }: LimitFieldsFragment): RiskGroup {
  return {
    obligor: Number(obligor.number),
    limit: BigInt(limit),
    exposure: BigInt(exposure),
    lost: BigInt(lost),
    overdueCount: Number(obligor.overdueCount),
    members: obligor.members.map(({ id }) => id),
  }
}

function policyOf(terms: TermsFieldsFragment): DebtorPolicy {
  const { debtor, changedBy, changedAt, discountBps, feeBps, advanceBps, maxTenorDays, minUnits, version, enabled } =
    terms
  return {
    debtor,
    changedBy,
    changedAt: BigInt(changedAt),
    discountBps,
    feeBps,
    advanceBps,
    maxTenorDays,
    minUnits: BigInt(minUnits),
    version: Number(version),
    enabled,
  }
}
