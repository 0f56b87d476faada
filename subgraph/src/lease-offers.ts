import { BigInt } from '@graphprotocol/graph-ts'
import {
  recordAuthorityUpdated,
  recordLeaseBookSet,
  recordLeaseProposed,
  recordOfferWithdrawn,
  recordRulesChanged,
} from '../generated/journal/LeaseOffers'
import {
  AuthorityUpdated,
  LeaseBookSet,
  LeaseProposed,
  OfferWithdrawn,
  RulesChanged,
} from '../generated/LeaseOffers/LeaseOffers'
import { LeaseOffer, LeaseRules } from '../generated/schema'
import { setAuthority } from './contracts'
import { bankLeases, localDay } from './deployment'
import { tierName } from './device-rows'
import { versionId } from './ids'
import { leaseId } from './lease-rows'

export function handleLeaseProposed(event: LeaseProposed): void {
  const entry = recordLeaseProposed(event)
  const offer = new LeaseOffer(leaseId(event.address, event.params.leaseId))
  offer.offers = event.address
  offer.book = bankLeases()
  offer.number = event.params.leaseId
  offer.state = 'Open'
  offer.device = event.params.deviceId
  offer.manufacturer = event.params.manufacturer
  setTerms(offer, event)
  offer.region = event.params.region
  offer.termsHash = event.params.termsHash
  offer.day = localDay(event.block.timestamp)
  offer.proposedAt = event.block.timestamp
  offer.transaction = event.transaction.hash
  offer.lastEvent = entry
  offer.save()
}

function setTerms(offer: LeaseOffer, event: LeaseProposed): void {
  const terms = event.params.terms
  offer.lessee = terms.lessee
  offer.price = terms.price
  offer.buyOut = terms.buyOut
  offer.financed = terms.price.minus(terms.buyOut)
  offer.deposit = terms.deposit
  offer.baseRent = terms.baseRent
  offer.minimumRent = terms.minimumRent
  offer.rateBps = terms.rateBps
  offer.coverBps = terms.coverBps
  offer.earlyFeeBps = terms.earlyFeeBps
  offer.periodDays = terms.periodDays
  offer.periods = terms.periods
  offer.unusedHours = terms.alarms.unusedHours
  offer.fuelRatePct = terms.alarms.fuelRatePct
  offer.idlePct = terms.alarms.idlePct
  const fromHours: i32[] = []
  const pricePerHour: BigInt[] = []
  for (let i = 0; i < terms.tariff.length; i++) {
    fromHours.push(terms.tariff[i].fromHours)
    pricePerHour.push(terms.tariff[i].pricePerHour)
  }
  offer.fromHours = fromHours
  offer.pricePerHour = pricePerHour
}

export function handleOfferWithdrawn(event: OfferWithdrawn): void {
  const entry = recordOfferWithdrawn(event)
  const offer = LeaseOffer.load(leaseId(event.address, event.params.leaseId))
  if (offer == null) return
  offer.state = 'Withdrawn'
  offer.closedAt = event.block.timestamp
  offer.closedBy = event.params.by
  offer.lastEvent = entry
  offer.save()
}

export function handleRulesChanged(event: RulesChanged): void {
  recordRulesChanged(event)
  const terms = event.params.newRules
  const rules = new LeaseRules(versionId(event.address, terms.version))
  rules.offers = event.address
  rules.version = terms.version
  rules.maxFinanced = terms.maxFinanced
  rules.minDepositBps = terms.minDepositBps
  rules.minRateBps = terms.minRateBps
  rules.maxDays = terms.maxDays
  rules.minTier = tierName(terms.minTier)
  rules.by = event.transaction.from
  rules.setAt = event.block.timestamp
  rules.transaction = event.transaction.hash
  rules.save()
}

export function handleLeaseBookSet(event: LeaseBookSet): void {
  recordLeaseBookSet(event)
}

export function handleAuthorityUpdated(event: AuthorityUpdated): void {
  recordAuthorityUpdated(event)
  setAuthority(event.address, 'LeaseOffers', event.params.authority)
}
