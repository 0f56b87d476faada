import { type Address, concat, type Hex, numberToHex } from 'viem'
import { LEASE_STATES, type LeaseAccount, type LeaseAgreement } from '../leases.ts'
import { packTariff, type Tariff } from '../telemetry/tariff.ts'
import type { LeaseFieldsFragment } from './generated/documents.ts'

type Terms = LeaseFieldsFragment['offer']

/** Id of a lease's row (contract: the lease book) or of its offer's (contract: the offers). */
export function leaseRowId(contract: Address, number: bigint | number): Hex {
  return concat([contract.toLowerCase() as Address, numberToHex(number, { size: 4 })])
}

/** The brackets of an indexed offer. */
export function tariffOf({ fromHours, pricePerHour }: Pick<Terms, 'fromHours' | 'pricePerHour'>): Tariff {
  return fromHours.map((hours, index) => ({ fromHours: hours, pricePerHour: BigInt(pricePerHour[index] ?? 0) }))
}

/** What bills and payments of an indexed lease follow from. */
export function leaseAgreementOf({
  state,
  finalBilled,
  offer,
}: Pick<LeaseFieldsFragment, 'state' | 'finalBilled'> & {
  readonly offer: Pick<
    Terms,
    | 'rateBps'
    | 'earlyFeeBps'
    | 'periods'
    | 'buyOut'
    | 'deposit'
    | 'baseRent'
    | 'minimumRent'
    | 'fromHours'
    | 'pricePerHour'
  >
}): LeaseAgreement {
  return {
    state: LEASE_STATES.indexOf(state),
    rateBps: offer.rateBps,
    earlyFeeBps: offer.earlyFeeBps,
    periods: offer.periods,
    finalBilled,
    buyOut: BigInt(offer.buyOut),
    deposit: BigInt(offer.deposit),
    baseRent: BigInt(offer.baseRent),
    minimumRent: BigInt(offer.minimumRent),
    tariff: packTariff(tariffOf(offer)),
  }
}

/** The account of an indexed lease, as `leaseDebtAt` and the other formulas take it. */
export function leaseAccountOf(
  lease: Pick<LeaseFieldsFragment, Exclude<keyof LeaseAccount, 'last'> | 'accruedAt'>,
): LeaseAccount {
  return {
    principal: BigInt(lease.principal),
    duePrincipal: BigInt(lease.duePrincipal),
    penalty: BigInt(lease.penalty),
    impairedPct: lease.impairedPct,
    nonAccrual: lease.nonAccrual,
    accruedX18: BigInt(lease.accruedX18),
    dueUsage: BigInt(lease.dueUsage),
    last: Number(lease.accruedAt),
    unbookedX18: BigInt(lease.unbookedX18),
    impaired: BigInt(lease.impaired),
    dueSince: lease.dueSince,
    penaltyDay: lease.penaltyDay,
    dueInterest: BigInt(lease.dueInterest),
    held: BigInt(lease.held),
    cover: BigInt(lease.cover),
  }
}
