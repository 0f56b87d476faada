import { LeaseOffersDocument, type LeaseOffersQuery, type LeaseTerms, type Region, regionOf } from '@tallystick/sdk'
import type { Address, Hex } from 'viem'
import { useBank } from '../../chain/deployment'
import { useGraph } from '../../graphql/use-graph'
import type { LeaseStage } from './lease-state'

/** A lease as the records have it: the offer with all its terms, and where the agreement stands. */
export interface LeaseRecord {
  readonly leaseId: bigint
  readonly stage: LeaseStage
  readonly manufacturer: Address
  readonly device: { readonly id: Hex; readonly oem: string; readonly model: string }
  readonly terms: LeaseTerms
  /** Price less buy-out. */
  readonly financed: bigint
  readonly region: Region
  readonly termsHash: Hex
  readonly proposedAt: bigint
}

/** Offers and leases of one company at this bank, the newest first. */
export function useLeaseRecords(account: Address | undefined) {
  const { leaseOffers } = useBank()
  const own = account?.toLowerCase() as Address
  const offers = leaseOffers.toLowerCase() as Address
  const records = useGraph(
    LeaseOffersDocument,
    { where: { and: [{ offers }, { or: [{ manufacturer: own }, { lessee: own }] }] } },
    { enabled: account !== undefined },
  )
  return { ...records, leases: records.data?.leaseOffers.map(recordOf) }
}

/** One offer with its terms; undefined while it is being read, and where the records do not have it yet. */
export function useLeaseRecord(leaseId: bigint): LeaseRecord | undefined {
  const { leaseOffers } = useBank()
  const offers = leaseOffers.toLowerCase() as Address
  const { data } = useGraph(LeaseOffersDocument, { where: { offers, number: String(leaseId) } })
  const [offer] = data?.leaseOffers ?? []
  return offer && recordOf(offer)
}

type OfferRow = LeaseOffersQuery['leaseOffers'][number]

/** Reads a row of the records. */
export function recordOf(offer: OfferRow): LeaseRecord {
  const { device, leases, manufacturer, termsHash } = offer
  return {
    leaseId: BigInt(offer.number),
    stage: leases[0]?.state ?? (offer.state === 'Withdrawn' ? 'Withdrawn' : 'Open'),
    manufacturer,
    device,
    terms: termsOf(offer),
    financed: BigInt(offer.financed),
    region: regionOf(offer.region),
    termsHash,
    proposedAt: BigInt(offer.proposedAt),
  }
}

function termsOf(offer: OfferRow): LeaseTerms {
  const { lessee, rateBps, coverBps, earlyFeeBps, periodDays, periods, unusedHours, fuelRatePct, idlePct } = offer
  return {
    deviceId: offer.device.id,
    ...{ lessee, rateBps, coverBps, earlyFeeBps, periodDays, periods },
    price: BigInt(offer.price),
    buyOut: BigInt(offer.buyOut),
    deposit: BigInt(offer.deposit),
    baseRent: BigInt(offer.baseRent),
    minimumRent: BigInt(offer.minimumRent),
    tariff: offer.fromHours.map((fromHours, index) => ({
      fromHours,
      pricePerHour: BigInt(offer.pricePerHour[index] ?? '0'),
    })),
    alarms: { unusedHours, fuelRatePct, idlePct },
  }
}
